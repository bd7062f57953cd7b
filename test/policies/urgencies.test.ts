import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewerTransaction } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { ANONYMOUS, ROLES, type Viewer } from '../../platform/viewer.ts';
import { urgenciesSubgraph } from '../../subgraphs/urgencies/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import {
  requestedUrgencyRow,
  storeUrgencies,
  urgencyId,
  urgencyNumber,
  urgencyRow,
} from '../support/urgencies.ts';
import { seekerOf } from '../support/viewers.ts';

const NOW = '2026-09-01T10:00:00.000Z';

const BY_ID = 'query ($id: ID!) { urgency(id: $id) { id category } }';
const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Urgency { id status } }
}`;
const OF_REGISTRATION = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Registration { id urgencies(first: 10) { nodes { id } } } }
}`;
const FACTS = `query ($representations: [_Any!]!, $on: CalendarDate) {
  _entities(representations: $representations) { ... on Registration { urgencyFacts(on: $on) { category municipality } } }
}`;
const LIST =
  'query ($status: UrgencyStatus) { urgencies(status: $status, first: 50) { nodes { id category } } }';
const CONDITIONS =
  'query ($id: ID!) { urgency(id: $id) { conditions { kind metOn } careProvider { code name } } }';
const READS =
  'query ($id: ID!) { urgency(id: $id) { reads(first: 50) { nodes { organisation role fields } } } }';
const END = `mutation ($input: EndUrgencyInput!) {
  endUrgency(input: $input) {
    __typename
    ... on UrgencyEnded { urgency { id status validUntil } }
    ... on UrgencyEndRefused { code message { nl en } }
  }
}`;

const ANNA = registrationId('R0001', 1);
const BERT = registrationId('R0001', 2);

/** Anna has one of Hilversum, mediated by Z0001, and one of Gooise Meren; Bert one of Hilversum and one asked for. */
const ANNAS = urgencyId('GM0402', 1);
const ANNAS_ELSEWHERE = urgencyId('GM1942', 2);
const BERTS = urgencyId('GM0402', 3);
const BERTS_REQUEST = urgencyId('GM0402', 4);
const EVERY = [ANNAS, ANNAS_ELSEWHERE, BERTS, BERTS_REQUEST];

const CONSIDERED = {
  vacancy: 'L0001:f0000000-0000-7000-8000-000000000001',
  grantedOn: '2026-08-20',
  endedOn: null,
};

/** Whose urgencies someone may read by the rules of design; everybody else reads none. */
const READERS: readonly (readonly [who: string, viewer: Viewer, sees: readonly string[]])[] = [
  ['a seeker its own, of whatever municipality', seekerOf(ANNA), [ANNAS, ANNAS_ELSEWHERE]],
  ['a seeker without any nothing', seekerOf(registrationId('R0001', 9)), []],
  ['a municipality what it decides', viewerAs('URGENCY_OFFICER', 'GM0402'), [ANNAS, BERTS, BERTS_REQUEST]],
  ['another municipality what that one decides', viewerAs('URGENCY_OFFICER', 'GM1942'), [ANNAS_ELSEWHERE]],
  ['a care provider whom it mediates', viewerAs('CARE_PROVIDER', 'Z0001'), [ANNAS]],
  ['another care provider nothing', viewerAs('CARE_PROVIDER', 'Z0002'), []],
  ['a corporation those of whom it considers', viewerAs('ALLOCATOR', 'L0001'), [ANNAS, ANNAS_ELSEWHERE]],
  ['a corporation that considered someone nothing more', viewerAs('ALLOCATOR', 'L0002'), []],
  ['a corporation without a name nothing', viewerAs('ALLOCATOR'), []],
  ['the auditor everything', viewerAs('AUDITOR', 'AUDIT'), EVERY],
  ['the hub everything', viewerAs('HUB'), EVERY],
];

describe('who sees and ends an urgency', () => {
  let databases: TestDatabases<'urgencies'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let app: Database;
  let open: Database;

  beforeAll(async () => {
    databases = await databasesFor(['urgencies']);
    await storeUrgencies(databases.of.urgencies, {
      urgencies: [
        urgencyRow(1, { careProvider: 'Z0001' }),
        urgencyRow(2, { owner: 'GM1942', category: 'SOCIAL', decidedOn: calendarDate('2026-05-01') }),
        urgencyRow(3, {
          registration: BERT,
          decidedOn: calendarDate('2026-07-01'),
          validFrom: calendarDate('2026-07-01'),
        }),
        requestedUrgencyRow(4, { registration: BERT }),
        ...[11, 12].map((index) =>
          urgencyRow(index, { owner: 'GM0406', registration: registrationId('R0001', index) }),
        ),
        requestedUrgencyRow(13, { owner: 'GM0406', registration: registrationId('R0001', 13) }),
      ],
      conditions: [{ owner: 'GM0402', urgency: urgencyNumber(1), kind: 'CARE_CONTRACT', metOn: null }],
      grants: [
        { registration: ANNA, organisation: 'L0001', ...CONSIDERED },
        { registration: BERT, organisation: 'L0002', ...CONSIDERED, endedOn: '2026-08-31' },
      ],
    });
    ({ ask, stop } = subgraphOn(urgenciesSubgraph, databases.of.urgencies, NOW));
    app = connect(databases.of.urgencies.appUrl, { applicationName: 'test', max: 1 });
    open = connect(databases.of.urgencies.publicUrl, { applicationName: 'test', max: 1 });
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

  async function end(viewer: Viewer, urgency: string, idempotencyKey: string) {
    const { data, codes } = await ask(viewer, END, { input: { idempotencyKey, urgency } });
    return codes.length > 0 ? { codes } : data.endUrgency;
  }

  it.each(READERS)('shows %s, by id and as an entity', async (_who, viewer, sees) => {
    const found: string[] = [];
    for (const id of EVERY) {
      const { data, codes } = await ask(viewer, BY_ID, { id });
      expect(codes).toEqual([]);
      if (data.urgency !== null) found.push(data.urgency.id);
    }
    expect(found).toEqual(sees);
    const representations = EVERY.map((id) => ({ __typename: 'Urgency', id }));
    const { data } = await ask(viewer, ENTITIES, { representations });
    expect(data._entities.map((urgency: { id: string } | null) => urgency?.id ?? null)).toEqual(
      EVERY.map((id) => (sees.includes(id) ? id : null)),
    );
  });

  it.each(READERS)(
    'shows %s in the tables themselves, with the conditions of those and no others',
    async (_who, viewer, sees) => {
      const rows = await asViewer(viewer, async (sql) => ({
        urgencies: await sql<{ id: string }[]>`
        select owner || ':' || id as id from urgency where owner <> 'GM0406' order by owner, id`,
        conditions: await sql<{ id: string }[]>`select owner || ':' || urgency as id from urgency_condition`,
      }));
      expect(rows.urgencies.map(({ id }) => id)).toEqual([...sees].sort());
      expect(rows.conditions.map(({ id }) => id)).toEqual(sees.filter((id) => id === ANNAS));
    },
  );

  it.each(READERS.filter(([, { role }]) => role !== 'HUB'))(
    'shows %s under the registration, whichever subgraph that came from',
    async (_who, viewer, sees) => {
      const representations = [ANNA, BERT].map((id) => ({ __typename: 'Registration', id }));
      const { data, codes } = await ask(viewer, OF_REGISTRATION, { representations });
      expect(codes).toEqual([]);
      const ids = data._entities.flatMap(({ urgencies }: { urgencies: { nodes: { id: string }[] } }) =>
        urgencies.nodes.map(({ id }) => id),
      );
      // Newest decision first, within each registration.
      expect(ids).toEqual([ANNAS, ANNAS_ELSEWHERE, BERTS, BERTS_REQUEST].filter((id) => sees.includes(id)));
    },
  );

  it('answers for what does not exist as for what is somebody else’s, and says only of an id of another form that it is none', async () => {
    const none = urgencyId('GM0402', 99);
    expect(await ask(seekerOf(ANNA), BY_ID, { id: none })).toEqual(
      await ask(seekerOf(ANNA), BY_ID, { id: BERTS }),
    );
    expect((await ask(seekerOf(ANNA), BY_ID, { id: 'GM0402' })).codes).toEqual(['INVALID_ID']);
  });

  it('opens nothing to the roles that the contract does not name', async () => {
    const named = new Set(['SEEKER', 'URGENCY_OFFICER', 'ALLOCATOR', 'CARE_PROVIDER', 'AUDITOR', 'HUB']);
    const others = ROLES.filter((role) => !named.has(role));
    expect(others.length).toBeGreaterThan(4);
    for (const role of others) {
      const viewer = role === 'ANONYMOUS' ? ANONYMOUS : viewerAs(role, 'GM0402');
      const code = role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      expect(await ask(viewer, BY_ID, { id: ANNAS })).toEqual({ data: { urgency: null }, codes: [code] });
      const registration = await ask(viewer, OF_REGISTRATION, {
        representations: [{ __typename: 'Registration', id: ANNA }],
      });
      expect(registration).toEqual({ data: { _entities: [{ id: ANNA, urgencies: null }] }, codes: [code] });
      const entities = await ask(viewer, ENTITIES, {
        representations: [{ __typename: 'Urgency', id: ANNAS }],
      });
      expect(JSON.stringify(entities.data)).not.toContain(ANNAS);
      expect(await asViewer(viewer, (sql) => sql`select from urgency`.execute())).toHaveLength(0);
      expect(await asViewer(viewer, (sql) => sql`select from file_grant`.execute())).toHaveLength(0);
    }
  });

  it('gives facts to the hub alone: only urgencies that were decided and hold on the day', async () => {
    const variables = {
      representations: [ANNA, BERT].map((id) => ({ __typename: 'Registration', id })),
      on: '2026-06-15',
    };
    expect((await ask(viewerAs('HUB'), FACTS, variables)).data._entities).toEqual([
      {
        urgencyFacts: [
          { category: 'MEDICAL', municipality: 'GM0402' },
          { category: 'SOCIAL', municipality: 'GM1942' },
        ],
      },
      { urgencyFacts: [] },
    ]);
    for (const [, viewer] of READERS.filter(([, { role }]) => role !== 'HUB')) {
      expect(new Set((await ask(viewer, FACTS, variables)).codes)).toEqual(new Set(['FORBIDDEN']));
    }
  });

  it('shows conditions and care provider to those who carry them out, and not to a corporation', async () => {
    const shown = {
      conditions: [{ kind: 'CARE_CONTRACT', metOn: null }],
      careProvider: { code: 'Z0001', name: 'Eerste' },
    };
    for (const viewer of [
      seekerOf(ANNA),
      viewerAs('URGENCY_OFFICER', 'GM0402'),
      viewerAs('CARE_PROVIDER', 'Z0001'),
    ]) {
      expect(await ask(viewer, CONDITIONS, { id: ANNAS })).toEqual({ data: { urgency: shown }, codes: [] });
    }
    expect((await ask(viewerAs('ALLOCATOR', 'L0001'), CONDITIONS, { id: ANNAS })).codes).toContain(
      'FORBIDDEN',
    );
    expect((await ask(viewerAs('AUDITOR', 'AUDIT'), CONDITIONS, { id: ANNAS })).codes).toContain('FORBIDDEN');
  });

  it('lists to a municipality, a care provider and the auditor their own, newest decision first and requests last', async () => {
    const listed = async (viewer: Viewer, status: string | null = null) =>
      (await ask(viewer, LIST, { status })).data.urgencies.nodes
        .map(({ id }: { id: string }) => id)
        .filter((id: string) => !id.startsWith('GM0406'));
    expect(await listed(viewerAs('URGENCY_OFFICER', 'GM0402'))).toEqual([BERTS, ANNAS, BERTS_REQUEST]);
    expect(await listed(viewerAs('URGENCY_OFFICER', 'GM0402'), 'REQUESTED')).toEqual([BERTS_REQUEST]);
    expect(await listed(viewerAs('CARE_PROVIDER', 'Z0001'))).toEqual([ANNAS]);
    expect(await listed(viewerAs('AUDITOR', 'AUDIT'))).toEqual([
      BERTS,
      ANNAS,
      ANNAS_ELSEWHERE,
      BERTS_REQUEST,
    ]);
    expect(await listed(viewerAs('AUDITOR', 'AUDIT'), 'GRANTED')).toEqual([BERTS, ANNAS, ANNAS_ELSEWHERE]);
    expect((await ask(seekerOf(ANNA), LIST)).codes).toEqual(['FORBIDDEN']);
  });

  it('tells the person and the municipality who else read it and which parts; own readings are not told', async () => {
    const readsOf = async (viewer: Viewer) =>
      (await ask(viewer, READS, { id: ANNAS_ELSEWHERE })).data.urgency.reads.nodes;
    const before = (await readsOf(seekerOf(ANNA))).length;
    await ask(seekerOf(ANNA), BY_ID, { id: ANNAS_ELSEWHERE });
    expect((await readsOf(seekerOf(ANNA))).length).toBe(before);
    await ask(viewerAs('ALLOCATOR', 'L0001'), BY_ID, { id: ANNAS_ELSEWHERE });
    await ask(viewerAs('URGENCY_OFFICER', 'GM1942'), LIST);
    const [newest, next] = await readsOf(seekerOf(ANNA));
    expect(newest).toEqual({ organisation: 'GM1942', role: 'URGENCY_OFFICER', fields: ['category', 'id'] });
    expect(next).toEqual({ organisation: 'L0001', role: 'ALLOCATOR', fields: ['category', 'id'] });
    expect((await readsOf(viewerAs('URGENCY_OFFICER', 'GM1942')))[0]).toEqual(newest);
    // Of the same person, but of the other municipality.
    const readings = await asViewer(viewerAs('URGENCY_OFFICER', 'GM1942'), (sql) =>
      sql<{ subject: string }[]>`select distinct subject from platform.file_read`.execute(),
    );
    expect(readings.map(({ subject }) => subject)).toEqual([ANNAS_ELSEWHERE]);
    // Anna and Bert both have an urgency of Hilversum; each is told of the own one.
    await ask(viewerAs('URGENCY_OFFICER', 'GM0402'), LIST);
    const told = async (person: Viewer) =>
      (
        await asViewer(person, (sql) =>
          sql<
            { subject: string }[]
          >`select distinct subject from platform.file_read order by subject`.execute(),
        )
      ).map(({ subject }) => subject);
    expect(await told(seekerOf(ANNA))).toEqual([ANNAS, ANNAS_ELSEWHERE]);
    expect(await told(seekerOf(BERT))).toEqual([BERTS, BERTS_REQUEST]);
  });

  it('ends an urgency for the municipality that granted it, from today on, and once under one key', async () => {
    const officer = viewerAs('URGENCY_OFFICER', 'GM0406');
    const urgency = urgencyId('GM0406', 11);
    const ended = {
      __typename: 'UrgencyEnded',
      urgency: { id: urgency, status: 'ENDED', validUntil: '2026-09-01' },
    };
    expect(await end(officer, urgency, 'end-eleven-1')).toEqual(ended);
    expect(await end(officer, urgency, 'end-eleven-1')).toEqual(ended);
    expect(await end(officer, urgency, 'end-eleven-2')).toMatchObject({ code: 'URGENCY_STATE' });
    expect(await end(officer, urgencyId('GM0406', 12), 'end-eleven-1')).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    // What it was worth on a day before stays what it was.
    const on = async (day: string) =>
      (
        await ask(viewerAs('HUB'), FACTS, {
          representations: [{ __typename: 'Registration', id: registrationId('R0001', 11) }],
          on: day,
        })
      ).data._entities[0].urgencyFacts.length;
    expect([await on('2026-08-31'), await on('2026-09-01')]).toEqual([1, 0]);
  });

  it('refuses with one and the same refusal to end what is somebody else’s and what does not exist', async () => {
    const refused = await end(viewerAs('URGENCY_OFFICER', 'GM0402'), urgencyId('GM0406', 12), 'end-other-1');
    expect(refused).toMatchObject({ __typename: 'UrgencyEndRefused', code: 'UNKNOWN_URGENCY' });
    expect(await end(viewerAs('URGENCY_OFFICER', 'GM0402'), urgencyId('GM0402', 99), 'end-other-2')).toEqual(
      refused,
    );
    expect(await end(viewerAs('URGENCY_OFFICER', 'GM0402'), 'none', 'end-other-3')).toEqual(refused);
    const officer = viewerAs('URGENCY_OFFICER', 'GM0406');
    expect(await end(officer, urgencyId('GM0406', 13), 'end-request')).toMatchObject({
      code: 'URGENCY_STATE',
    });
    expect(await end(officer, urgencyId('GM0406', 12), 'short')).toMatchObject({ code: 'INVALID_INPUT' });
    for (const role of ['SEEKER', 'ALLOCATOR', 'CARE_PROVIDER', 'AUDITOR', 'HUB'] as const) {
      expect(await end(viewerAs(role, 'GM0406'), urgencyId('GM0406', 12), 'end-other-4')).toEqual({
        codes: ['FORBIDDEN'],
      });
    }
    const still = await ask(officer, 'query ($id: ID!) { urgency(id: $id) { status } }', {
      id: urgencyId('GM0406', 12),
    });
    expect(still.data.urgency.status).toBe('GRANTED');
  });

  it('lets nobody write more than the end of an urgency', async () => {
    const officer = viewerAs('URGENCY_OFFICER', 'GM0406');
    for (const viewer of [officer, viewerAs('HUB'), seekerOf(ANNA)]) {
      const refused = { code: '42501' };
      const write = (statement: (sql: Transaction) => Promise<unknown>) => asViewer(viewer, statement);
      await expect(write((sql) => sql`update urgency set valid_from = '2020-01-01'`)).rejects.toMatchObject(
        refused,
      );
      await expect(write((sql) => sql`delete from urgency_condition`)).rejects.toMatchObject(refused);
      await expect(
        write((sql) => sql`update file_grant set granted_on = '2020-01-01'`),
      ).rejects.toMatchObject(refused);
      if (viewer.role === 'HUB') continue;
      expect(
        await asViewer(viewer, async (sql) => (await sql`update file_grant set ended_on = null`).count),
      ).toBe(0);
    }
    const widen = (viewer: Viewer) =>
      asViewer(
        viewer,
        async (sql) =>
          (await sql`update urgency set valid_until = '2030-01-01' where status = 'GRANTED'`).count,
      );
    expect(await widen(viewerAs('HUB'))).toBe(0);
    expect(await widen(seekerOf(ANNA))).toBe(0);
    expect(await widen(officer)).toBe(1);
  });

  it('bounds what rules look at: no more than twenty urgencies of one registration at one time', async () => {
    const registration = registrationId('R0001', 20);
    const row = (index: number, more = {}) =>
      urgencyRow(index, { registration, owner: `GM0${400 + index}`, ...more });
    await storeUrgencies(databases.of.urgencies, {
      urgencies: Array.from({ length: 20 }, (_, n) => row(100 + n)),
    });
    const refused = storeUrgencies(databases.of.urgencies, { urgencies: [row(200)] });
    await expect(refused).rejects.toMatchObject({ code: '23514' });
    const later = { validFrom: calendarDate('2026-12-01'), validUntil: null };
    await storeUrgencies(databases.of.urgencies, { urgencies: [row(201, later)] });
  });

  it('shows the public the care providers, and no file', async () => {
    expect(await ask(ANONYMOUS, '{ careProvider(code: "Z0001") { code name } }')).toEqual({
      data: { careProvider: { code: 'Z0001', name: 'Eerste' } },
      codes: [],
    });
    for (const table of ['urgency', 'urgency_condition', 'file_grant']) {
      await expect(open`select from ${open(table)}`.execute(), table).rejects.toMatchObject({
        code: '42501',
      });
    }
  });
});
