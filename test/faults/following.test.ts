import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import {
  allocationOn,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
  type World,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename } }`;
const HOME = vacancyId(1);
const who = (index: number) => registrationId('R0001', index);
const since = (index: number, year: number) =>
  seekerCase(who(index), {
    registeredOn: calendarDate(`${year}-01-01`),
    presentAddressSince: calendarDate(`${year}-01-01`),
  });

describe('a follower whose transaction ends between reading a page and committing it', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'admin', max: 2 });
    world = worldOf([vacancyCase(HOME)], [since(1, 2019), since(2, 2018)]);
    allocation = allocationOn(databases.of.allocation, world);
    for (const index of [1, 2]) {
      const input = { idempotencyKey: `reaction-${index}`, vacancy: HOME, registration: who(index) };
      const { data } = await allocation.ask(seekerOf(who(index)), REACT, { input });
      expect(data.react.__typename).toBe('Reacted');
    }
    await allocation.follow();
  });
  afterAll(async () => {
    await allocation.stop();
    await sql.end();
    await databases.drop();
  });

  const order = async () =>
    (
      await sql<{ registration: string }[]>`
        select registration from reaction where status = 'ACTIVE' order by group_rank, order_key, lot`
    )
      .map(({ registration }) => registration.at(-1))
      .join('');
  const position = async () =>
    (await sql`select feed, after from feed_position order by feed`).map((row) => ({ ...row }));

  it('has written nothing, and the next one misses nothing and does nothing twice', async () => {
    const before = await position();
    world.seekers.set(who(1), since(1, 2001));
    world.changes.REGISTRATIONS.push(who(1));
    // Somebody holds the ranking, so that the follower stands in the middle of its transaction when that is ended.
    const holding = await sql.reserve();
    await holding`begin`;
    await holding`select from ranking for update`;
    const killed = allocation.anotherFollower();
    await sql`update follower set holder = null, held_until = null`;
    const round = killed.round();
    await expect
      .poll(
        async () =>
          (
            await sql`
              select pg_cancel_backend(pid) from pg_stat_activity
               where datname = current_database() and wait_event_type = 'Lock' and query like '%lockOpenRankings%'`
          ).length,
        { timeout: 30_000 },
      )
      .toBe(1);
    await holding`rollback`;
    holding.release();
    expect(await round).toBe(false);
    expect(allocation.logged).toContainEqual(expect.objectContaining({ event: 'following stopped' }));
    expect(await order()).toBe('21');
    expect(await position()).toEqual(before);

    // Nobody else, as long as the lease of the dead one lasts.
    const next = allocation.anotherFollower();
    await allocation.follow(next);
    expect(await order()).toBe('21');
    await sql`update follower set held_until = now() - interval '1 second'`;
    allocation.asked.length = 0;
    await allocation.follow(next);
    expect(await order()).toBe('12');
    expect(await position()).not.toEqual(before);
    const asked = () => allocation.asked.filter(({ operation }) => operation === 'ClosingFacts').length;
    expect(asked()).toBe(1);
    await allocation.follow(next);
    expect(asked()).toBe(1);
  });
});
