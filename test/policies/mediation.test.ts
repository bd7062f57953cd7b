import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { storeUrgencies, urgencyNumber, urgencyRow } from '../support/urgencies.ts';
import { numbered, storeVacancies } from '../support/vacancies.ts';
import {
  allocatorOf,
  ANALYST,
  ANONYMOUS,
  AUDITOR,
  HUB,
  memberOf,
  officerOf,
  registrarOf,
  seekerOf,
} from '../support/viewers.ts';

const ANNA = 'R0001:a0000000-0000-7000-8000-000000000001';
const BERT = 'R0001:a0000000-0000-7000-8000-000000000002';
const PROVIDER = memberOf('Z0001', 'CARE_PROVIDER');
const OTHER_PROVIDER = memberOf('Z0002', 'CARE_PROVIDER');
const DESK = allocatorOf('L0001');
const OTHER_DESK = allocatorOf('L0002');
const TRACE = { traceId: '1'.repeat(32) };

/** Past all code: what the database itself lets somebody do. */
function acting(app: () => Database) {
  return async <Result>(viewer: Viewer, work: (sql: Transaction) => Promise<Result>): Promise<Result> =>
    writeAsViewer(app(), viewer, TRACE, work);
}

describe('the database of vacancies, of a mediated home', () => {
  let databases: TestDatabases<'vacancies'>;
  let app: Database;
  let open: Database;
  const as = acting(() => app);

  beforeAll(async () => {
    databases = await databasesFor(['vacancies']);
    await storeVacancies(databases.of.vacancies, [
      { index: 1, status: 'CLOSED', careProvider: 'Z0001', municipality: 'GM0402' },
      { index: 2, status: 'CLOSED', municipality: 'GM0402' },
      { index: 3, status: 'LET', careProvider: 'Z0001', municipality: 'GM0402' },
    ]);
    await loadAsOwner(
      databases.of.vacancies,
      (sql) => sql`insert into vacancy_shown values ('L0001', ${numbered('vacancy', 1)}::uuid, ${ANNA})`,
    );
    app = connect(databases.of.vacancies.appUrl, { applicationName: 'test', max: 2 });
    open = connect(databases.of.vacancies.publicUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  const seenBy = async (viewer: Viewer): Promise<readonly string[]> =>
    (await as(viewer, (sql) => sql<{ id: string }[]>`select id from vacancy order by id`)).map(
      ({ id }) => id,
    );
  const [mediated, offered, let_] = [1, 2, 3].map((index) => numbered('vacancy', index)) as [
    string,
    string,
    string,
  ];

  it('shows it to its corporation, its care provider, the officer of its municipality, whom it is offered to, and nobody else', async () => {
    const PUBLIC = [offered];
    expect((await open<{ id: string }[]>`select id from vacancy`).map(({ id }) => id)).toEqual(PUBLIC);
    expect(await seenBy(DESK)).toEqual([mediated, offered, let_]);
    expect(await seenBy(AUDITOR)).toEqual([mediated, offered, let_]);
    expect(await seenBy(PROVIDER)).toEqual([mediated, offered, let_]);
    expect(await seenBy(officerOf('GM0402'))).toEqual([mediated, offered]);
    expect(await seenBy(seekerOf(ANNA))).toEqual([mediated, offered]);
    for (const viewer of [
      ANONYMOUS,
      ANALYST,
      OTHER_DESK,
      OTHER_PROVIDER,
      officerOf('GM0406'),
      seekerOf(BERT),
      registrarOf('R0001'),
    ])
      expect(await seenBy(viewer), viewer.role).toEqual(PUBLIC);
  });

  it('shows the dwelling of a home that was only mediated to nobody in public', async () => {
    const homes = await open<{ id: string }[]>`select id from dwelling`;
    expect(homes.map(({ id }) => id)).toEqual([numbered('dwelling', 2)]);
  });

  it('counts what was let itself: no role writes it', async () => {
    const rows = await as(DESK, (sql) => sql`select mediated, count from let_home`);
    expect(rows.map((row) => ({ ...row }))).toEqual([{ mediated: true, count: 1 }]);
    expect(await as(ANONYMOUS, (sql) => sql`select from let_home`)).toHaveLength(0);
    await expect(as(HUB, (sql) => sql`update let_home set count = 9`)).rejects.toThrow(/permission denied/);
    await expect(open`select from let_home`).rejects.toThrow(/permission denied/);
  });

  it('lets a corporation spare its own complexes, in its own name, and shows the reason to no other', async () => {
    const spare = (viewer: Viewer, by: string | null) =>
      as(
        viewer,
        (sql) => sql`
          insert into complex_sparing (owner, complex, reason, from_day, until_day, recorded_by, recorded_at)
          values ('L0001', ${numbered('complex', 1)}::uuid, 'Hier is het even genoeg geweest.', '2026-11-01', '2027-11-01', ${by}, now())`,
      );
    await spare(DESK, DESK.person);
    for (const [viewer, by] of [
      [DESK, 'somebody else'],
      [OTHER_DESK, OTHER_DESK.person],
      [PROVIDER, PROVIDER.person],
      [HUB, 'hub'],
    ] as const)
      await expect(spare(viewer, by), viewer.role).rejects.toThrow(/row-level security/);
    const seen = (viewer: Viewer) => as(viewer, (sql) => sql`select from complex_sparing`);
    for (const viewer of [DESK, AUDITOR, HUB]) expect(await seen(viewer), viewer.role).toHaveLength(1);
    for (const viewer of [OTHER_DESK, PROVIDER, ANALYST, ANONYMOUS, officerOf('GM0402')])
      expect(await seen(viewer), viewer.role).toHaveLength(0);
  });

  it('lets the hub alone show it to somebody', async () => {
    const show = (viewer: Viewer) =>
      as(viewer, (sql) => sql`insert into vacancy_shown values ('L0001', ${mediated}::uuid, ${BERT})`);
    for (const viewer of [DESK, PROVIDER, seekerOf(BERT)])
      await expect(show(viewer), viewer.role).rejects.toThrow(/row-level security/);
    await show(HUB);
    expect(await seenBy(seekerOf(BERT))).toContain(mediated);
  });
});

describe('the database of urgencies, of a care contract', () => {
  let databases: TestDatabases<'urgencies'>;
  let app: Database;
  const as = acting(() => app);

  beforeAll(async () => {
    databases = await databasesFor(['urgencies']);
    await storeUrgencies(databases.of.urgencies, {
      urgencies: [urgencyRow(1, { careProvider: 'Z0001' }), urgencyRow(2, { registration: BERT })],
      conditions: [1, 2].map((index) => {
        return { owner: 'GM0402', urgency: urgencyNumber(index), kind: 'CARE_CONTRACT', metOn: null };
      }),
    });
    app = connect(databases.of.urgencies.appUrl, { applicationName: 'test', max: 2 });
  });
  afterAll(async () => {
    await app.end();
    await databases.drop();
  });

  const sign = (viewer: Viewer, index: number, column: string) =>
    as(
      viewer,
      (sql) =>
        sql`update urgency_condition set ${sql(column)} = '2026-11-01' where urgency = ${urgencyNumber(index)}::uuid returning met_on`,
    );

  it('is signed by each for itself, and met by the last of the three and by nothing else', async () => {
    await expect(
      as(PROVIDER, (sql) => sql`update urgency_condition set met_on = '2026-11-01'`),
    ).rejects.toThrow(/permission denied/);
    await expect(sign(PROVIDER, 1, 'municipality_signed_on')).rejects.toThrow(
      /does not sign for a municipality/,
    );
    await expect(sign(officerOf('GM0402'), 1, 'provider_signed_on')).rejects.toThrow(
      /does not sign for a care provider/,
    );
    for (const viewer of [OTHER_PROVIDER, officerOf('GM0406'), DESK, seekerOf(ANNA), HUB])
      expect(await sign(viewer, 1, 'seeker_signed_on'), viewer.role).toHaveLength(0);
    expect(await sign(PROVIDER, 1, 'seeker_signed_on')).toMatchObject([{ metOn: null }]);
    expect(await sign(PROVIDER, 1, 'provider_signed_on')).toMatchObject([{ metOn: null }]);
    expect(await sign(officerOf('GM0402'), 1, 'municipality_signed_on')).toMatchObject([
      { metOn: '2026-11-01' },
    ]);
    await expect(sign(PROVIDER, 1, 'seeker_signed_on')).rejects.toThrow(/not signed by all/);
  });

  it('of a provider that the hub does not know is signed by the municipality', async () => {
    expect(await sign(officerOf('GM0402'), 2, 'provider_signed_on')).toMatchObject([{ metOn: null }]);
  });
});

describe('the database of allocation, of a proposal', () => {
  let databases: TestDatabases<'allocation'>;
  let app: Database;
  const as = acting(() => app);
  const [vacancy, reaction] = [numbered('vacancy', 1), numbered('vacancy', 9)];

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    await loadAsOwner(databases.of.allocation, async (sql) => {
      await sql`insert into rule_set values (${'a'.repeat(64)}, '{}')`;
      for (const [owner, home, mediated] of [
        ['L0001', vacancy, true],
        ['L0001', numbered('vacancy', 2), false],
      ] as const)
        await sql`
          insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of, mediated)
          values (${owner}, ${home}::uuid, 'GOOI', 'FROZEN', ${'a'.repeat(64)}, '{"place": {"municipality": "GM0402"}}', 'POINTS', true, now(), '2026-11-01', ${mediated})`;
      await sql`
        insert into reaction (owner, id, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot, position)
        values ('L0001', ${reaction}::uuid, ${vacancy}::uuid, ${ANNA}, 'R0001', now(), 'ACTIVE', '{}', '2026-11-01', 1, 0, ${'b'.repeat(64)}, 1)`;
      await sql`
        insert into mediation (owner, reaction, vacancy, registration, urgency, category, care_provider, waiting_days, waiting_place,
                               reason, proposed_at, proposed_for)
        values ('L0001', ${reaction}::uuid, ${vacancy}::uuid, ${ANNA}, 'GM0402:x', 'CARE_OUTFLOW', 'Z0001', 3, 1,
                'Dicht bij de begeleiding.', now(), 'Z0001')`;
      await sql`
        insert into offer (owner, vacancy, reaction, registration, position, turn, status, made_at, expires_at)
        values ('L0001', ${vacancy}::uuid, ${reaction}::uuid, ${ANNA}, 1, 1, 'MADE', now(), now() + interval '1 day')`;
    });
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 2 });
  });
  afterAll(async () => {
    await app.end();
    await databases.drop();
  });

  it('shows it and its offer to the corporation, the care provider that mediates, the household and the auditor', async () => {
    const seen = async (viewer: Viewer) => [
      (await as(viewer, (sql) => sql`select from mediation`)).length,
      (await as(viewer, (sql) => sql`select from offer`)).length,
    ];
    for (const viewer of [DESK, PROVIDER, seekerOf(ANNA), AUDITOR, HUB])
      expect(await seen(viewer), viewer.role).toEqual([1, 1]);
    for (const viewer of [
      OTHER_DESK,
      OTHER_PROVIDER,
      seekerOf(BERT),
      ANALYST,
      ANONYMOUS,
      officerOf('GM0402'),
      registrarOf('R0001'),
    ])
      expect(await seen(viewer), viewer.role).toEqual([0, 0]);
  });

  it('tells who matches homes that a household is spoken for, and nobody else', async () => {
    const spokenFor = async (viewer: Viewer) =>
      (await as(viewer, (sql) => sql`select registration from spoken_for(array[${ANNA}, ${BERT}])`)).map(
        (row) => row['registration'] as string,
      );
    for (const viewer of [OTHER_DESK, OTHER_PROVIDER])
      expect(await spokenFor(viewer), viewer.role).toEqual([ANNA]);
    for (const viewer of [seekerOf(BERT), ANALYST, ANONYMOUS, AUDITOR])
      expect(await spokenFor(viewer), viewer.role).toEqual([]);
  });

  it('lets the hub alone put a household in a mediated home, and in no other', async () => {
    const insert = (viewer: Viewer, home: string) =>
      as(
        viewer,
        (sql) => sql`
          insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot, position)
          values ('L0001', ${home}::uuid, ${BERT}, 'R0001', now(), 'ACTIVE', '{}', '2026-11-01', 1, 1, ${'c'.repeat(64)}, 2)`,
      );
    for (const viewer of [DESK, PROVIDER, AUDITOR])
      await expect(insert(viewer, vacancy), viewer.role).rejects.toThrow(/row-level security/);
    await expect(insert(HUB, numbered('vacancy', 2))).rejects.toThrow(/row-level security/);
    await insert(HUB, vacancy);
  });

  it('ends the reason with the other personal facts of its home', async () => {
    await as(HUB, (sql) => sql`select * from erase_facts('L0001', '2026-12-01', '2026-12-02', 10)`);
    const [row] = await as(HUB, (sql) => sql`select reason from mediation`);
    expect(row).toMatchObject({ reason: null });
  });
});
