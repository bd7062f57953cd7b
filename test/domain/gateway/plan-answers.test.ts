import { describe, expect, it } from 'vitest';
import { holds } from '../../support/worlds/case.ts';
import { twoExecutors } from '../../support/worlds/two-executors.ts';

const same = (reference: object): object => reference;
const named = { __resolveType: ({ kind }: { kind: string }) => kind };

describe('types that stand for others', () => {
  it('a fragment through an interface reaches the object, also where its name was not asked', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home: Home } interface Named { id: ID! } type Home implements Named { id: ID! rooms: Int }',
          { Query: { home: () => ({ id: '1', rooms: 3 }) }, Named: named },
        ],
      },
      query: '{ home { ... on Named { ... on Home { rooms } } } }',
      data: { home: { rooms: 3 } },
      stockIsWrong: true,
    }));

  it('fields that only another owner’s interface has are asked of each type', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { all: [Named] } interface Named { id: ID! } type Home implements Named @key(fields: "id") { id: ID! } type Club implements Named @key(fields: "id") { id: ID! }',
          {
            Query: { all: () => [{ kind: 'Home', id: '1' }, null, { kind: 'Club', id: '2' }] },
            Named: named,
          },
        ],
        b: [
          'interface Named { id: ID! label: String } type Home implements Named @key(fields: "id") { id: ID! label: String } type Club implements Named @key(fields: "id") { id: ID! label: String }',
          {
            Home: { __resolveReference: same, label: ({ id }: { id: string }) => `home ${id}` },
            Club: { __resolveReference: same, label: ({ id }: { id: string }) => `club ${id}` },
            Named: named,
          },
        ],
      },
      query: '{ all { label ... on Club { kind: __typename } __typename } }',
      data: {
        all: [
          { label: 'home 1', __typename: 'Home' },
          null,
          { label: 'club 2', kind: 'Club', __typename: 'Club' },
        ],
      },
    }));

  it('one name may mean another field in each member of a union', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { things: [Thing!] } union Thing = Home | Club type Home { rooms: Int! } type Club { members: [Int] }',
          {
            Query: {
              things: () => [
                { kind: 'Home', rooms: 3 },
                { kind: 'Club', members: [1, null] },
              ],
            },
            Thing: named,
          },
        ],
      },
      query: '{ things { ... on Home { count: rooms } ... on Club { members } } }',
      data: { things: [{ count: 3 }, { members: [1, null] }] },
    }));

  it('an owner that knows an interface only as an object adds a field to all of its types', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { all: [Named] } interface Named @key(fields: "id") { id: ID! } type Home implements Named @key(fields: "id") { id: ID! rooms: Int } type Club implements Named @key(fields: "id") { id: ID! }',
          {
            Query: {
              all: () => [
                { kind: 'Home', id: '1', rooms: 3 },
                { kind: 'Club', id: '2' },
              ],
            },
            Named: {
              ...named,
              __resolveReference: ({ id }: { id: string }) => ({
                kind: id === '1' ? 'Home' : 'Club',
                id,
                rooms: 3,
              }),
            },
          },
        ],
        b: [
          'type Query { one: Named } type Named @key(fields: "id") @interfaceObject { id: ID! score: Int }',
          {
            Query: { one: () => ({ id: '1' }) },
            Named: { __resolveReference: same, score: ({ id }: { id: string }) => Number(id) * 10 },
          },
        ],
      },
      query:
        '{ all { score __typename ... on Home { rooms } } one { id score __typename ... on Home { rooms } } }',
      data: {
        all: [
          { score: 10, __typename: 'Home', rooms: 3 },
          { score: 20, __typename: 'Club' },
        ],
        one: { id: '1', score: 10, __typename: 'Home', rooms: 3 },
      },
    }));

  it('a value that clients may not see is null, with an error there', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { homes: [Home] } type Home { state: State } enum State { FREE LET HIDDEN @inaccessible }',
          { Query: { homes: () => [{ state: 'LET' }, { state: 'HIDDEN' }] } },
        ],
      },
      query: '{ homes { state } }',
      data: { homes: [{ state: 'LET' }, { state: null }] },
      errors: [['homes', 1, 'state']],
    }));
});

describe('null that may not be', () => {
  const a = (type: string): readonly [string, object] => [
    `type Query { homes: ${type} } type Home @key(fields: "id") { id: ID! }`,
    { Query: { homes: () => [{ id: '1' }, { id: '2' }] } },
  ];
  const b: readonly [string, object] = [
    'type Home @key(fields: "id") { id: ID! rent: Int! }',
    { Home: { __resolveReference: ({ id }: { id: string }) => (id === '2' ? null : { id, rent: 500 }) } },
  ];

  it.each([
    ['[Home]', { homes: [{ rent: 500 }, null] }],
    ['[Home!]', { homes: null }],
    ['[Home!]!', null],
  ])('spreads to the first place that may be null, and is told where it began: %s', (type, data) =>
    holds({
      subgraphs: { a: a(type), b },
      query: '{ homes { rent } }',
      data,
      errors: [['homes', 1, 'rent']],
    }),
  );

  it('is told once: by the owner that failed, at each place where its answer is missing', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { homes: [Home] } type Home @key(fields: "id") { id: ID! twin: Home }',
          { Query: { homes: () => [{ id: '1' }, { id: '2', twin: { id: '1' } }, { id: '1' }] } },
        ],
        b: [
          'type Home @key(fields: "id") { id: ID! rent: Int! }',
          {
            Home: {
              __resolveReference: same,
              rent: ({ id }: { id: string }) => {
                if (id === '1') throw new Error('no rent');
                return 700;
              },
            },
          },
        ],
      },
      query: '{ homes { rent twin { id } } }',
      data: { homes: [null, { rent: 700, twin: { id: '1' } }, null] },
      errors: [
        ['homes', 0, 'rent'],
        ['homes', 2, 'rent'],
      ],
      byOwners: true,
    }));

  it('is told once where the owner failed deeper than what is missing', () =>
    holds({
      subgraphs: {
        a: a('[Home]'),
        b: [
          'type Home @key(fields: "id") { id: ID! parts: [Part!]! } type Part { size: Int! }',
          { Home: { __resolveReference: same, parts: () => [{ size: 1 }, { size: null }] } },
        ],
      },
      query: '{ homes { parts { size } } }',
      data: { homes: [null, null] },
      errors: [
        ['homes', 0, 'parts', 1, 'size'],
        ['homes', 1, 'parts', 1, 'size'],
      ],
      byOwners: true,
    }));
});

describe('the form of an operation', () => {
  it('keeps the order of the question, merges what is asked twice, and leaves out what was fetched for the plan', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home(n: Int): Home other: Int } type Home @key(fields: "id") { id: ID! rooms: Int }',
          { Query: { home: () => ({ id: '1', rooms: 3 }), other: () => 5 } },
        ],
        b: [
          'type Home @key(fields: "id") { id: ID! rent: Int }',
          { Home: { __resolveReference: same, rent: () => 500 } },
        ],
      },
      query:
        'query Q($n: Int = 2) { first: home(n: $n) { rent } other ...More } fragment More on Query { first: home(n: $n) { rooms again: rent } }',
      data: { first: { rent: 500, rooms: 3, again: 500 }, other: 5 },
    }));

  it('leaves an empty object where everything in it is skipped, and asks nobody for a question that is empty', () =>
    holds({
      subgraphs: {
        a: ['type Query { home: Home } type Home { id: ID! }', { Query: { home: () => ({ id: '1' }) } }],
      },
      query: 'query ($no: Boolean!) { home { id @include(if: $no) ... @skip(if: true) { id } } }',
      variables: { no: false },
      data: { home: {} },
    }));

  it('takes any name that GraphQL allows for an answer, also those that every object inherits', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home: Home } type Home @key(fields: "id") { id: ID! rooms: Int }',
          { Query: { home: () => ({ id: '1', rooms: null }) } },
        ],
        b: [
          'type Home @key(fields: "id") { id: ID! rent: Int }',
          { Home: { __resolveReference: () => null } },
        ],
      },
      query: '{ constructor: home { toString: rooms valueOf: rent hasOwnProperty: id } }',
      data: { constructor: { toString: null, valueOf: null, hasOwnProperty: '1' } },
    }));

  it('gives an answer named __proto__ as a member, and sets no prototype', async () => {
    const { own, stop } = await twoExecutors([
      {
        name: 'a',
        sdl: 'type Query { home: Home } type Home { id: ID! }',
        resolvers: { Query: { home: () => ({ id: '1' }) } },
      },
    ]);
    const { data } = await own('{ __proto__: home { __proto__: id } }');
    expect(JSON.stringify(data)).toBe('{"__proto__":{"__proto__":"1"}}');
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('id');
    await stop();
  });

  it('answers about the schema beside data, under conditions and with variables', () =>
    holds({
      subgraphs: {
        a: ['type Query { home: Home } type Home { id: ID! }', { Query: { home: () => ({ id: '1' }) } }],
      },
      query:
        'query ($name: String!, $yes: Boolean = true) { home { id } kind: __type(name: $name) { name fields @include(if: $yes) { name } } __typename __schema { queryType { ...N } } } fragment N on __Type { name }',
      variables: { name: 'Home' },
      data: {
        home: { id: '1' },
        kind: { name: 'Home', fields: [{ name: 'id' }] },
        __typename: 'Query',
        __schema: { queryType: { name: 'Query' } },
      },
    }));

  it('refuses variables of a wrong form before any owner is asked', async () => {
    let fetches = 0;
    const { own, stop } = await twoExecutors([
      { name: 'a', sdl: 'type Query { home(n: Int!): Int }', resolvers: {}, onFetch: () => (fetches += 1) },
    ]);
    const { data, errors } = await own('query ($n: Int!) { home(n: $n) }', { n: 'three' });
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(fetches).toBe(0);
    await stop();
  });

  it('writes in the order of the answer, over owners, repetitions and fragments', async () => {
    const done: string[] = [];
    const change = (name: string) => ({
      Mutation: { [name]: (_root: unknown, { n }: { n: number }) => (done.push(`${name}${n}`), n) },
    });
    const { own, stop } = await twoExecutors([
      { name: 'a', sdl: 'type Query { x: Int } type Mutation { a(n: Int!): Int }', resolvers: change('a') },
      { name: 'b', sdl: 'type Mutation { b(n: Int!): Int }', resolvers: change('b') },
    ]);
    await own(
      'mutation { one: a(n: 1) ...F two: a(n: 2) } fragment F on Mutation { three: b(n: 3) two: a(n: 2) four: a(n: 4) five: b(n: 5) }',
    );
    expect(done).toEqual(['a1', 'b3', 'a2', 'a4', 'b5']);
    done.length = 0;
    await own('mutation { one: a(n: 1) ...F } fragment F on Mutation { two: a(n: 2) three: a(n: 3) }');
    expect(done).toEqual(['a1', 'a2', 'a3']);
    await stop();
  });

  it('asks for one entity once, however often it stands in the answer', async () => {
    const asked: unknown[] = [];
    const { own, stop } = await twoExecutors([
      {
        name: 'a',
        sdl: 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) type Query { homes: [Home] } type Home @key(fields: "id") { id: ID! }',
        resolvers: { Query: { homes: () => ['1', '2', '1', '1'].map((id) => ({ id })) } },
      },
      {
        name: 'b',
        sdl: 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) type Home @key(fields: "id") { id: ID! rent: Int }',
        resolvers: { Home: { __resolveReference: ({ id }: { id: string }) => ({ id, rent: Number(id) }) } },
        onFetch: (_query, { representations }) => asked.push(representations),
      },
    ]);
    const { data } = await own('{ homes { rent } }');
    expect(data).toEqual({ homes: [{ rent: 1 }, { rent: 2 }, { rent: 1 }, { rent: 1 }] });
    expect(asked).toEqual([
      [
        { __typename: 'Home', id: '1' },
        { __typename: 'Home', id: '2' },
      ],
    ]);
    await stop();
  });
});
