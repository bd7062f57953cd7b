import {
  buildASTSchema,
  buildSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { composeSupergraph, readSupergraph } from '../../gateway/compose.ts';
import {
  MANIFEST_FILE,
  manifestText,
  nextManifest,
  readManifest,
} from '../../gateway/trusted-documents/manifest.ts';
import { composeManifest } from '../../gateway/trusted-documents/write-manifest.ts';
import { checkOperation } from '../../gateway/operation-limits.ts';
import { rolesFor } from '../../platform/access.ts';
import { errorsPage } from '../../platform/errors-page.ts';
import { ERROR_CATALOGUE } from '../../platform/errors.ts';
import { hubOperation } from '../../platform/hub-operations.ts';
import { subgraphTypeDefs } from '../../platform/serve-subgraph.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../platform/subgraph-names.ts';

const OPERATIONS = new URL('../../schema/operations/', import.meta.url);
const FEDERATION = parse(`
  scalar FieldSet scalar Import
  directive @link(url: String!, import: [Import]) repeatable on SCHEMA
  directive @key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
  directive @shareable on OBJECT | FIELD_DEFINITION
`);

function schemaOf(name: SubgraphName): GraphQLSchema {
  const definitions = [...FEDERATION.definitions, ...subgraphTypeDefs(name).definitions];
  return buildASTSchema({ kind: FEDERATION.kind, definitions }, { assumeValidSDL: true });
}

const schemas = new Map(SUBGRAPH_NAMES.map((name) => [name, schemaOf(name)]));
const api = buildSchema(composeSupergraph().api);

function everyField(): readonly {
  readonly owner: SubgraphName;
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}[] {
  return [...schemas].flatMap(([owner, schema]) =>
    Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .filter((type) => !type.name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ owner, type, field }))),
  );
}

function isStub(type: GraphQLObjectType): boolean {
  return (type.astNode?.directives ?? []).some(
    (directive) =>
      directive.name.value === 'key' &&
      directive.arguments?.some(
        ({ name, value }) => name.value === 'resolvable' && value.kind === 'BooleanValue' && !value.value,
      ),
  );
}

describe('the contract of the owners', () => {
  it('composes, and the golden supergraph is what it composes to', () => {
    expect(readSupergraph()).toBe(composeSupergraph().supergraph);
  });

  it('bounds every list: by a page, or by a number that its description states', () => {
    const lists = everyField().filter(({ field }) =>
      isListType(isNonNullType(field.type) ? field.type.ofType : field.type),
    );
    expect(lists.length).toBeGreaterThan(30);
    const unbounded = lists.filter(({ field }) => !/At most/.test(field.description ?? ''));
    expect(unbounded.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
  });

  it('keeps a field nullable where another owner answers it, so that an outage costs only that field', () => {
    const crossing = everyField().filter(({ type, field, owner }) => {
      const named = isNonNullType(field.type) ? field.type.ofType : field.type;
      return (
        isObjectType(named) &&
        isStub(schemas.get(owner)!.getType(named.name) as GraphQLObjectType) &&
        !isStub(type)
      );
    });
    expect(crossing.length).toBeGreaterThan(5);
    expect(
      crossing
        .filter(({ field }) => isNonNullType(field.type))
        .map(({ type, field }) => `${type.name}.${field.name}`),
    ).toEqual([]);
  });

  it('leaves to anonymous only what is public: areas, organisations, homes on offer, rules, and counts', () => {
    const open = everyField().filter(
      ({ type, field }) => type.name === 'Query' && rolesFor(type, field) === undefined,
    );
    expect(open.map(({ field }) => field.name).sort()).toEqual(
      [
        ...[
          'careProvider',
          'chance',
          'compareRegulations',
          'corporation',
          'corporations',
          'experiment',
          'housingRegion',
          'housingRegions',
          'municipalities',
          'municipality',
        ],
        ...[
          'pulse',
          'receiptCheckpoints',
          'receiptKeys',
          'registrar',
          'regulation',
          'regulationChanges',
          'regulationHistory',
          'regulations',
          'ruleSet',
          'rulesInForce',
          'vacancies',
          'vacancy',
        ],
      ].sort(),
    );
  });

  it('states access on every type that holds a person, and on every write', () => {
    const personal = [
      'Registration',
      'Household',
      'Tie',
      'PresentHome',
      'IncomeTest',
      'SearchValue',
      'SeekerFacts',
      'FileRead',
    ];
    const more = [
      'Urgency',
      'UrgencyFacts',
      'UrgencyCondition',
      'FileReadConnection',
      'Reaction',
      'Ranking',
      'Candidate',
      'Position',
      'Opportunity',
      'RegulationDraft',
      'DraftRule',
      'DraftEvent',
      'ProposedRuleSet',
      'RegulationPreview',
      'PreviewResult',
      'PreviewCell',
      'PreviewPlace',
      'PreviewQuota',
      'PreviewFinding',
      'PreviewReading',
      'Receipt',
      'CommittedFacts',
      'ProvenPlace',
      'Intervention',
      'Explanation',
      'DecidedAbove',
      'Counterfactual',
      'Judgement',
      'JudgementFacts',
      'Mediation',
      'MediationCandidate',
      'MediationHome',
      'MediationFigure',
      'ComplexSparing',
    ];
    const unguarded = everyField().filter(({ owner, type, field }) => {
      const guarded = rolesFor(type, field) !== undefined;
      // A stub of somebody else's type shows its id and nothing of the person.
      const home = { Registration: 'registrations', Urgency: 'urgencies' }[type.name] ?? 'binding-rules';
      const stub =
        ['Registration', 'RegulationDraft', 'Urgency'].includes(type.name) &&
        owner !== home &&
        field.name === 'id';
      return ([...personal, ...more].includes(type.name) || type.name === 'Mutation') && !guarded && !stub;
    });
    expect(unguarded.map(({ owner, type, field }) => `${owner}: ${type.name}.${field.name}`)).toEqual([]);
    const opened = everyField().filter(
      ({ type, field }) =>
        [...personal, ...more].includes(type.name) && rolesFor(type, field)?.has('ANONYMOUS'),
    );
    expect(opened).toEqual([]);
  });

  it('lets facts be asked by the hub alone', () => {
    const facts = everyField().filter(({ field }) =>
      ['facts', 'urgencyFacts', 'judgementFacts', 'lotKey'].includes(field.name),
    );
    expect(facts.map(({ type, field }) => [...(rolesFor(type, field) ?? [])])).toEqual([
      ['HUB'],
      ['HUB'],
      ['HUB'],
      ['HUB'],
    ]);
  });

  it('describes every field of every input', () => {
    const bare = [...schemas.values()].flatMap((schema) =>
      Object.values(schema.getTypeMap())
        .filter((type) => isInputObjectType(type))
        .flatMap((type) =>
          Object.values(type.getFields())
            .filter(({ description }) => !description)
            .map(({ name }) => `${type.name}.${name}`),
        ),
    );
    expect(bare).toEqual([]);
  });

  it('has no income and no citizen service number anywhere', () => {
    const names = everyField().map(({ field }) => field.name);
    expect(names.filter((name) => /^(income|incomeCents|bsn|citizenServiceNumber)$/i.test(name))).toEqual([]);
  });
});

describe('the named operations', () => {
  const files = readdirSync(OPERATIONS, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.graphql') && !file.includes('fragments/'),
  );
  const textOf = (file: string): string => {
    const text = readFileSync(new URL(file, OPERATIONS), 'utf8');
    return file.startsWith('hub/') ? hubOperation(/^(?:query|mutation) (\w+)/m.exec(text)![1]!) : text;
  };

  it('are there, each with its question and who may ask it', () => {
    const named = [
      'vacancies',
      'vacancy',
      'ranking',
      'my-position',
      'opportunities',
      'react',
      'withdraw-reaction',
      'registration',
      'urgency',
      'rules-in-force',
    ];
    expect(files).toEqual(expect.arrayContaining(named.map((name) => `${name}.graphql`)));
    for (const file of files)
      expect(readFileSync(new URL(file, OPERATIONS), 'utf8'), file).toMatch(
        /^# .+\n(# .+\n)*(query|mutation)/,
      );
  });

  it('each stand in the list that readers see, those of the hub itself left out', () => {
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `([a-z-]+)`/gm)].map((match) => match[1]!);
    const own = files.filter((file) => !file.startsWith('hub/')).map((file) => file.replace('.graphql', ''));
    expect(listed.sort()).toEqual(own.sort());
  });

  it.each(files)('%s is valid against the supergraph and within the limits', (file) => {
    const document = parse(textOf(file));
    expect(validate(api, document)).toEqual([]);
    const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition')!;
    expect(() => checkOperation(document, operation, {})).not.toThrow();
  });
});

describe('the trusted documents', () => {
  it('are the named operations as they are, and the earlier ones that the schema still answers', () => {
    const golden = readFileSync(MANIFEST_FILE, 'utf8');
    expect(manifestText(composeManifest(readManifest(), api))).toBe(golden);
  });

  it('do not compose with a schema that breaks what a front-end was built with, and it is told what breaks', () => {
    const earlier = { name: 'pulse', audience: 'PUBLIC', text: 'query Pulse { pulse heartbeat }' } as const;
    const before = nextManifest(readManifest(), [earlier], '0.0.1');
    expect(() => composeManifest(before, api)).toThrow(/pulse of version 0\.0\.1 .*heartbeat/);
    const answered = nextManifest(readManifest(), [{ ...earlier, text: 'query Pulse { pulse }' }], '0.0.1');
    expect(() => composeManifest(answered, api)).not.toThrow();
  });
});

describe('the error catalogue', () => {
  it('is the page that readers see', () => {
    expect(readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsPage());
  });

  it('holds every code that the contract names', () => {
    const sdl = SUBGRAPH_NAMES.map((name) =>
      readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8'),
    ).join('\n');
    const named = [...sdl.matchAll(/\bCodes?:? ([A-Z_]{2,}(?:, [A-Z_]+)*)/g)].flatMap((match) =>
      match[1]!.split(', '),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((code) => !(code in ERROR_CATALOGUE))).toEqual([]);
  });
});
