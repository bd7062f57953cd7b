import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, AUDITOR, HUB, registrarOf, seekerOf } from '../support/viewers.ts';

const ME = registrationId('R0001', 1);
const VACANCY = 'f0000000-0000-7000-8000-000000000001';
const REACTION = 'e0000000-0000-7000-8000-000000000001';
const HASH = 'a'.repeat(64);

describe('who may touch what keeps places fresh', () => {
  let databases: TestDatabases<'allocation'>;
  let app: Database;
  let admin: Database;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
    admin = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await app.end();
    await admin.end();
    await databases.drop();
  });
  beforeEach(async () => {
    await admin`truncate rule_set, ranking, reaction, consideration, follower, feed_position cascade`;
    await loadAsOwner(databases.of.allocation, async (sql) => {
      await sql`insert into rule_set (hash, canonical) values (${HASH}, '{}')`;
      await sql`
        insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
        values ('L0001', ${VACANCY}, 'GOOI', 'PROVISIONAL', ${HASH}, '{"place":{"municipality":"GM0402"}}', 'REGISTRATION_TIME',
                true, '2026-11-05', '2026-11-02')`;
      await sql`
        insert into reaction (owner, id, vacancy, registration, registrar, reacted_at, status, exclusion, facts, facts_on,
                              group_rank, order_key, lot, preference)
        values ('L0001', ${REACTION}, ${VACANCY}, ${ME}, 'R0001', '2026-11-02', 'SUSPENDED', 'NOT_ADMITTED', '{}', '2026-11-02',
                1, 1, ${HASH}, 1)`;
      await sql`insert into follower (holder, held_until) values (gen_random_uuid(), now())`;
      await sql`insert into feed_position values ('URGENCIES', 'x')`;
    });
  });

  const as = <Result>(viewer: Viewer, work: (sql: Transaction) => Promise<Result>): Promise<Result> =>
    writeAsViewer(app, viewer, { traceId: '4'.repeat(32) }, work);
  const one = async () => (await admin`select * from reaction`)[0]!;

  it('lets a seeker withdraw a suspended reaction, and neither bring it back nor have it left alone', async () => {
    for (const viewer of [seekerOf(ME), registrarOf('R0001')]) {
      for (const wrong of [
        (sql: Transaction) => sql`update reaction set status = 'ACTIVE', exclusion = null`,
        (sql: Transaction) => sql`update reaction set status = 'EXCLUDED'`,
        (sql: Transaction) => sql`update reaction set exclusion = null, status = 'WITHDRAWN'`,
        (sql: Transaction) => sql`update reaction set to_follow = false`,
        (sql: Transaction) => sql`update reaction set facts_on = '2026-11-03'`,
      ])
        await expect(as(viewer, wrong)).rejects.toThrow(/a place follows from the rules|row-level security/);
    }
    await as(seekerOf(ME), (sql) => sql`update reaction set status = 'WITHDRAWN'`);
    expect(await one()).toMatchObject({ status: 'WITHDRAWN', exclusion: 'NOT_ADMITTED' });
  });

  it('lets the hub suspend and bring back, and say nothing of a preference', async () => {
    await as(HUB, (sql) => sql`update reaction set status = 'ACTIVE', exclusion = null, to_follow = false`);
    expect(await one()).toMatchObject({ status: 'ACTIVE', toFollow: false });
    await expect(as(HUB, (sql) => sql`update reaction set preference = 2`)).rejects.toThrow(
      /a place follows/,
    );
    await as(seekerOf(ME), (sql) => sql`update reaction set preference = 2`);
    expect(await one()).toMatchObject({ preference: 2 });
    await as(allocatorOf('L0001'), (sql) => sql`update reaction set preference = 3`);
    await as(seekerOf(registrationId('R0001', 2)), (sql) => sql`update reaction set preference = 3`);
    expect(await one()).toMatchObject({ preference: 2 });
  });

  it('lets nobody write a reaction that need not be looked at again', async () => {
    const insert = (toFollow: boolean) => (sql: Transaction) =>
      sql`insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key,
                                lot, to_follow)
          values ('L0001', ${VACANCY}, ${registrationId('R0001', 2)}, 'R0001', '2026-11-02', 'ACTIVE', '{}', '2026-11-02', 1, 1,
                  ${'b'.repeat(64)}, ${toFollow})`;
    const viewer = seekerOf(registrationId('R0001', 2));
    await expect(as(viewer, insert(false))).rejects.toThrow(/row-level security/);
    await as(viewer, insert(true));
    expect(await admin`select from reaction`).toHaveLength(2);
  });

  it('shows the lease and the places in the feeds to the hub alone', async () => {
    const counts = (viewer: Viewer) =>
      as(viewer, async (sql) => [
        (await sql`select from follower`).length,
        (await sql`select from feed_position`).length,
        (await sql`update feed_position set after = 'y'`).count,
      ]);
    expect(await counts(HUB)).toEqual([1, 1, 1]);
    for (const viewer of [seekerOf(ME), registrarOf('R0001'), allocatorOf('L0001'), AUDITOR])
      expect(await counts(viewer)).toEqual([0, 0, 0]);
  });

  it('tells a choice to the household, its registrar, and the corporation while it considers the candidate', async () => {
    const choice = (viewer: Viewer) =>
      as(
        viewer,
        async (sql) => (await sql`select choice_of('L0001', ${REACTION}) as choice`)[0]!['choice'] as number,
      );
    expect(await choice(seekerOf(ME))).toBe(1);
    expect(await choice(registrarOf('R0001'))).toBe(1);
    for (const viewer of [
      allocatorOf('L0001'),
      allocatorOf('L0002'),
      seekerOf(registrationId('R0001', 2)),
      registrarOf('R0002'),
      AUDITOR,
    ])
      expect(await choice(viewer)).toBeNull();
    await loadAsOwner(databases.of.allocation, async (sql) => {
      await sql`insert into consideration (owner, reaction, since) values ('L0001', ${REACTION}, '2026-11-02')`;
    });
    expect(await choice(allocatorOf('L0001'))).toBe(1);
    expect(await choice(allocatorOf('L0002'))).toBeNull();
    await admin`update consideration set ended_on = '2026-11-02'`;
    expect(await choice(allocatorOf('L0001'))).toBeNull();
  });
});
