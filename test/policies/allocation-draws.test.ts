import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { globalId } from '../../platform/global-id.ts';
import { ROLES, type Viewer } from '../../platform/viewer.ts';
import { participantRoot } from '../../rules/participant-tree.ts';
import {
  allocationOn,
  CLOSES_AT,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { asViewer, close, commit, hubFor, lotIdsIn, reactTo, reveal } from '../support/draws.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, memberOf, registrarOf, seekerOf } from '../support/viewers.ts';

const [HOME, WAITING] = [vacancyId(1), vacancyId(2)];
const ME = registrationId('R0001', 1);
const OTHER = registrationId('R0001', 2);
const AT = globalId(HOME);
/** Everybody with every setting that a policy looks at, the hub and the corporation itself apart. */
const OTHERS: readonly Viewer[] = [
  ...ROLES.filter((role) => !['ALLOCATOR', 'HUB'].includes(role)).map((role): Viewer => {
    return { ...memberOf('L0001', role), registration: ME };
  }),
  allocatorOf('L0002'),
];
const COMMITTING = [...OTHERS, allocatorOf('L0001'), hubFor('L0002:00000000-0000-7000-8000-000000000000')];

describe('who sees and moves a draw', () => {
  let databases: TestDatabases<'allocation'>;
  let admin: Database;
  let app: Database;
  let open: Database;
  let allocation: Allocation;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    const { adminUrl, appUrl, publicUrl } = databases.of.allocation;
    admin = connect(adminUrl, { applicationName: 'test', max: 1 });
    app = connect(appUrl, { applicationName: 'test', max: 1 });
    open = connect(publicUrl, { applicationName: 'test', max: 1 });
    const homes = [HOME, WAITING].map((id) => vacancyCase(id, { model: 'LOTTERY' }));
    allocation = allocationOn(
      databases.of.allocation,
      worldOf(
        homes,
        [ME, OTHER].map((id) => seekerCase(id)),
      ),
    );
    await commit(allocation, HOME);
    await commit(allocation, WAITING, 'de trekking van vrijdag');
    for (const home of [HOME, WAITING])
      for (const seeker of [ME, OTHER]) await reactTo(allocation, home, seeker);
  });
  afterAll(async () => {
    await allocation.stop();
    for (const sql of [admin, app, open]) await sql.end();
    await databases.drop();
  });

  const rows = (
    viewer: Viewer,
    statement: (sql: Transaction) => Promise<unknown>,
  ): Promise<number | string> =>
    asViewer(app, viewer, async (sql) => ((await statement(sql)) as { count: number }).count).catch(
      (fault: Error) => fault.message,
    );
  const REFUSED = /row-level security|permission denied/;

  it('lets the hub alone commit, for the corporation that it asks for, in the contract and in the tables', async () => {
    for (const viewer of COMMITTING) {
      expect(await commit(allocation, vacancyId(8), null, viewer), viewer.role).not.toHaveProperty('draw');
      expect(
        await rows(
          viewer,
          (sql) => sql`insert into draw (owner, vacancy, status, commitment, committed_at)
                       values ('L0001', ${globalId(vacancyId(8)).id}, 'COMMITTED', ${'a'.repeat(64)}, now())`,
        ),
        viewer.role,
      ).toMatch(REFUSED);
    }
    expect(await commit(allocation, vacancyId(8))).toHaveProperty('draw');
  });

  it('shows the secret to nobody before the participants are fixed and the announced beacon is known', async () => {
    const seen = (viewer: Viewer) => rows(viewer, (sql) => sql`select from draw_secret`);
    const everybody = [...OTHERS, allocatorOf('L0001'), hubFor(HOME)];
    for (const viewer of everybody) expect(await seen(viewer), viewer.role).toBe(0);
    await expect(open`select from draw_secret`).rejects.toThrow('permission denied');
    await close(app, allocatorOf('L0001'), WAITING, CLOSES_AT);
    for (const viewer of everybody) expect(await seen(viewer), viewer.role).toBe(0);
    await asViewer(app, allocatorOf('L0001'), async (sql) => {
      await sql`update draw set beacon = '42' where vacancy = ${globalId(WAITING).id}`;
      expect(await sql`select from draw_secret`).toHaveLength(1);
    });
    for (const viewer of OTHERS) expect(await seen(viewer), viewer.role).toBe(0);
  });

  it('lets nobody but its corporation, and the hub, close or reveal', async () => {
    for (const viewer of OTHERS) {
      // Who may not lock it does not find it.
      expect(await close(app, viewer, HOME, CLOSES_AT), viewer.role).toEqual({
        kind: 'FAILED',
        failure: 'NO_DRAW',
      });
      expect(await reveal(app, viewer, WAITING, '42', CLOSES_AT), viewer.role).toEqual({
        kind: 'FAILED',
        failure: 'NO_DRAW',
      });
      expect(
        await rows(
          viewer,
          (sql) =>
            sql`insert into draw_lot (owner, vacancy, leaf, lot_id) values ('L0001', ${AT.id}, 0, ${'a'.repeat(64)})`,
        ),
      ).toMatch(REFUSED);
    }
    expect(await close(app, hubFor(HOME), HOME, CLOSES_AT)).toMatchObject({ kind: 'OK' });
  });

  it('takes no participant without a reaction, none twice, and none after closing, whoever asks', async () => {
    await commit(allocation, vacancyId(9));
    const { id } = globalId(vacancyId(9));
    const stranger = (sql: Transaction) =>
      sql`insert into draw_lot (owner, vacancy, leaf, lot_id) values ('L0001', ${id}, 0, ${'a'.repeat(64)})`;
    const closing = (sql: Transaction) => sql`
      update draw set status = 'CLOSED', participant_root = ${participantRoot(['a'.repeat(64)])}, participant_count = 1,
             closed_at = '2027-01-01' where vacancy = ${id}`;
    expect(await rows(hubFor(HOME), (sql) => stranger(sql).then(() => closing(sql)))).toContain(
      'belongs to a reaction',
    );
    expect(await rows(hubFor(HOME), closing)).toContain('as many participants as lots');
    const late = (sql: Transaction) =>
      sql`insert into draw_lot (owner, vacancy, leaf, lot_id) values ('L0001', ${AT.id}, 9, ${'a'.repeat(64)})`;
    expect(await rows(hubFor(HOME), late)).toContain('participants of a draw are fixed');
    const [lotId] = await lotIdsIn(admin, HOME);
    expect(await rows(allocatorOf('L0001'), (sql) => sql`update draw_lot set lot_id = ${lotId!}`)).toMatch(
      REFUSED,
    );
  });

  it('refuses a secret, a seed and a moment that do not follow, and every step back, as the owner of the tables too', async () => {
    const owner = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    await owner.unsafe(`set role ${databases.of.allocation.roles.owner}`);
    const revealed = (secret: string, seed: string) =>
      owner`update draw set status = 'REVEALED', secret = ${secret}, seed = ${seed}, revealed_at = '2027-01-01'
             where vacancy = ${AT.id}`.then(String, (fault: Error) => fault.message);
    const [{ secret } = { secret: '' }] = await owner<{ secret: string }[]>`
      select secret from draw_secret where vacancy = ${AT.id}`;
    expect(await revealed('b'.repeat(64), 'a'.repeat(64))).toContain('check constraint');
    expect(await revealed(secret, 'a'.repeat(64))).toContain('check constraint');
    expect(await reveal(app, allocatorOf('L0001'), HOME, null, CLOSES_AT)).toMatchObject({ kind: 'OK' });
    for (const change of [
      `status = 'CLOSED', secret = null, seed = null, revealed_at = null`,
      `status = 'COMMITTED'`,
      `commitment = repeat('a', 64)`,
      `participant_count = 1`,
      `beacon_announced = 'later'`,
      `revealed_at = '2028-01-01'`,
    ])
      await expect(
        owner.unsafe(`update draw set ${change} where vacancy = '${AT.id}'`),
        change,
      ).rejects.toThrow('a draw only moves on');
    await expect(owner`delete from draw where vacancy = ${AT.id}`).rejects.toThrow();
    await expect(owner`delete from draw_lot where vacancy = ${AT.id}`).rejects.toThrow(
      'participants of a draw are fixed',
    );
    await owner.end();
    for (const viewer of [allocatorOf('L0001'), hubFor(HOME)])
      expect(await rows(viewer, (sql) => sql`delete from draw`), viewer.role).toContain('permission denied');
  });

  it('gives a proof to the seeker and the registrar whose reaction it is, and to nobody else', async () => {
    const PROOF = `query ($of: [_Any!]!, $registration: ID) {
      _entities(representations: $of) { ... on Vacancy { position(registration: $registration) { drawProof { lotId place } } } }
    }`;
    const of = [{ __typename: 'Vacancy', id: HOME }];
    const proof = async (viewer: Viewer, registration: string | null) => {
      const { data } = await allocation.ask(viewer, PROOF, { of, registration });
      return data?._entities[0]?.position?.drawProof ?? null;
    };
    const own = await proof(seekerOf(ME), null);
    expect(own).toMatchObject({ lotId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await proof(registrarOf('R0001'), ME)).toEqual(own);
    expect(await proof(seekerOf(OTHER), ME)).toBeNull();
    expect(await proof(registrarOf('R0002'), ME)).toBeNull();
    for (const viewer of OTHERS.filter(({ role }) => !['SEEKER', 'REGISTRAR'].includes(role)))
      expect(await proof(viewer, ME), viewer.role).toBeNull();
  });
});
