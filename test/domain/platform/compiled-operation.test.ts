import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { enforceAccess } from '../../../platform/access.ts';
import { compileOperation } from '../../../platform/execution/compiled-operation.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  enum Colour { RED GREEN }
  interface Named { name: String }
  union Thing = Home | Club
  type Home implements Named @key(fields: "id") {
    id: ID! name: String colour: Colour rooms: [Int!] parts(first: Int = 2, like: String): [String] neighbour: Home tenant: Club! size: Int!
    grid: [[Int!]]
  }
  type Club implements Named @key(fields: "id") { id: ID! name: String members: Int! }
  type Query { home(id: ID): Home homes: [Home] sure: [Home!] named: [Named] things: [Thing] must: Home! first: Int! second: Int }
  type Mutation { add(n: Int!): Int must(n: Int!): Int! }
`;

/** What resolvers see and do, so that two executions of one question can be compared. */
type Log = string[];

function schemaOf(resolvers: object): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(SDL), resolvers: resolvers as never }]);
}

/** The answer of the compiled operation, which has to be that of graphql-js to the letter. */
async function answered(
  resolvers: object,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<ExecutionResult> {
  const schema = schemaOf(resolvers);
  const document = parse(query, { noLocation: true });
  const [theirLog, ourLog]: [Log, Log] = [[], []];
  const theirs = await execute({
    schema,
    document,
    variableValues: variables,
    contextValue: { log: theirLog },
  });
  const compiled = compileOperation(schema, document, undefined);
  const ours = await compiled({ log: ourLog }, variables);
  expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
  expect(ourLog).toEqual(theirLog);
  // A second time nothing of the first is left.
  expect(JSON.stringify(await compiled({ log: [] }, variables))).toBe(JSON.stringify(theirs));
  return JSON.parse(JSON.stringify(ours)) as ExecutionResult;
}

const HOME = {
  id: 'h1',
  name: 'Singel 1',
  colour: 'RED',
  rooms: [1, 2],
  size: 7,
  tenant: { id: 'c1', members: 3 },
};
const later = <Value>(value: Value): Promise<Value> => new Promise((done) => setImmediate(() => done(value)));
const fault = (words: string) => () => {
  throw new Error(words);
};

describe('a compiled operation answers what graphql-js answers', () => {
  it('for fields that an object has, in the order of the question, under the names that it gives', async () => {
    const { data } = await answered(
      { Query: { home: () => HOME } },
      '{ home { size other: name id tenant { members __typename } ...F } } fragment F on Home { colour rooms name }',
    );
    expect(data).toEqual({
      home: {
        size: 7,
        other: 'Singel 1',
        id: 'h1',
        tenant: { members: 3, __typename: 'Club' },
        colour: 'RED',
        rooms: [1, 2],
        name: 'Singel 1',
      },
    });
  });

  it('where values come later, at several depths, and in lists of what comes later', async () => {
    const { data } = await answered(
      {
        Query: { homes: () => later([later(HOME), null, HOME]) },
        Home: {
          name: ({ name }: typeof HOME) => later(name),
          tenant: () => later({ id: 'c2', members: later(9) }),
        },
      },
      '{ homes { name size tenant { members id } } }',
    );
    expect(data?.['homes']).toEqual([
      { name: 'Singel 1', size: 7, tenant: { members: 9, id: 'c2' } },
      null,
      { name: 'Singel 1', size: 7, tenant: { members: 9, id: 'c2' } },
    ]);
  });

  it('for members that are functions, iterables that are no arrays, and lists of lists', async () => {
    const { data } = await answered(
      { Query: { home: () => ({ name: () => 'made', rooms: new Set([4, 5]), grid: [[1], null, [2, 3]] }) } },
      '{ home { name rooms grid } }',
    );
    expect(data?.['home']).toEqual({ name: 'made', rooms: [4, 5], grid: [[1], null, [2, 3]] });
  });

  it('for arguments: as given, by variable, by default, and told to resolvers with the whole question', async () => {
    const parts = (
      _home: unknown,
      given: unknown,
      { log }: { log: Log },
      info: { path: unknown; fieldName: string },
    ) => {
      const path = [];
      for (let at = info.path as { key: unknown; prev: never } | undefined; at; at = at.prev)
        path.unshift(at.key);
      log.push(JSON.stringify([given, path, info.fieldName]));
      return ['part'];
    };
    const resolvers = { Query: { homes: () => [HOME, HOME] }, Home: { parts } };
    await answered(
      resolvers,
      'query ($n: Int, $l: String) { homes { a: parts(first: $n, like: $l) b: parts c: parts(like: "x", first: 9) } }',
      { n: 5 },
    );
    await answered(resolvers, 'query ($n: Int = 3) { homes { parts(first: $n) } }');
    const { errors } = await answered(resolvers, 'query ($n: Int!) { homes { parts(first: $n) } }', {
      n: 'five',
    });
    expect(errors).toHaveLength(1);
  });

  it('for each choice of @skip and @include', async () => {
    const query =
      'query ($a: Boolean!, $b: Boolean!) { home { id @skip(if: $a) ... @include(if: $b) { name } size @skip(if: true) } }';
    for (const a of [true, false])
      for (const b of [true, false]) {
        const { data } = await answered({ Query: { home: () => HOME } }, query, { a, b });
        expect(Object.keys(data?.['home'] as object)).toEqual([...(a ? [] : ['id']), ...(b ? ['name'] : [])]);
      }
  });

  it('for interfaces and unions, whoever says which type it is', async () => {
    const query =
      '{ named { __typename name ... on Home { size } ... on Club { members } } things { ... on Club { id } } }';
    const values = [HOME, { id: 'c1', name: 'Club', members: 2 }];
    const typeOf = (value: object) => ('members' in value ? 'Club' : 'Home');
    const resolvers = {
      Query: { named: () => values, things: () => values },
      Named: { __resolveType: (value: object) => later(typeOf(value)) },
      Thing: { __resolveType: typeOf },
    };
    const { data } = await answered(resolvers, query);
    expect(data?.['things']).toEqual([{}, { id: 'c1' }]);
    const wrong = { ...resolvers, Thing: { __resolveType: () => 'Query' } };
    const schema = schemaOf(wrong);
    const told = await compileOperation(schema, parse(query), undefined)({}, {});
    expect(told.errors?.map(({ path }) => path)).toEqual([
      ['things', 0],
      ['things', 1],
    ]);
  });

  it('for names that every object inherits something under', async () => {
    const { data } = await answered(
      { Query: { home: () => HOME } },
      '{ home { __proto__: name constructor: size toString: id } }',
    );
    expect(JSON.stringify(data)).toBe('{"home":{"__proto__":"Singel 1","constructor":7,"toString":"h1"}}');
  });

  it('for questions about the schema, and for what is no operation of the document', async () => {
    await answered({}, '{ __schema { queryType { name } } __typename }');
    await answered({}, 'query A { __typename } query B { __typename }');
  });
});

describe('what fails is told where it failed, and costs as little as the schema allows', () => {
  it('a null where one may be, an error with its path', async () => {
    const { data, errors } = await answered(
      { Query: { homes: () => [HOME, HOME] }, Home: { name: fault('no name'), colour: () => 'BLUE' } },
      '{ homes { id name colour } }',
    );
    expect(data).toEqual({
      homes: [
        { id: 'h1', name: null, colour: null },
        { id: 'h1', name: null, colour: null },
      ],
    });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['homes', 0, 'name'],
      ['homes', 0, 'colour'],
      ['homes', 1, 'name'],
      ['homes', 1, 'colour'],
    ]);
  });

  it('the nearest that may be null, also when it is known later, with one error for one null', async () => {
    for (const tenant of [
      fault('gone'),
      () => null,
      () => Promise.reject(new Error('gone later')),
      () => new Error('given'),
    ]) {
      const { data, errors } = await answered(
        { Query: { homes: () => [HOME] }, Home: { tenant } },
        '{ homes { id tenant { id } size } }',
      );
      expect(data).toEqual({ homes: [null] });
      expect(errors).toHaveLength(1);
    }
  });

  it('a whole list whose elements may not be null, and the whole answer where nothing above may', async () => {
    const sure = await answered(
      { Query: { sure: () => [HOME, { ...HOME, size: null }] } },
      '{ sure { size } second }',
    );
    expect(sure.data).toEqual({ sure: null, second: null });
    const must = await answered({ Query: { must: () => later({ size: null }) } }, '{ must { size } second }');
    expect(must.data).toBeNull();
    const leaf = await answered({ Query: { first: () => 'no number' } }, '{ first }');
    expect(leaf.data).toBeNull();
  });

  it('what is no list where one is asked for', async () => {
    const { data } = await answered(
      { Query: { home: () => ({ rooms: 'no list', id: 'h1' }) } },
      '{ home { id rooms } }',
    );
    expect(data).toEqual({ home: { id: 'h1', rooms: null } });
  });

  it('answers when nothing of the question runs any more', async () => {
    let running = 0;
    const schema = schemaOf({
      Query: { home: () => HOME },
      Home: {
        size: fault('at once'),
        async name() {
          running += 1;
          await later(undefined);
          running -= 1;
          return 'late';
        },
      },
    });
    const { data } = await compileOperation(schema, parse('{ home { size name } }'), undefined)({}, {});
    expect(data).toEqual({ home: null });
    expect(running).toBe(0);
  });
});

describe('writes', () => {
  const log = async (_root: unknown, { n }: { n: number }, context: { log: Log }) => {
    context.log.push(`begin ${n}`);
    await later(undefined);
    context.log.push(`end ${n}`);
    if (n === 13) throw new Error('thirteen');
    return n;
  };
  const resolvers = { Mutation: { add: log, must: log } };

  it('happen one after the other, in the order of the operation', async () => {
    const { data } = await answered(
      resolvers,
      'mutation { a: add(n: 1) b: must(n: 2) c: add(n: 13) d: add(n: 4) }',
    );
    expect(data).toEqual({ a: 1, b: 2, c: null, d: 4 });
  });

  it('end at one that leaves no answer', async () => {
    const { data } = await answered(resolvers, 'mutation { a: add(n: 1) b: must(n: 13) d: add(n: 4) }');
    expect(data).toBeNull();
  });
});

describe('entities', () => {
  const query =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Home { name size } ... on Club { members } } }';
  const resolvers = {
    Home: {
      __resolveReference: ({ id }: { id: string }) => (id === 'none' ? null : later({ ...HOME, name: id })),
    },
  };

  it('are each found by what names them, of the type that it names', async () => {
    const { data } = await answered(resolvers, query, {
      representations: [
        { __typename: 'Home', id: 'h7' },
        { __typename: 'Home', id: 'none' },
        { __typename: 'Club', id: 'c1', members: 4 },
      ],
    });
    expect(data?.['_entities']).toEqual([
      { __typename: 'Home', name: 'h7', size: 7 },
      null,
      { __typename: 'Club', members: 4 },
    ]);
  });

  it('that fail fail alone, at once or later', async () => {
    const representations = [
      { __typename: 'Home', id: 'h2' },
      { __typename: 'Home', id: 'h1' },
    ];
    const failing = (fail: () => unknown) => ({
      Home: { __resolveReference: ({ id }: { id: string }) => (id === 'h1' ? later(HOME) : fail()) },
    });
    const gone = new Error('gone');
    const { data } = await answered(
      failing(() => Promise.reject(gone)),
      query,
      { representations },
    );
    expect(data?.['_entities']).toEqual([null, { __typename: 'Home', name: 'Singel 1', size: 7 }]);
    // Apollo's own resolver of this field fails them all here.
    const atOnce = compileOperation(schemaOf(failing(fault('gone'))), parse(query), undefined);
    const told = await atOnce({}, { representations });
    expect(JSON.parse(JSON.stringify(told.data))).toEqual(data);
    expect(told.errors?.map(({ path }) => path)).toEqual([['_entities', 0]]);
  });

  it('of a type that nobody knows are refused with the whole question', async () => {
    const schema = schemaOf(resolvers);
    for (const name of ['Nobody', 'Colour', 'Named']) {
      const { data, errors } = await compileOperation(
        schema,
        parse(query),
        undefined,
      )({}, { representations: [{ __typename: name }] });
      expect(data, name).toBeNull();
      expect(errors, name).toHaveLength(1);
    }
  });
});

describe('guards', () => {
  const GUARDED = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
    directive @access(roles: [Role!]!) on FIELD_DEFINITION | OBJECT
    enum Role { SEEKER HUB }
    type Home @key(fields: "id") { id: ID! rent: Int @access(roles: [HUB]) secret: Secret }
    type Secret @access(roles: [HUB]) { code: String made: String }
    type Query { home: Home }
  `);
  const made: string[] = [];
  const schema = enforceAccess(
    buildSubgraphSchema([
      {
        typeDefs: GUARDED,
        resolvers: {
          Query: { home: () => ({ id: 'h1', rent: 700, secret: { code: 'x' } }) },
          Home: { __resolveReference: ({ id }: { id: string }) => ({ id, rent: 800, secret: {} }) },
          Secret: { made: () => void made.push('made') },
        },
      },
    ]),
  );
  const as = (role: string, query: string, variables = {}) =>
    compileOperation(schema, parse(query), undefined)({ viewer: { role } }, variables);

  it('stand before what an object has as before what is resolved, whichever way it is come by', async () => {
    const representations = [{ __typename: 'Home', id: 'h2' }];
    const questions = [
      ['{ home { id rent secret { code made } } }', {}],
      [
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Home { id rent secret { code made } } } }',
        { representations },
      ],
    ] as const;
    for (const [query, variables] of questions) {
      const refused = await as('SEEKER', query, variables);
      expect(refused.errors?.map(({ path }) => path?.at(-1))).toEqual(['rent', 'code', 'made']);
      expect(JSON.stringify(refused.data)).not.toMatch(/700|800|"x"/);
      expect(made).toEqual([]);
      const anonymous = await as('ANONYMOUS', query, variables);
      expect(anonymous.errors?.map(({ originalError }) => originalError)).toMatchObject(
        Array.from({ length: 3 }, () => ({ code: 'UNAUTHENTICATED' })),
      );
      expect((await as('HUB', query, variables)).errors).toBeUndefined();
      expect(made.splice(0)).toEqual(['made']);
    }
  });
});
