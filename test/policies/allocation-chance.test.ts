import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { ROLES, type Viewer } from '../../platform/viewer.ts';
import {
  allocationOn,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, AUDITOR, HUB, memberOf, registrarOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { ... on Reacted { reaction { id } } } }`;
const [ONE, TWO] = [registrationId('R0001', 1), registrationId('R0002', 2)];
const HOME = vacancyId(1);

/** Each role, wrongly given every setting that a policy looks at. */
const EVERYBODY = ROLES.map((role): Viewer => ({ ...memberOf('L0001', role), registration: ONE }));

describe('what the database tells of the neighbour above, and of chance', () => {
  let databases: TestDatabases<'allocation'>;
  let app: Database;
  let open: Database;
  let admin: Database;
  let allocation: Allocation;
  /** Of the seeker with the higher place, and of the other. */
  const ids: string[] = [];

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    const { adminUrl, appUrl, publicUrl } = databases.of.allocation;
    [admin, app, open] = [adminUrl, appUrl, publicUrl].map((url) =>
      connect(url, { applicationName: 'test', max: 1 }),
    ) as [Database, Database, Database];
    const world = worldOf(
      [vacancyCase(HOME)],
      [
        seekerCase(ONE, { registeredOn: '2010-01-01' as never }),
        seekerCase(TWO, { registeredOn: '2015-01-01' as never }),
      ],
    );
    allocation = allocationOn(databases.of.allocation, world);
    for (const registration of [ONE, TWO]) {
      const input = { idempotencyKey: `react-${registration.slice(-8)}`, vacancy: HOME, registration };
      const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
      ids.push((data.react.reaction.id as string).slice(6));
    }
    await admin`insert into disclosure_secret default values`;
    await admin`insert into chance_count values
      ('L0001', '2026-07-01', 'GOOI', 'GM0402', 'SOCIAL_RENT', 'OFFER', 'HOUSE', 1, '*', 0, 9, 100, 20, 9, 1),
      ('L0002', '2026-07-01', 'GOOI', 'GM0402', 'SOCIAL_RENT', 'OFFER', 'HOUSE', 2, '*', 0, 12, 200, 20, 9, 1),
      ('L0002', '2026-07-01', 'GOOI', 'GM0402', 'SOCIAL_RENT', 'OFFER', 'HOUSE', 1, 'URGENT', 1, 3, 3, 3, 3, 1)`;
  });
  afterAll(async () => {
    await allocation.stop();
    await Promise.all([admin.end(), app.end(), open.end()]);
    await databases.drop();
  });

  const as = <Result>(viewer: Viewer, work: (sql: Transaction) => Promise<Result>) =>
    writeAsViewer(app, viewer, { traceId: '1'.repeat(32) }, work);
  const above = (viewer: Viewer) =>
    as(
      viewer,
      (sql) => sql<{ id: string; stage: string; groupRank: number | null; orderKey: number | null }[]>`
        select id, stage, group_rank, order_key from decided_above(${['L0001', 'L0001']}::text[], ${ids}::uuid[]) order by stage`,
    );

  describe('of the neighbour above', () => {
    it('gives the desk of the home and the auditor group and value', async () => {
      for (const viewer of [allocatorOf('L0001'), AUDITOR]) {
        const rows = await above(viewer);
        expect(rows).toMatchObject([
          { id: ids[0], stage: 'FIRST', groupRank: null, orderKey: null },
          { id: ids[1], stage: 'ORDER' },
        ]);
        expect(rows[1]!.groupRank).toBeGreaterThan(0);
        expect(rows[1]!.orderKey).toBeLessThan(0);
      }
    });

    it('gives a seeker and a registrar the stage of the own reaction and nothing else', async () => {
      for (const viewer of [seekerOf(TWO), registrarOf('R0002')]) {
        expect(await above(viewer)).toEqual([
          { id: ids[1], stage: 'ORDER', groupRank: null, orderKey: null },
        ]);
      }
    });

    it('gives nobody else anything, named as they may be', async () => {
      for (const viewer of [
        allocatorOf('L0002'),
        { ...allocatorOf('L0001'), organisation: null },
        registrarOf('R0003'),
        { ...seekerOf(ONE), registration: null },
        ...EVERYBODY.filter(({ role }) => !['SEEKER', 'ALLOCATOR', 'AUDITOR'].includes(role)),
      ]) {
        expect(await above(viewer), viewer.role).toEqual([]);
      }
      await expect(
        open`select * from decided_above(${['L0001']}::text[], ${[ids[1]!]}::uuid[])`,
      ).rejects.toMatchObject({
        code: '42501',
      });
    });
  });

  describe('of chance', () => {
    it('shows no role the counts, and lets none change them', async () => {
      const refused = { code: '42501' };
      for (const viewer of [HUB, ...EVERYBODY]) {
        await expect(
          as(viewer, (sql) => sql`select from chance_count`),
          viewer.role,
        ).rejects.toMatchObject(refused);
      }
      await expect(as(HUB, (sql) => sql`update chance_count set housed = 0`)).rejects.toMatchObject(refused);
      await expect(as(HUB, (sql) => sql`delete from chance_count`)).rejects.toMatchObject(refused);
      await expect(open`select from chance_count`).rejects.toMatchObject(refused);
    });

    it('gives sums of ten homes and twenty reactions on, of fewer only how many homes, of a group not even that', async () => {
      const told = await open<Record<string, number | string | null>[]>`
        select step, group_code, places, homes, stood, housed from chance_of('GOOI', 'GM0402', 'SOCIAL_RENT', 'OFFER', 'HOUSE', 1,
          ${['*', 'URGENT']}::text[], '2026-01-01', '2027-01-01') where step in (1, 5) order by group_code, step`;
      expect(told).toEqual([
        { step: 1, groupCode: '*', places: 0, homes: 9, stood: null, housed: null },
        { step: 5, groupCode: '*', places: 0, homes: 21, stood: 300, housed: 18 },
        { step: 1, groupCode: 'URGENT', places: 1, homes: null, stood: null, housed: null },
        { step: 5, groupCode: 'URGENT', places: 1, homes: null, stood: null, housed: null },
      ]);
    });

    it('lets the hub alone count a home, and only one whose offering has ended', async () => {
      const add = (sql: Transaction) => sql`
        select count_chance('L0001', ${HOME.slice(6)}::uuid, '2026-10-01', ${['A']}::text[], ${[1]}::int[], ${[1]}::int[])`;
      for (const viewer of EVERYBODY.filter(({ role }) => role !== 'HUB')) {
        await expect(as(viewer, add), viewer.role).rejects.toMatchObject({ code: '42501' });
      }
      await as(HUB, add);
      expect(await admin`select from chance_count`).toHaveLength(3);
      await expect(
        open`select count_chance('L0001', ${HOME.slice(6)}::uuid, '2026-10-01', '{A}', '{1}', '{1}')`,
      ).rejects.toMatchObject({
        code: '42501',
      });
    });
  });
});
