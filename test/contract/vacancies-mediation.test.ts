import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { parseRule } from '../../rules/read-rule.ts';
import { ruleSetOf, type RuleSet } from '../../rules/rule-set.ts';
import { vacanciesSubgraph } from '../../subgraphs/vacancies/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { HUB } from '../support/viewers.ts';

const NOW = '2026-09-01T10:00:00.000Z';
const DESK = viewerAs('ALLOCATOR', 'L0001');
const DRAFT = `mutation ($input: DraftVacancyInput!) {
  draftVacancy(input: $input) { ... on VacancyDrafted { vacancy { id mediationCategory careProvider { code } } } ... on VacancyRefused { code } }
}`;
const PUBLISH = `mutation ($input: PublishVacancyInput!) {
  publishVacancy(input: $input) {
    ... on VacancyPublished { vacancy { status closesOn } }
    ... on QuotaExhausted { code quota { code taken limit } }
    ... on VacancyRefused { code }
  }
}`;
const STEP = `mutation ($input: TakeVacancyStepInput!) {
  takeVacancyStep(input: $input) { ... on VacancyStepTaken { vacancy { status } } ... on VacancyStepRefused { code } }
}`;
const CAPACITY = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Dwelling { carryingCapacity { area name from until lettings mediated basisPoints } }
  }
}`;

/** At most one home a year of the corporation's own choosing. */
function rulesWithOneOwn(): RuleSet {
  const common = {
    layer: 'MUNICIPAL',
    citation: { instrument: 'own', title: 'Eigen', article: '1', text: 'Tekst.', version: '2026-01-01' },
  };
  const sources = [
    {
      ...common,
      id: 'own@2026-01-01#OTHERS',
      code: 'OTHERS',
      stage: 'SORT',
      rank: 1,
      condition: { kind: 'always' },
    },
    {
      ...common,
      id: 'own@2026-01-01#OWN',
      code: 'OWN',
      stage: 'QUOTA',
      subject: { kind: 'MEDIATION_CATEGORIES', categories: ['OWN_DISCRETION'] },
      counts: 'PUBLICATIONS',
      limit: { kind: 'NUMBER', count: 1 },
      period: 'CALENDAR_YEAR',
      per: 'CORPORATION',
    },
  ];
  return ruleSetOf(
    sources.map((source) => {
      const parsed = parseRule(source);
      if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
      return parsed.value;
    }),
    [],
  );
}

describe('registering a mediated home', () => {
  let databases: TestDatabases<'vacancies'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let homes: readonly string[];

  beforeAll(async () => {
    databases = await databasesFor(['vacancies']);
    const rules = rulesWithOneOwn();
    const rulesInForce = { hash: rules.hash, canonical: rules.canonical };
    ({ ask, stop } = subgraphOn(vacanciesSubgraph, databases.of.vacancies, NOW, (operation, variables) => {
      if (operation === 'MunicipalRules') return Promise.resolve({ data: { rulesInForce } });
      const known = variables['code'] === 'Z0001' ? { code: 'Z0001' } : null;
      return Promise.resolve({ data: { careProvider: known } });
    }));
    homes = await loadAsOwner(databases.of.vacancies, async (sql) => {
      await sql`insert into corporation values ('L0001', 'Eerste')`;
      const rows = await sql<{ id: string }[]>`
        insert into dwelling (owner, region, municipality, district, neighbourhood, street, house_number, dwelling_type, rooms,
                              area_m2, accessibility, energy_label, rent_cents, segment)
        select 'L0001', 'GOOI', 'GM0402', 'Noord', 'Vogelbuurt', 'Kerkstraat', n, 'APARTMENT', 3, 60, 'NONE', 'B', 60000,
               'SOCIAL_RENT' from generate_series(1, 6) n
        returning id`;
      return rows.map(({ id }) => `L0001:${id}`);
    });
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  const draft = async (home: number, input: object) =>
    (await ask(DESK, DRAFT, { input: { idempotencyKey: randomUUID(), dwelling: homes[home], ...input } }))
      .data.draftVacancy;
  const publish = async (vacancy: string) =>
    (await ask(DESK, PUBLISH, { input: { idempotencyKey: randomUUID(), vacancy } })).data.publishVacancy;
  const MEDIATED = { model: 'DIRECT_MEDIATION' };

  it('asks for a category of it and of no other model, and for a care provider that exists for care outflow alone', async () => {
    expect(await draft(0, MEDIATED)).toEqual({ code: 'INVALID_INPUT' });
    expect(await draft(0, { model: 'OFFER', mediationCategory: 'URGENT' })).toEqual({
      code: 'INVALID_INPUT',
    });
    expect(await draft(0, { ...MEDIATED, mediationCategory: 'URGENT', careProvider: 'Z0001' })).toEqual({
      code: 'INVALID_INPUT',
    });
    const outflow = { ...MEDIATED, mediationCategory: 'CARE_OUTFLOW' };
    expect(await draft(0, { ...outflow, careProvider: 'Z9999' })).toEqual({ code: 'UNKNOWN_CARE_PROVIDER' });
    expect(await draft(0, { ...outflow, careProvider: 'Z0001' })).toMatchObject({
      vacancy: { mediationCategory: 'CARE_OUTFLOW', careProvider: { code: 'Z0001' } },
    });
  });

  it('stays within the cap on its category, which homes of another category leave alone', async () => {
    const own = { ...MEDIATED, mediationCategory: 'OWN_DISCRETION' };
    const [first, second, urgent] = [
      await draft(1, own),
      await draft(2, own),
      await draft(3, { ...MEDIATED, mediationCategory: 'URGENT' }),
    ];
    expect(await publish(urgent.vacancy.id)).toEqual({
      vacancy: { status: 'CLOSED', closesOn: '2026-09-01' },
    });
    expect(await publish(first.vacancy.id)).toMatchObject({ vacancy: { status: 'CLOSED' } });
    expect(await publish(second.vacancy.id)).toEqual({
      code: 'QUOTA_EXHAUSTED',
      quota: { code: 'OWN', taken: 1, limit: 1 },
    });
  });

  it('counts for the carrying capacity around it once it is let, beside what was let otherwise', async () => {
    const reference = { representations: [{ __typename: 'Dwelling', id: homes[1] }] };
    const around = async () => (await ask(HUB, CAPACITY, reference)).data._entities[0].carryingCapacity;
    const none = { from: '2023-10-01', until: '2026-10-01', lettings: 0, mediated: 0, basisPoints: null };
    expect(await around()).toEqual([
      { area: 'NEIGHBOURHOOD', name: 'Vogelbuurt', ...none },
      { area: 'DISTRICT', name: 'Noord', ...none },
    ]);
    const listed = await ask(
      DESK,
      '{ vacancies(filter: { status: CLOSED, corporation: "L0001" }) { nodes { id dwelling { id } } } }',
    );
    const { id } = listed.data.vacancies.nodes.find(
      (each: { dwelling: { id: string } }) => each.dwelling.id === homes[1],
    );
    for (const step of ['OFFER', 'LET', 'LET']) await ask(HUB, STEP, { input: { vacancy: id, step } });
    const counted = { ...none, lettings: 1, mediated: 1, basisPoints: 10_000 };
    expect(await around()).toMatchObject([counted, counted]);
    await loadAsOwner(
      databases.of.vacancies,
      (sql) => sql`
        insert into vacancy (owner, dwelling, model, status, published_on, closes_at, closes_on, rule_set_hash, region, municipality,
                             rent_cents, rooms, offered_since, let_on)
        values ('L0001', ${homes[5]!.slice(6)}::uuid, 'OFFER', 'LET', '2026-08-01', '2026-08-08', '2026-08-08', ${'a'.repeat(64)},
                'GOOI', 'GM0402', 60000, 3, '2026-08-01', '2026-08-20')`,
    );
    expect(await around()).toMatchObject([{ lettings: 2, mediated: 1, basisPoints: 5_000 }, { lettings: 2 }]);
  });
});
