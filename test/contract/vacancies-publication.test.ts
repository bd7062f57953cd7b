import { GraphQLError, type ExecutionResult } from 'graphql';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { ruleSetOf, type RuleSet } from '../../rules/rule-set.ts';
import { parseRule } from '../../rules/read-rule.ts';
import { vacanciesSubgraph } from '../../subgraphs/vacancies/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { corpusRuleSet } from '../scenarios/corpus.ts';

const NOW = '2026-09-01T10:00:00.000Z';
const CLOSES = '2026-09-08T18:00:00.000Z';

const DRAFT = `mutation ($input: DraftVacancyInput!) {
  draftVacancy(input: $input) { __typename ... on VacancyDrafted { vacancy { id status labels } } ... on VacancyRefused { code } }
}`;
const PUBLISH = `mutation ($input: PublishVacancyInput!) {
  publishVacancy(input: $input) {
    __typename
    ... on VacancyPublished { vacancy { id status publishedOn closesOn offeredSince drawCommitment ruleSet { hash } } }
    ... on VacancyOutOfScope { code objections { code citation { article } text { nl } } }
    ... on QuotaExhausted { code quota { code area from until supply taken limit room text { nl } } }
    ... on VacancyRefused { code }
  }
}`;
const WITHDRAW = `mutation ($input: WithdrawVacancyInput!) { withdrawVacancy(input: $input) { __typename } }`;
const ROOM = `query ($representations: [_Any!]!, $on: CalendarDate) {
  _entities(representations: $representations) {
    ... on Municipality { quotaRoom(on: $on) { code taken supply limit room overdrawn } }
    ... on HousingRegion { quotaRoom(on: $on) { code taken room area } }
  }
}`;

/** Rules of one cap: at most `count` homes with local binding a year in the municipality. */
function rulesWithCap(count: number): RuleSet {
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
      id: 'own@2026-01-01#CAP',
      code: 'CAP',
      stage: 'QUOTA',
      subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] },
      counts: 'PUBLICATIONS',
      limit: { kind: 'NUMBER', count },
      period: 'CALENDAR_YEAR',
      per: 'MUNICIPALITY',
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

describe('publishing a vacancy', () => {
  let databases: TestDatabases<'vacancies'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let app: Database;
  /** What the supergraph answers as the rules in force; a code when it does not. */
  let rules: RuleSet | null | 'DOWN' = null;
  /** What allocation answers when a draw is committed to. */
  let draw: ExecutionResult = { data: null };
  const committed: unknown[] = [];

  beforeAll(async () => {
    databases = await databasesFor(['vacancies']);
    ({ ask, stop } = subgraphOn(
      vacanciesSubgraph,
      databases.of.vacancies,
      NOW,
      (operation, variables, viewer) => {
        if (operation === 'CommitDraw') {
          committed.push([viewer.role, viewer.organisation, variables['input']]);
          return Promise.resolve(draw);
        }
        if (rules === 'DOWN') return Promise.resolve({ errors: [], data: null });
        const answered = rules && { hash: rules.hash, canonical: rules.canonical };
        if (operation === 'MunicipalRules') return Promise.resolve({ data: { rulesInForce: answered } });
        if (operation === 'RuleSetText') return Promise.resolve({ data: { ruleSet: answered } });
        const nodes = [{ rulesInForce: answered }, { rulesInForce: answered }, { rulesInForce: null }];
        return Promise.resolve({ data: { housingRegion: { municipalities: { nodes } } } });
      },
    ));
    app = connect(databases.of.vacancies.appUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await stop();
    await app.end();
    await databases.drop();
  });

  const ALLOCATOR = viewerAs('ALLOCATOR', 'L0001');
  const key = () => randomUUID();

  /** Dwellings of a municipality of their own, so that no test counts another's; their ids. */
  async function dwellings(municipality: string, count: number, owner = 'L0001'): Promise<readonly string[]> {
    return loadAsOwner(databases.of.vacancies, async (sql) => {
      await sql`insert into corporation values ('L0001', 'Eerste'), ('L0002', 'Tweede') on conflict do nothing`;
      const rows = await sql<{ id: string }[]>`
        insert into dwelling (owner, region, municipality, core, district, neighbourhood, street, house_number,
                              dwelling_type, rooms, area_m2, accessibility, energy_label, rent_cents, segment)
        select ${owner}, 'GOOI', ${municipality}, null, 'Centrum', 'Kerkbuurt', 'Kerkstraat', n,
               'APARTMENT', 3, 60, 'NONE', 'B', 60000, 'SOCIAL_RENT' from generate_series(1, ${count}::int) n
        returning id`;
      return rows.map(({ id }) => `${owner}:${id}`);
    });
  }

  async function draft(
    dwelling: string,
    labels: readonly string[] = [],
    viewer = ALLOCATOR,
    model = 'OFFER',
  ) {
    const { data } = await ask(viewer, DRAFT, { input: { idempotencyKey: key(), dwelling, model, labels } });
    return data.draftVacancy as {
      __typename: string;
      code?: string;
      vacancy?: { id: string; status: string };
    };
  }

  async function publish(
    vacancy: string | undefined,
    viewer = ALLOCATOR,
    closesAt = CLOSES,
    idempotencyKey = key(),
  ) {
    const { data, codes } = await ask(viewer, PUBLISH, { input: { idempotencyKey, vacancy, closesAt } });
    expect(codes).toEqual([]);
    return data.publishVacancy;
  }

  const withdraw = (vacancy: string, reason = 'NO_CANDIDATE', viewer = ALLOCATOR) =>
    ask(viewer, WITHDRAW, { input: { idempotencyKey: key(), vacancy, reason } });

  async function drafted(municipality: string, labels: readonly string[], count: number, viewer = ALLOCATOR) {
    const homes = await dwellings(municipality, count, viewer.organisation ?? '');
    const made: string[] = [];
    for (const home of homes) made.push((await draft(home, labels, viewer)).vacancy!.id);
    return made;
  }

  async function recount(): Promise<readonly unknown[]> {
    return loadAsOwner(
      databases.of.vacancies,
      (sql) => sql`
      select coalesce(counted.owner, kept.owner) as owner, counted.count as counted, kept.count as kept
        from (select vacancy.owner, vacancy.region, vacancy.municipality, coalesce(dwelling.core, '') as core, published_on, model,
                     array(select label from unnest(labels) as label order by 1) as labels, count(*)::int
                from vacancy join dwelling on dwelling.owner = vacancy.owner and dwelling.id = vacancy.dwelling
               where status in ('PUBLISHED', 'CLOSED', 'OFFERING', 'LET') group by 1, 2, 3, 4, 5, 6, 7) as counted
        full join (select * from published_supply where count > 0) as kept
          on (counted.owner, counted.region, counted.municipality, counted.core, counted.model, counted.labels)
           = (kept.owner, kept.region, kept.municipality, kept.core, kept.model, kept.labels)
       where counted.count is distinct from kept.count`,
    );
  }

  it('fixes its day, its closing and its rules, and takes it into the supply', async () => {
    rules = corpusRuleSet('GM0402', '2026-09-01');
    const [vacancy] = await drafted('GM0402', [], 1);
    expect(await publish(vacancy)).toMatchObject({
      __typename: 'VacancyPublished',
      vacancy: {
        status: 'PUBLISHED',
        publishedOn: '2026-09-01',
        closesOn: '2026-09-08',
        offeredSince: '2026-09-01',
        ruleSet: { hash: rules.hash },
      },
    });
    expect(await recount()).toEqual([]);
    const { data } = await ask(viewerAs('ANONYMOUS'), ROOM, {
      representations: [{ __typename: 'Municipality', code: 'GM0402' }],
    });
    const quotaRoom = data._entities[0].quotaRoom as { code: string }[];
    expect(quotaRoom.map(({ code }) => code).sort()).toEqual(['BINDING_SHARE', 'LOCAL_BINDING_SHARE']);
    expect(quotaRoom.find(({ code }) => code === 'LOCAL_BINDING_SHARE')).toEqual({
      code: 'LOCAL_BINDING_SHARE',
      taken: 0,
      supply: 1,
      limit: 0,
      room: 0,
      overdrawn: 0,
    });
  });

  it('publishes once for one key, and answers a repetition with the same', async () => {
    rules = rulesWithCap(5);
    const [vacancy] = await drafted('GM0101', ['LOCAL_BINDING'], 1);
    const once = key();
    expect(await publish(vacancy, ALLOCATOR, CLOSES, once)).toMatchObject({ __typename: 'VacancyPublished' });
    expect(await publish(vacancy, ALLOCATOR, CLOSES, once)).toMatchObject({ __typename: 'VacancyPublished' });
    expect(await publish(vacancy)).toEqual({ __typename: 'VacancyRefused', code: 'VACANCY_STATE' });
    expect(await recount()).toEqual([]);
  });

  it('refuses with the cap and its arithmetic when there is no room, and gives room back on withdrawal', async () => {
    rules = rulesWithCap(2);
    const [one, two, three] = await drafted('GM0102', ['LOCAL_BINDING'], 3);
    await publish(one);
    await publish(two);
    const refused = await publish(three);
    expect(refused).toMatchObject({
      __typename: 'QuotaExhausted',
      code: 'QUOTA_EXHAUSTED',
      quota: {
        code: 'CAP',
        area: 'GM0102',
        from: '2026-01-01',
        until: '2027-01-01',
        taken: 2,
        limit: 2,
        room: 0,
      },
    });
    expect(refused.quota.text.nl).toContain('Gepubliceerd: 2. Er kan nu niets bij.');
    await withdraw(two!);
    expect(await recount()).toEqual([]);
    expect(await publish(three)).toMatchObject({ __typename: 'VacancyPublished' });
  });

  it('lets a cap that was lowered meanwhile count what was published before it', async () => {
    rules = rulesWithCap(5);
    const [one, two, three, plain] = await drafted('GM0103', ['LOCAL_BINDING'], 4);
    await publish(one);
    await publish(two);
    rules = rulesWithCap(2);
    expect(await publish(three)).toMatchObject({
      __typename: 'QuotaExhausted',
      quota: { taken: 2, limit: 2 },
    });
    rules = rulesWithCap(3);
    expect(await publish(plain)).toMatchObject({ __typename: 'VacancyPublished' });
  });

  it('lets exactly as many publishers succeed as there is room, of whatever corporations, when all come at once', async () => {
    rules = rulesWithCap(7);
    const second = viewerAs('ALLOCATOR', 'L0002');
    const mine = await drafted('GM0104', ['LOCAL_BINDING'], 12);
    const others = await drafted('GM0104', ['LOCAL_BINDING'], 12, second);
    const outcomes = await Promise.all([
      ...mine.map((vacancy) => publish(vacancy)),
      ...others.map((vacancy) => publish(vacancy, second)),
      ...mine.slice(0, 3).map((vacancy) => publish(vacancy)),
    ]);
    const published = outcomes.filter(({ __typename }) => __typename === 'VacancyPublished');
    expect(published).toHaveLength(7);
    const [{ count } = { count: 0 }] = await app<{ count: number }[]>`
      select sum(count)::int as count from published_supply where municipality = 'GM0104'`;
    expect(count).toBe(7);
    expect(await recount()).toEqual([]);
  });

  it('never passes a cap while others publish and withdraw at the same moment', async () => {
    rules = rulesWithCap(4);
    const made = await drafted('GM0105', ['LOCAL_BINDING'], 16);
    await Promise.all(
      made.map(async (vacancy, index) => {
        const { __typename } = await publish(vacancy);
        if (__typename === 'VacancyPublished' && index % 2 === 0) await withdraw(vacancy);
      }),
    );
    const [{ count } = { count: 0 }] = await app<{ count: number }[]>`
      select sum(count)::int as count from published_supply where municipality = 'GM0105'`;
    expect(count).toBeLessThanOrEqual(4);
    expect(await recount()).toEqual([]);
  });

  it('refuses a home that the regulation does not let be offered so, naming the rule', async () => {
    rules = corpusRuleSet('GM0402', '2026-09-01');
    const [home] = await dwellings('GM0402', 1);
    const { vacancy } = await draft(home!, [], ALLOCATOR, 'LOTTERY');
    const refused = await publish(vacancy!.id);
    expect(refused).toMatchObject({ __typename: 'VacancyOutOfScope', code: 'OUT_OF_SCOPE' });
    expect(refused.objections).toMatchObject([{ code: 'YOUTH_DRAW_HOME', citation: { article: '6.1' } }]);
  });

  it('commits to the draw of a home before it is published, pins the commitment, and publishes nothing without one', async () => {
    rules = corpusRuleSet('GM0402', '2026-09-01');
    const homes = await dwellings('GM0402', 2);
    await loadAsOwner(databases.of.vacancies, async (sql) => {
      await sql`update dwelling set area_m2 = 50 where owner || ':' || id = any(${homes as string[]}::text[])`;
    });
    const { vacancy } = await draft(homes[0]!, [], ALLOCATOR, 'LOTTERY');
    committed.length = 0;
    for (const [answer, code] of [
      [{ data: null }, 'DRAW_NOT_COMMITTED'],
      [{ errors: [new GraphQLError('away')], data: { commitDraw: null } }, 'DRAW_NOT_COMMITTED'],
      [{ data: { commitDraw: { code: 'DRAW_BEACON' } } }, 'DRAW_BEACON'],
    ] as const) {
      draw = answer;
      expect(await publish(vacancy!.id)).toEqual({ __typename: 'VacancyRefused', code });
    }
    const commitment = 'c'.repeat(64);
    draw = { data: { commitDraw: { draw: { commitment } } } };
    const once = key();
    const published = await publish(vacancy!.id, ALLOCATOR, CLOSES, once);
    expect(published).toMatchObject({
      __typename: 'VacancyPublished',
      vacancy: { drawCommitment: commitment },
    });
    expect(committed.at(-1)).toEqual(['HUB', 'L0001', { vacancy: vacancy!.id, beacon: null }]);
    // What was published stays so, also when nobody can say any more what was committed to.
    draw = { data: null };
    expect(await publish(vacancy!.id, ALLOCATOR, CLOSES, once)).toEqual(published);
    await expect(
      loadAsOwner(databases.of.vacancies, async (sql) => {
        await sql`update vacancy set draw_commitment = ${'d'.repeat(64)} where owner || ':' || id = ${vacancy!.id}`;
      }),
    ).rejects.toThrow('keeps the commitment to its draw');
    const other = await draft(homes[1]!);
    committed.length = 0;
    expect(await publish(other.vacancy!.id)).toMatchObject({ vacancy: { drawCommitment: null } });
    expect(committed).toEqual([]);
  });

  it('announces a beacon with the commitment, and refuses one where no draw orders', async () => {
    rules = corpusRuleSet('GM0402', '2026-09-01');
    const [small, home] = await dwellings('GM0402', 2);
    await loadAsOwner(databases.of.vacancies, async (sql) => {
      await sql`update dwelling set area_m2 = 50 where owner || ':' || id = ${small!}`;
    });
    const drawBeacon = 'de trekking van vrijdag';
    const withBeacon = async (vacancy: string) => {
      const input = { idempotencyKey: key(), vacancy, closesAt: CLOSES, drawBeacon };
      return (await ask(ALLOCATOR, PUBLISH, { input })).data.publishVacancy;
    };
    draw = { data: { commitDraw: { draw: { commitment: 'c'.repeat(64) } } } };
    const byDraw = await draft(small!, [], ALLOCATOR, 'LOTTERY');
    expect(await withBeacon(byDraw.vacancy!.id)).toMatchObject({ __typename: 'VacancyPublished' });
    expect(committed.at(-1)).toMatchObject(['HUB', 'L0001', { beacon: drawBeacon }]);
    const offered = await draft(home!);
    expect(await withBeacon(offered.vacancy!.id)).toEqual({
      __typename: 'VacancyRefused',
      code: 'DRAW_BEACON',
    });
  });

  it('refuses without rules, when nobody can say which they are, and for a period that is none', async () => {
    const [vacancy] = await drafted('GM0106', [], 1);
    rules = null;
    expect(await publish(vacancy)).toEqual({ __typename: 'VacancyRefused', code: 'NO_RULES' });
    rules = 'DOWN';
    expect(await publish(vacancy)).toEqual({ __typename: 'VacancyRefused', code: 'RULES_UNAVAILABLE' });
    rules = rulesWithCap(1);
    for (const closesAt of [NOW, '2026-08-01T00:00:00.000Z', '2026-10-31T10:00:00.001Z']) {
      expect(await publish(vacancy, ALLOCATOR, closesAt)).toEqual({
        __typename: 'VacancyRefused',
        code: 'INVALID_INPUT',
      });
    }
    expect(await publish(vacancy, ALLOCATOR, '2026-10-31T10:00:00.000Z')).toMatchObject({
      __typename: 'VacancyPublished',
    });
  });

  it('keeps the first day of offering when the home is offered again for lack of a candidate, and only then', async () => {
    rules = rulesWithCap(9);
    const [home] = await dwellings('GM0107', 1);
    const first = (await draft(home!)).vacancy!.id;
    await publish(first);
    await loadAsOwner(databases.of.vacancies, async (sql) => {
      // What was published in July is not published again by turning the day back.
      await expect(
        sql.savepoint(
          (nested) =>
            nested`update vacancy set published_on = '2026-07-01' where id = ${first.split(':')[1]!}`,
        ),
      ).rejects.toThrow('keeps its model, labels, place and day');
      await sql`update vacancy set offered_since = '2026-07-01' where id = ${first.split(':')[1]!}`;
    });
    await withdraw(first, 'NO_CANDIDATE');
    const second = (await draft(home!)).vacancy!.id;
    expect((await publish(second)).vacancy).toMatchObject({
      publishedOn: '2026-09-01',
      offeredSince: '2026-07-01',
    });
    await withdraw(second, 'RENOVATION');
    const third = (await draft(home!)).vacancy!.id;
    expect((await publish(third)).vacancy).toMatchObject({ offeredSince: '2026-09-01' });
  });

  it('offers a home once at a time, and prepares it once when two offices do so at once', async () => {
    const [home] = await dwellings('GM0108', 1);
    const outcomes = await Promise.all([draft(home!), draft(home!), draft(home!)]);
    expect(outcomes.map(({ __typename, code }) => code ?? __typename).sort()).toEqual([
      'DWELLING_OFFERED',
      'DWELLING_OFFERED',
      'VacancyDrafted',
    ]);
  });

  it('is for the own homes of a corporation, and for nobody else', async () => {
    rules = rulesWithCap(9);
    const [home] = await dwellings('GM0109', 1);
    const other = viewerAs('ALLOCATOR', 'L0002');
    expect(await draft(home!, [], other)).toEqual({ __typename: 'VacancyRefused', code: 'UNKNOWN_DWELLING' });
    const { vacancy } = await draft(home!);
    expect(await publish(vacancy!.id, other)).toEqual({
      __typename: 'VacancyRefused',
      code: 'UNKNOWN_VACANCY',
    });
    for (const role of ['ANONYMOUS', 'SEEKER', 'PUBLISHER', 'AUDITOR', 'HUB'] as const) {
      const input = { idempotencyKey: key(), vacancy: vacancy!.id, closesAt: CLOSES };
      expect((await ask(viewerAs(role, 'L0001'), PUBLISH, { input })).codes, role).toEqual([
        role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN',
      ]);
    }
  });

  it('lets no request write the ledger itself, nor count a home that is not published', async () => {
    await app.begin(async (sql) => {
      await sql`select set_config('hub.role', 'ALLOCATOR', true), set_config('hub.organisation', 'L0001', true)`;
      for (const write of [
        (nested: Database) => nested`update published_supply set count = 0`,
        (nested: Database) => nested`delete from published_supply`,
        (nested: Database) =>
          nested`insert into published_supply values ('L0001', 'GOOI', 'GM0104', '', '2026-07-01', 'OFFER', '{}', 9)`,
        (
          nested: Database,
        ) => nested`insert into vacancy (owner, dwelling, model, status, region, municipality, rent_cents, rooms)
                  select owner, dwelling, model, 'LET', region, municipality, rent_cents, rooms from vacancy limit 1`,
      ]) {
        await expect(sql.savepoint((nested) => write(nested as unknown as Database))).rejects.toThrow(
          /permission denied|row-level security|check constraint/,
        );
      }
    });
    expect(await recount()).toEqual([]);
  });

  it('gives each quota of a region once, whatever the number of its municipalities', async () => {
    rules = corpusRuleSet('GM0402', '2026-09-01');
    const { data } = await ask(viewerAs('ANALYST'), ROOM, {
      representations: [{ __typename: 'HousingRegion', code: 'GOOI' }],
      on: '2026-09-01',
    });
    const found = data._entities[0].quotaRoom as { code: string; area: string }[];
    expect(found.map(({ code }) => code)).toEqual([
      'EXPERIMENT_SHARE',
      'URGENT_SEEKER_DRAW_NUMBER',
      'YOUTH_DRAW_NUMBER',
    ]);
    expect(new Set(found.map(({ area }) => area))).toEqual(new Set(['GOOI']));
  });

  it('has no room to tell where no rules are in force, and says so when nobody answers', async () => {
    rules = null;
    const representations = [{ __typename: 'Municipality', code: 'GM0001' }];
    expect((await ask(viewerAs('ANONYMOUS'), ROOM, { representations })).data._entities).toEqual([
      { quotaRoom: null },
    ]);
    rules = 'DOWN';
    expect((await ask(viewerAs('ANONYMOUS'), ROOM, { representations })).codes).toEqual([
      'RULES_UNAVAILABLE',
    ]);
  });
});
