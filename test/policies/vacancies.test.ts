import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { ANONYMOUS, ROLES, type Viewer } from '../../platform/viewer.ts';
import { vacanciesSubgraph } from '../../subgraphs/vacancies/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { NOW, numbered, storeVacancies } from '../support/vacancies.ts';

const STATUSES = ['DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING', 'LET', 'WITHDRAWN'] as const;
const PUBLIC = ['PUBLISHED', 'CLOSED', 'OFFERING', 'LET'];

/** One vacancy in each status of each corporation; more of L0001 to withdraw. */
const INDEX = new Map(STATUSES.map((status, index) => [status as string, index]));
const vacancyOf = (owner: string, status: string) =>
  `${owner}:${numbered('vacancy', INDEX.get(status)! + (owner === 'L0001' ? 0 : 10))}`;

const BY_ID = `query ($id: ID!) {
  vacancy(id: $id) { id status corporation { code } dwelling { street complex { name } } }
}`;
const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Vacancy { id } ... on Dwelling { id } ... on Complex { id }
  }
}`;
const WITHDRAW = `mutation ($input: WithdrawVacancyInput!) {
  withdrawVacancy(input: $input) {
    __typename
    ... on VacancyWithdrawn { vacancy { id status } }
    ... on VacancyWithdrawalRefused { code message { nl en } }
  }
}`;

const ALLOCATOR = viewerAs('ALLOCATOR', 'L0001');
const OTHER = viewerAs('ALLOCATOR', 'L0002');

describe('who sees and changes a vacancy', () => {
  let databases: TestDatabases<'vacancies'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let app: Database;
  let open: Database;

  beforeAll(async () => {
    databases = await databasesFor(['vacancies']);
    await storeVacancies(databases.of.vacancies, [
      ...STATUSES.map((status, index) => ({ index, status, owner: 'L0001' })),
      ...STATUSES.map((status, index) => ({ index: index + 10, status, owner: 'L0002' })),
      ...[20, 21, 22].map((index) => ({ index, owner: 'L0001' })),
      ...(['PUBLISHED', 'CLOSED', 'OFFERING', 'LET'] as const).map((status, index) => ({
        index: 30 + index,
        owner: 'L0001',
        status,
        model: 'URGENT_SEEKER_LOTTERY',
      })),
    ]);
    ({ ask, stop } = subgraphOn(vacanciesSubgraph, databases.of.vacancies, NOW));
    app = connect(databases.of.vacancies.appUrl, { applicationName: 'test', max: 1 });
    open = connect(databases.of.vacancies.publicUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await stop();
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  /** The statuses of a corporation's vacancies that someone can read by id. */
  async function readable(viewer: Viewer, owner: string): Promise<readonly string[]> {
    const seen: string[] = [];
    for (const status of STATUSES) {
      const { data, codes } = await ask(viewer, BY_ID, { id: vacancyOf(owner, status) });
      expect(codes).toEqual([]);
      if (data.vacancy === null) continue;
      expect(data.vacancy).toMatchObject({
        id: vacancyOf(owner, status),
        status,
        corporation: { code: owner },
      });
      expect(data.vacancy.dwelling.complex.name).toMatch(/^Complex/);
      seen.push(status);
    }
    return seen;
  }

  async function withdraw(viewer: Viewer, vacancy: string, idempotencyKey: string, reason = 'RENOVATION') {
    return ask(viewer, WITHDRAW, { input: { idempotencyKey, vacancy, reason } });
  }

  it('everyone reads what is or was offered, with its home and complex, and nothing else', async () => {
    for (const role of ROLES.filter((one) => one !== 'ALLOCATOR' && one !== 'AUDITOR')) {
      expect(await readable(viewerAs(role, 'L0001'), 'L0001'), role).toEqual(PUBLIC);
    }
  });

  it('a corporation reads all of its own, and of another what everyone reads', async () => {
    expect(await readable(ALLOCATOR, 'L0001')).toEqual(STATUSES);
    expect(await readable(ALLOCATOR, 'L0002')).toEqual(PUBLIC);
    expect(await readable(OTHER, 'L0001')).toEqual(PUBLIC);
  });

  it('an auditor reads every vacancy', async () => {
    expect(await readable(viewerAs('AUDITOR', 'AUDIT'), 'L0001')).toEqual(STATUSES);
    expect(await readable(viewerAs('AUDITOR', 'AUDIT'), 'L0002')).toEqual(STATUSES);
  });

  it('which home a blind draw is for is seen by its corporation, the auditor, whom it is offered to, and all once it is let', async () => {
    const seeker = (registration: string): Viewer => ({ ...viewerAs('SEEKER'), registration });
    const shown = 'R0001:00000000-0000-7000-8000-000000000001';
    const showing = { vacancy: `L0001:${numbered('vacancy', 31)}`, registration: shown };
    const show = 'mutation ($input: ShowVacancyInput!) { showVacancy(input: $input) }';
    expect((await ask(viewerAs('HUB', 'L0001'), show, { input: showing })).codes).toEqual([]);
    const seen = async (viewer: Viewer) => {
      const found: string[] = [];
      for (const index of [30, 31, 32, 33]) {
        const { data } = await ask(viewer, BY_ID, { id: `L0001:${numbered('vacancy', index)}` });
        expect(data.vacancy.id).toBe(`L0001:${numbered('vacancy', index)}`);
        const representations = [{ __typename: 'Dwelling', id: `L0001:${numbered('dwelling', index)}` }];
        const [entity] = (await ask(viewer, ENTITIES, { representations })).data._entities;
        expect(entity === null, 'the way through entities').toBe(data.vacancy.dwelling === null);
        if (data.vacancy.dwelling !== null) found.push(data.vacancy.status);
      }
      return found;
    };
    const all = ['PUBLISHED', 'CLOSED', 'OFFERING', 'LET'];
    for (const viewer of [ALLOCATOR, viewerAs('AUDITOR', 'AUDIT'), viewerAs('HUB', 'L0001')])
      expect(await seen(viewer), viewer.role).toEqual(all);
    expect(await seen(seeker(shown))).toEqual(['CLOSED', 'LET']);
    const nobody = [ANONYMOUS, OTHER, seeker('R0001:00000000-0000-7000-8000-000000000002')];
    for (const viewer of [...nobody, viewerAs('REGISTRAR', 'R0001'), viewerAs('URGENCY_OFFICER', 'GM0402')])
      expect(await seen(viewer), viewer.role).toEqual(['LET']);
  });

  it('the way through entities shows the same as the way by id', async () => {
    const representations = ['DRAFT', 'PUBLISHED'].flatMap((status) => {
      const index = INDEX.get(status)!;
      return [
        { __typename: 'Vacancy', id: vacancyOf('L0001', status) },
        { __typename: 'Dwelling', id: `L0001:${numbered('dwelling', index)}` },
        { __typename: 'Complex', id: `L0001:${numbered('complex', index)}` },
      ];
    });
    const ids = representations.map(({ id }) => ({ id }));
    const seenBy = async (viewer: Viewer) =>
      (await ask(viewer, ENTITIES, { representations })).data._entities;
    expect(await seenBy(ALLOCATOR)).toEqual(ids);
    for (const viewer of [ANONYMOUS, OTHER, viewerAs('SEEKER'), viewerAs('HUB', 'L0001')]) {
      expect(await seenBy(viewer), viewer.role).toEqual([null, null, null, ...ids.slice(3)]);
    }
  });

  it('an id of another kind of thing is refused, an id of nothing gives nothing', async () => {
    expect((await ask(ANONYMOUS, BY_ID, { id: 'L0001:1' })).codes).toEqual(['INVALID_ID']);
    const nothing = await ask(ANONYMOUS, BY_ID, { id: `L0001:${numbered('vacancy', 99)}` });
    expect(nothing).toEqual({ data: { vacancy: null }, codes: [] });
    const entity = { representations: [{ __typename: 'Vacancy', id: 'nonsense' }] };
    expect((await ask(ANONYMOUS, ENTITIES, entity)).data).toEqual({ _entities: [null] });
  });

  it('only an allocator may ask to withdraw', async () => {
    const id = vacancyOf('L0001', 'PUBLISHED');
    for (const role of ROLES.filter((one) => one !== 'ALLOCATOR')) {
      const { codes, data } = await withdraw(viewerAs(role, 'L0001'), id, `role-${role}`);
      expect(codes, role).toEqual([role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
      expect(data).toBeNull();
    }
    expect((await ask(ANONYMOUS, BY_ID, { id })).data.vacancy.status).toBe('PUBLISHED');
  });

  it('a corporation withdraws its own; then only it still sees the vacancy', async () => {
    const id = `L0001:${numbered('vacancy', 20)}`;
    expect((await withdraw(ALLOCATOR, id, 'withdraw-20')).data.withdrawVacancy).toEqual({
      __typename: 'VacancyWithdrawn',
      vacancy: { id, status: 'WITHDRAWN' },
    });
    expect((await ask(ANONYMOUS, BY_ID, { id })).data.vacancy).toBeNull();
    expect((await ask(ALLOCATOR, BY_ID, { id })).data.vacancy.status).toBe('WITHDRAWN');
  });

  it('a repeated request gives the same answer and a key used for other input is refused', async () => {
    const id = `L0001:${numbered('vacancy', 21)}`;
    const first = await withdraw(ALLOCATOR, id, 'withdraw-21');
    expect(first.data.withdrawVacancy.__typename).toBe('VacancyWithdrawn');
    expect(await withdraw(ALLOCATOR, id, 'withdraw-21')).toEqual(first);
    const conflict = await withdraw(ALLOCATOR, id, 'withdraw-21', 'OTHER_USE');
    expect(conflict.data.withdrawVacancy.code).toBe('IDEMPOTENCY_CONFLICT');
    const [row] = await app.begin(async (sql) => {
      await sql`select set_config('hub.role', 'AUDITOR', true)`;
      return sql`select withdrawal_reason from vacancy where id = ${numbered('vacancy', 21)}`;
    });
    expect(row).toEqual({ withdrawalReason: 'RENOVATION' });
  });

  it("another corporation's vacancy and none at all are refused alike", async () => {
    const none = await withdraw(OTHER, `L0001:${numbered('vacancy', 99)}`, 'withdraw-99');
    expect(none.data.withdrawVacancy).toMatchObject({
      __typename: 'VacancyWithdrawalRefused',
      code: 'UNKNOWN_VACANCY',
    });
    for (const status of ['PUBLISHED', 'DRAFT']) {
      const others = await withdraw(OTHER, vacancyOf('L0001', status), `others-${status}`);
      expect(others.data).toEqual(none.data);
    }
    expect((await ask(ALLOCATOR, BY_ID, { id: vacancyOf('L0001', 'DRAFT') })).data.vacancy.status).toBe(
      'DRAFT',
    );
    expect((await withdraw(OTHER, 'nonsense', 'nonsense-1')).data).toEqual(none.data);
  });

  it('a home that is let, or was withdrawn, cannot be withdrawn; a refusal leaves the key free', async () => {
    for (const status of ['LET', 'WITHDRAWN']) {
      const { data } = await withdraw(ALLOCATOR, vacancyOf('L0001', status), 'state-of-it');
      expect(data.withdrawVacancy.code).toBe('VACANCY_STATE');
    }
    const { data } = await withdraw(ALLOCATOR, `L0001:${numbered('vacancy', 22)}`, 'state-of-it');
    expect(data.withdrawVacancy.__typename).toBe('VacancyWithdrawn');
    const short = await withdraw(ALLOCATOR, `L0001:${numbered('vacancy', 22)}`, 'short');
    expect(short.data.withdrawVacancy.code).toBe('INVALID_INPUT');
  });

  it('the database itself hides and guards the rows, whatever asks', async () => {
    const statuses = async (sql: Database) =>
      (await sql`select distinct status from vacancy where id < ${numbered('vacancy', 20)} order by 1`).map(
        ({ status }) => status as string,
      );
    expect(await statuses(open)).toEqual([...PUBLIC].sort());
    expect(await statuses(app)).toEqual([...PUBLIC].sort());
    for (const table of ['dwelling', 'complex'] as const) {
      const rows = await open`
        select 1 from ${open(table)} where owner = 'L0002'`;
      expect(rows.length, table).toBe(PUBLIC.length);
    }

    const change = (viewer: Viewer, owner: string) =>
      app.begin(async (sql) => {
        await sql`select set_config('hub.role', ${viewer.role}, true),
                         set_config('hub.organisation', ${viewer.organisation ?? ''}, true)`;
        const { count: changed } = await sql`
          update vacancy set withdrawal_reason = withdrawal_reason where owner = ${owner} and status = 'PUBLISHED'`;
        return changed;
      });
    expect(await change(ALLOCATOR, 'L0001')).toBe(2);
    expect(await change(OTHER, 'L0001')).toBe(0);
    expect(await change(viewerAs('AUDITOR', 'L0001'), 'L0001')).toBe(0);
    await expect(app`update vacancy set rent_cents = 1`).rejects.toMatchObject({ code: '42501' });
    await expect(app`delete from vacancy`).rejects.toMatchObject({ code: '42501' });
    await expect(open`update vacancy set status = 'LET'`).rejects.toMatchObject({ code: '42501' });
  });
});
