import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewerTransaction } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { ANONYMOUS, ROLES, type Viewer } from '../../platform/viewer.ts';
import { registrationsSubgraph, type TieRow } from '../../subgraphs/registrations/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import {
  registrationId,
  registrationNumber,
  registrationRow,
  storeRegistrations,
} from '../support/registrations.ts';
import { seekerOf } from '../support/viewers.ts';

const NOW = '2026-09-01T10:00:00.000Z';

const BY_ID = 'query ($id: ID!) { registration(id: $id) { id status } }';
const OWN = '{ myRegistration { id } }';
const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Registration { id household { adults } } }
}`;
const LIST = `query ($status: RegistrationStatus) {
  registrations(status: $status, first: 50) { nodes { id residences { from } } }
}`;
const READS = `query ($id: ID!) {
  registration(id: $id) { reads(first: 50) { nodes { organisation role purpose fields traceId } } }
}`;
const CHANGE = `mutation ($input: ChangeSearchProfileInput!) {
  changeSearchProfile(input: $input) {
    __typename
    ... on SearchProfileChanged { registration { id searchProfile { minimumRooms maximumRentCents municipalities } } }
    ... on SearchProfileRefused { code message { nl en } }
  }
}`;

/** Anna and Bert stand in the first register, Cato in the second, Dirk's registration in the first has ended. */
const ANNA = registrationId('R0001', 1);
const BERT = registrationId('R0001', 2);
const CATO = registrationId('R0002', 3);
const DIRK = registrationId('R0001', 4);
const EVERYBODY = [ANNA, BERT, CATO, DIRK];

/** L0001 considers Anna, considered Bert until yesterday, and L0002 considers Cato. */
const CONSIDERED = {
  vacancy: 'L0001:f0000000-0000-7000-8000-000000000001',
  grantedOn: '2026-08-20',
  endedOn: null,
};

const tie = (owner: string, index: number): TieRow => ({
  owner,
  registration: registrationNumber(index),
  kind: 'RESIDENCE',
  number: 1,
  municipality: 'GM0402',
  core: null,
  fromDay: '2015-01-01' as TieRow['fromDay'],
  untilDay: null,
});

/** Whose registrations someone may read by the rules of design; everybody else reads none. */
const READERS: readonly (readonly [who: string, viewer: Viewer, sees: readonly string[]])[] = [
  ['a seeker its own', seekerOf(ANNA), [ANNA]],
  ['a seeker whose registration has ended its own', seekerOf(DIRK), [DIRK]],
  ['a seeker with a number that is none nothing', seekerOf('R0001:anna'), []],
  ['a registrar its own register', viewerAs('REGISTRAR', 'R0001'), [ANNA, BERT, DIRK]],
  ['another registrar the other register', viewerAs('REGISTRAR', 'R0002'), [CATO]],
  [
    'a corporation whom it considers, and no longer whom it considered',
    viewerAs('ALLOCATOR', 'L0001'),
    [ANNA],
  ],
  ['another corporation whom that one considers', viewerAs('ALLOCATOR', 'L0002'), [CATO]],
  ['a corporation that considers nobody nothing', viewerAs('ALLOCATOR', 'L0003'), []],
  ['a corporation without a name nothing', viewerAs('ALLOCATOR'), []],
  ['the auditor everything', viewerAs('AUDITOR', 'AUDIT'), EVERYBODY],
  ['the hub everything', viewerAs('HUB'), EVERYBODY],
];

describe('who sees and changes a registration', () => {
  let databases: TestDatabases<'registrations'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let app: Database;
  let open: Database;

  beforeAll(async () => {
    databases = await databasesFor(['registrations']);
    await storeRegistrations(databases.of.registrations, {
      registrations: [
        registrationRow(1),
        registrationRow(2, { status: 'DORMANT' }),
        registrationRow(3, { owner: 'R0002' }),
        // Dirk's was Anna's before she registered anew.
        registrationRow(4, { status: 'ENDED', applicant: registrationNumber(1) }),
      ],
      ties: [tie('R0001', 1), tie('R0001', 2), tie('R0002', 3), tie('R0001', 4)],
      incomeTests: [1, 2].map((index) => ({
        owner: 'R0001',
        registration: registrationNumber(index),
        number: 1,
        threshold: 'SOCIAL',
        atMost: true,
        testedOn: '2026-01-01' as TieRow['fromDay'],
        validUntil: null,
      })),
      exclusions: [1, 2].map((index) => ({
        owner: 'R0001',
        registration: registrationNumber(index),
        number: 1,
        model: 'LOTTERY' as const,
        untilDay: '2027-01-01' as TieRow['fromDay'],
        reason: 'REFUSED',
      })),
      grants: [
        { owner: 'R0001', registration: registrationNumber(1), organisation: 'L0001', ...CONSIDERED },
        {
          owner: 'R0001',
          registration: registrationNumber(2),
          organisation: 'L0001',
          ...CONSIDERED,
          endedOn: '2026-08-31',
        },
        { owner: 'R0002', registration: registrationNumber(3), organisation: 'L0002', ...CONSIDERED },
      ],
    });
    ({ ask, stop } = subgraphOn(registrationsSubgraph, databases.of.registrations, NOW));
    app = connect(databases.of.registrations.appUrl, { applicationName: 'test', max: 1 });
    open = connect(databases.of.registrations.publicUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await stop();
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  async function asViewer<Row>(viewer: Viewer, work: (sql: Transaction) => Promise<Row>): Promise<Row> {
    const transaction = viewerTransaction(app, viewer, { traceId: '2'.repeat(32) });
    try {
      return await work(await transaction.open());
    } finally {
      await transaction.close().catch(() => undefined);
    }
  }

  async function change(viewer: Viewer, registration: string, idempotencyKey: string, more: object = {}) {
    const input = { idempotencyKey, registration, dwellingTypes: [], municipalities: [], ...more };
    const { data, codes } = await ask(viewer, CHANGE, { input });
    return codes.length > 0 ? { codes } : data.changeSearchProfile;
  }

  it.each(READERS)('shows %s, by id and as an entity', async (_who, viewer, sees) => {
    const found: string[] = [];
    for (const id of EVERYBODY) {
      const { data, codes } = await ask(viewer, BY_ID, { id });
      expect(codes).toEqual([]);
      if (data.registration !== null) found.push(data.registration.id);
    }
    expect(found).toEqual(sees);
    const representations = EVERYBODY.map((id) => ({ __typename: 'Registration', id }));
    const { data } = await ask(viewer, ENTITIES, { representations });
    expect(data._entities).toEqual(
      EVERYBODY.map((id) => (sees.includes(id) ? { id, household: { adults: 2 } } : null)),
    );
  });

  it.each(READERS)(
    'shows %s in the tables themselves, with the parts of those files and no others',
    async (_who, viewer, sees) => {
      const rows = await asViewer(viewer, async (sql) => ({
        registrations: await sql<
          { id: string }[]
        >`select owner || ':' || id as id from registration order by id`,
        ties: await sql<{ id: string }[]>`select owner || ':' || registration as id from tie order by id`,
        tests: await sql<
          { id: string }[]
        >`select owner || ':' || registration as id from income_test order by id`,
        exclusions: await sql<
          { id: string }[]
        >`select owner || ':' || registration as id from exclusion order by id`,
      }));
      const ids = Object.values(rows).map((part) => part.map(({ id }) => id));
      const sorted = [...sees].sort();
      const withTests = sorted.filter((id) => id === ANNA || id === BERT);
      expect(ids).toEqual([sorted, sorted, withTests, withTests]);
    },
  );

  it('answers for what does not exist as for what is somebody else’s, and says only of an id of another form that it is none', async () => {
    const none = registrationId('R0001', 99);
    expect(await ask(seekerOf(ANNA), BY_ID, { id: none })).toEqual(
      await ask(seekerOf(ANNA), BY_ID, { id: BERT }),
    );
    expect((await ask(seekerOf(ANNA), BY_ID, { id: 'R0001:anna' })).codes).toEqual(['INVALID_ID']);
  });

  it('opens no part of a file to the roles that the contract does not name', async () => {
    const named = new Set(['SEEKER', 'REGISTRAR', 'ALLOCATOR', 'AUDITOR', 'HUB']);
    const others = ROLES.filter((role) => !named.has(role));
    expect(others.length).toBeGreaterThan(4);
    for (const role of others) {
      const viewer = role === 'ANONYMOUS' ? ANONYMOUS : viewerAs(role, 'R0001');
      const code = role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      expect(await ask(viewer, BY_ID, { id: ANNA })).toEqual({ data: { registration: null }, codes: [code] });
      const representations = [{ __typename: 'Registration', id: ANNA }];
      const entities = await ask(viewer, ENTITIES, { representations });
      // The row is not visible to this role, so there is no field to refuse; nothing of it comes out either way.
      expect(JSON.stringify(entities.data)).not.toContain(ANNA);
      expect(await asViewer(viewer, (sql) => sql`select from registration`.execute())).toHaveLength(0);
      expect(await asViewer(viewer, (sql) => sql`select from file_grant`.execute())).toHaveLength(0);
    }
  });

  it('gives facts to the hub alone', async () => {
    const question = 'query ($id: ID!) { registration(id: $id) { facts { lawfulResidence } } }';
    const hub = await ask(viewerAs('HUB'), question, { id: ANNA });
    expect(hub).toEqual({ data: { registration: { facts: { lawfulResidence: true } } }, codes: [] });
    for (const [, viewer] of READERS.filter(([, { role }, sees]) => role !== 'HUB' && sees.includes(ANNA))) {
      expect((await ask(viewer, question, { id: ANNA })).codes).toEqual(['FORBIDDEN']);
    }
  });

  it('gives a key for lots to the hub alone: one for each who registers, the same when somebody registers anew', async () => {
    const keyOf = async (viewer: Viewer, id: string) => {
      const { data, codes } = await ask(viewer, 'query ($id: ID!) { registration(id: $id) { id lotKey } }', {
        id,
      });
      return { key: data?.registration?.lotKey ?? null, codes };
    };
    const [anna, bert, cato, dirk] = await Promise.all(EVERYBODY.map((id) => keyOf(viewerAs('HUB'), id)));
    expect(anna!.key).toMatch(/^[0-9a-f]{64}$/);
    expect(dirk).toEqual(anna);
    expect(new Set([anna!.key, bert!.key, cato!.key]).size).toBe(3);
    for (const [who, viewer, sees] of READERS.filter(([, { role }]) => role !== 'HUB')) {
      const codes = sees.includes(ANNA) ? ['FORBIDDEN'] : [];
      expect(await keyOf(viewer, ANNA), who).toEqual({ key: null, codes });
      expect(await asViewer(viewer, (sql) => sql`select from applicant`.execute()), who).toHaveLength(0);
    }
    expect(await asViewer(viewerAs('HUB'), (sql) => sql`select from applicant`.execute())).toHaveLength(3);
    await expect(open`select from applicant`).rejects.toThrow('permission denied');
    const { adminUrl, roles } = databases.of.registrations;
    const owner = connect(adminUrl, { applicationName: 'test', max: 1 });
    await owner.unsafe(`set role ${roles.owner}`);
    await expect(owner`update applicant set lot_key = ${'a'.repeat(64)}`).rejects.toThrow('keeps its number');
    await owner.end();
  });

  it('gives a seeker its own registration, and nothing where it has none', async () => {
    expect((await ask(seekerOf(ANNA), OWN)).data).toEqual({ myRegistration: { id: ANNA } });
    expect((await ask(seekerOf('R0001:anna'), OWN)).data).toEqual({ myRegistration: null });
    expect((await ask(viewerAs('REGISTRAR', 'R0001'), OWN)).codes).toEqual(['FORBIDDEN']);
  });

  it('lists a register to its registrar and all registers to the auditor', async () => {
    const listed = async (viewer: Viewer, status: string | null = null) =>
      (await ask(viewer, LIST, { status })).data.registrations.nodes.map(({ id }: { id: string }) => id);
    expect(await listed(viewerAs('REGISTRAR', 'R0001'))).toEqual([ANNA, BERT, DIRK]);
    expect(await listed(viewerAs('REGISTRAR', 'R0001'), 'DORMANT')).toEqual([BERT]);
    expect(await listed(viewerAs('AUDITOR', 'AUDIT'))).toEqual([ANNA, BERT, DIRK, CATO]);
    expect(await listed(viewerAs('AUDITOR', 'AUDIT'), 'ACTIVE')).toEqual([ANNA, CATO]);
    expect((await ask(viewerAs('ALLOCATOR', 'L0001'), LIST)).codes).toEqual(['FORBIDDEN']);
  });

  it('tells the person and the registrar who else read the file, for what and which parts; own readings are not told', async () => {
    const person = seekerOf(BERT);
    const readsOf = async (viewer: Viewer) =>
      (await ask(viewer, READS, { id: BERT })).data.registration?.reads.nodes;
    const before = (await readsOf(person)).length;
    await ask(person, BY_ID, { id: BERT });
    await ask(person, OWN);
    expect((await readsOf(person)).length).toBe(before);
    await ask({ ...viewerAs('AUDITOR', 'AUDIT'), purpose: 'complaint' }, BY_ID, { id: BERT });
    await ask(viewerAs('REGISTRAR', 'R0001'), LIST);
    const [newest, next] = await readsOf(person);
    expect(newest).toEqual({
      organisation: 'R0001',
      role: 'REGISTRAR',
      purpose: 'test',
      fields: ['id', 'residences'],
      traceId: '1'.repeat(32),
    });
    expect(next).toMatchObject({ organisation: 'AUDIT', purpose: 'complaint', fields: ['id', 'status'] });
    // Asking who read is itself a reading by the registrar, which that same answer does not yet hold.
    expect((await readsOf(viewerAs('REGISTRAR', 'R0001')))[0]).toEqual(newest);
    expect((await ask(viewerAs('ALLOCATOR', 'L0001'), READS, { id: ANNA })).codes).toEqual(['FORBIDDEN']);
  });

  it('records no reading of a file that was not shown', async () => {
    const count = async () =>
      (await asViewer(viewerAs('AUDITOR', 'AUDIT'), (sql) => sql`select from platform.file_read`.execute()))
        .length;
    const before = await count();
    await ask(viewerAs('ALLOCATOR', 'L0001'), BY_ID, { id: BERT });
    await ask(viewerAs('REGISTRAR', 'R0002'), BY_ID, { id: BERT });
    expect(await count()).toBe(before);
    await ask(viewerAs('ALLOCATOR', 'L0001'), BY_ID, { id: ANNA });
    expect(await count()).toBe(before + 1);
    // As an entity too, and only of the one that was shown.
    const representations = EVERYBODY.map((id) => ({ __typename: 'Registration', id }));
    await ask(viewerAs('ALLOCATOR', 'L0001'), ENTITIES, { representations });
    expect(await count()).toBe(before + 2);
  });

  it('changes the profile of a seeker for the seeker and for the registrar', async () => {
    const bounds = { minimumRooms: 2, maximumRentCents: 72_000, municipalities: ['GM0402'] };
    const changed = { __typename: 'SearchProfileChanged', registration: { id: ANNA, searchProfile: bounds } };
    expect(await change(seekerOf(ANNA), ANNA, 'change-anna-1', bounds)).toEqual(changed);
    const wider = { minimumRooms: null, maximumRentCents: null, municipalities: [] };
    expect(await change(viewerAs('REGISTRAR', 'R0001'), ANNA, 'change-anna-2')).toEqual({
      ...changed,
      registration: { id: ANNA, searchProfile: wider },
    });
  });

  it('refuses with one and the same refusal what is somebody else’s, what does not exist and what has ended', async () => {
    const refused = await change(seekerOf(ANNA), BERT, 'change-other-1');
    expect(refused).toMatchObject({ __typename: 'SearchProfileRefused', code: 'UNKNOWN_REGISTRATION' });
    expect(await change(seekerOf(ANNA), registrationId('R0001', 99), 'change-other-2')).toEqual(refused);
    expect(await change(seekerOf(ANNA), 'no id', 'change-other-3')).toEqual(refused);
    expect(await change(viewerAs('REGISTRAR', 'R0002'), ANNA, 'change-other-4')).toEqual(refused);
    expect(await change(seekerOf(DIRK), DIRK, 'change-other-5')).toEqual(refused);
    for (const role of ['ALLOCATOR', 'AUDITOR', 'HUB'] as const) {
      expect(await change(viewerAs(role, 'L0001'), ANNA, 'change-other-6')).toEqual({ codes: ['FORBIDDEN'] });
    }
    expect(await change(ANONYMOUS, ANNA, 'change-other-7')).toEqual({ codes: ['UNAUTHENTICATED'] });
  });

  it('refuses a profile that contradicts itself and a key that is none, and changes nothing', async () => {
    const refusal = async (more: object, key = 'change-wrong') =>
      (await change(seekerOf(BERT), BERT, key, more)).code;
    expect(await refusal({ minimumRooms: 4, maximumRooms: 2 })).toBe('INVALID_SEARCH_PROFILE');
    expect(await refusal({ municipalities: ['Hilversum'] })).toBe('INVALID_SEARCH_PROFILE');
    expect(await refusal({}, 'short')).toBe('INVALID_INPUT');
    // The key of a refused profile is still free.
    expect((await change(seekerOf(BERT), BERT, 'change-wrong')).__typename).toBe('SearchProfileChanged');
  });

  it('takes effect once under one key, and refuses that key for something else', async () => {
    const changeTo = (minimumRooms: number, key: string) =>
      change(seekerOf(BERT), BERT, key, { minimumRooms });
    expect((await changeTo(2, 'change-once-1')).registration.searchProfile.minimumRooms).toBe(2);
    expect((await changeTo(3, 'change-once-2')).registration.searchProfile.minimumRooms).toBe(3);
    // Repeated, the first key changes nothing more: what the second one made stands.
    expect((await changeTo(2, 'change-once-1')).registration.searchProfile.minimumRooms).toBe(3);
    expect((await changeTo(4, 'change-once-1')).code).toBe('IDEMPOTENCY_CONFLICT');
    const together = await Promise.all(Array.from({ length: 4 }, () => changeTo(5, 'change-once-3')));
    expect(together.map(({ __typename }) => __typename)).toEqual(Array(4).fill('SearchProfileChanged'));
  });

  it('lets nobody write more than a profile, whatever the role', async () => {
    for (const viewer of [viewerAs('REGISTRAR', 'R0001'), viewerAs('HUB'), seekerOf(ANNA)]) {
      const refused = { code: '42501' };
      const write = (statement: (sql: Transaction) => Promise<unknown>) => asViewer(viewer, statement);
      await expect(
        write((sql) => sql`update registration set registered_on = '1990-01-01'`),
      ).rejects.toMatchObject(refused);
      await expect(write((sql) => sql`delete from exclusion`)).rejects.toMatchObject(refused);
      await expect(
        write((sql) => sql`update file_grant set granted_on = '2020-01-01'`),
      ).rejects.toMatchObject(refused);
    }
    // Access, moves and sanctions follow from allocation: the hub writes them and nobody else.
    for (const viewer of [viewerAs('REGISTRAR', 'R0001'), viewerAs('ALLOCATOR', 'L0001'), seekerOf(ANNA)]) {
      for (const change of [
        (sql: Transaction) => sql`update file_grant set ended_on = null`,
        (sql: Transaction) => sql`update registration set status = 'ENDED'`,
        (sql: Transaction) =>
          sql`update registration set last_move_on = '2020-01-01', last_move_search_value_days = 1`,
        (sql: Transaction) =>
          sql`insert into exclusion select owner, registration, 20, model, until_day, reason from exclusion`,
        (sql: Transaction) => sql`
          insert into file_grant (owner, registration, organisation, vacancy, granted_on)
          select owner, id, 'L0001', 'V', '2026-01-01' from registration`,
      ]) {
        const outcome = await asViewer(viewer, change).then(
          ({ count }) => count,
          ({ code }: { code: string }) => code,
        );
        expect([0, '42501', '23514'], `${viewer.role} ${String(change)}`).toContain(outcome);
      }
    }
    const widen = (viewer: Viewer) =>
      asViewer(viewer, async (sql) => (await sql`update registration set profile_minimum_rooms = 1`).count);
    expect(await widen(viewerAs('ALLOCATOR', 'L0001'))).toBe(0);
    expect(await widen(seekerOf(ANNA))).toBe(1);
  });

  it('shows the public the registrars, and no file', async () => {
    expect(await ask(ANONYMOUS, '{ registrar(code: "R0001") { code name region { code } } }')).toEqual({
      data: { registrar: { code: 'R0001', name: 'Eerste', region: { code: 'GOOI' } } },
      codes: [],
    });
    for (const table of ['registration', 'tie', 'income_test', 'exclusion', 'file_grant', 'waiting_scheme']) {
      await expect(open`select from ${open(table)}`.execute(), table).rejects.toMatchObject({
        code: '42501',
      });
    }
  });
});
