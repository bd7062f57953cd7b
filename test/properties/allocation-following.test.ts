import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { addDays, calendarDate, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { rank } from '../../rules/rank.ts';
import { assembleCandidate, assembleVacancy, createJudge } from '../../subgraphs/allocation/subgraph.ts';
import { judgeAnew } from '../../subgraphs/allocation/domain/judge-anew.ts';
import {
  allocationOn,
  NOW,
  RULES,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
  type World,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { registrationId } from '../support/registrations.ts';
import { seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename } }`;
const WITHDRAW = `mutation ($input: WithdrawReactionInput!) { withdrawReaction(input: $input) { __typename } }`;
const JUDGE = createJudge(RULES.hash, RULES.canonical);
const SEEKERS = [1, 2, 3, 4];
const HOMES = [vacancyId(1), vacancyId(2)];
/** Hilversum has homes for who is with three or more: another group, and other facts than waiting. */
const ROOMS = [3, 4];

/** What a seeker may become: waiting since a year, with a household, admitted or not, registered or not. */
const become = fc.record({
  who: fc.constantFrom(...SEEKERS),
  year: fc.integer({ min: 2000, max: 2006 }),
  children: fc.constantFrom(0, 2),
  rich: fc.boolean(),
  active: fc.constantFrom(true, true, true, false),
  feed: fc.constantFrom('REGISTRATIONS' as const, 'URGENCIES' as const),
});
type Become = typeof become extends fc.Arbitrary<infer Value> ? Value : never;
const place = { who: fc.constantFrom(...SEEKERS), home: fc.constantFrom(0, 1) };

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('CHANGE' as const), become }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('REACT' as const), ...place }) },
  // Something changes after the facts were given and before they are written; the feed may be followed in between.
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('REACT' as const),
      ...place,
      meanwhile: become,
      followed: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('WITHDRAW' as const), ...place }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('FOLLOW' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('FOLLOW' as const), meanwhile: become }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'CRASH' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'DAY' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describe('following what changes', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;
  let follower: ReturnType<Allocation['anotherFollower']>;
  let keys = 0;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    world = worldOf([], []);
    allocation = allocationOn(databases.of.allocation, world);
  });
  afterAll(async () => {
    await allocation.stop();
    await sql.end();
    await databases.drop();
  });

  const today = () => world.now.slice(0, 10) as CalendarDate;

  function apply({ who, year, children, rich, active, feed }: Become): void {
    const id = registrationId('R0001', who);
    const day = calendarDate(`${year}-01-01`);
    world.seekers.set(
      id,
      seekerCase(id, {
        registeredOn: day,
        presentAddressSince: day,
        children,
        active,
        incomeTests: [{ threshold: 'INCOME_GOOI', atMost: !rich }],
      }),
    );
    world.changes[feed].push(id);
  }

  async function begin(): Promise<void> {
    await sql`truncate reaction, ranking, platform.idempotency, platform.file_read, follower, feed_position cascade`;
    world.now = NOW;
    world.instead = () => undefined;
    world.changesOnPage = 2;
    world.changes.REGISTRATIONS.length = 0;
    world.changes.URGENCIES.length = 0;
    for (const [index, id] of HOMES.entries()) {
      const home = vacancyCase(id, {
        closesAt: '2026-12-24T19:00:00.000Z',
        closesOn: calendarDate('2026-12-24'),
      });
      world.vacancies.set(id, { ...home, dwelling: { ...home.dwelling, rooms: ROOMS[index]! } });
    }
    for (const who of SEEKERS)
      apply({ who, year: 2002, children: 0, rich: false, active: true, feed: 'REGISTRATIONS' });
    follower = allocation.anotherFollower();
  }

  /** Does something once, just after an owner answered an operation. */
  function afterAnswering(operation: string, act: () => void): void {
    world.instead = (asked) => {
      if (!asked.operation.endsWith(operation)) return undefined;
      world.instead = () => undefined;
      const ids = (asked.variables['registrations'] ?? [asked.variables['registration']]) as string[];
      const on = asked.variables['on'];
      const cases = ids.map((id) => {
        const one = world.seekers.get(id)!;
        return { ...one, facts: { ...one.facts, on } };
      });
      const vacancy = world.vacancies.get(asked.variables['vacancy'] as string) ?? null;
      act();
      return { data: { registrationsById: cases, registration: cases[0], vacancy } } as never;
    };
  }

  async function take(one: Step): Promise<void> {
    if (one.kind === 'CHANGE') apply(one.become);
    if (one.kind === 'REACT') {
      const registration = registrationId('R0001', one.who);
      let following: Promise<void> = Promise.resolve();
      if ('meanwhile' in one)
        afterAnswering('ReactionFacts', () => {
          apply(one.meanwhile);
          if (one.followed) following = allocation.follow(follower);
        });
      const input = { idempotencyKey: `reaction-${(keys += 1)}`, vacancy: HOMES[one.home], registration };
      await allocation.ask(seekerOf(registration), REACT, { input });
      await following;
      world.instead = () => undefined;
    }
    if (one.kind === 'WITHDRAW') {
      const registration = registrationId('R0001', one.who);
      const [row] = await sql<{ id: string }[]>`
        select owner || ':' || id as id from reaction
         where registration = ${registration} and vacancy = ${HOMES[one.home]!.slice(6)}::uuid and status <> 'WITHDRAWN'`;
      if (row === undefined) return;
      const input = { idempotencyKey: `withdraw-${(keys += 1)}`, reaction: row.id };
      await allocation.ask(seekerOf(registration), WITHDRAW, { input });
    }
    if (one.kind === 'FOLLOW') {
      if ('meanwhile' in one) afterAnswering('ClosingFacts', () => apply(one.meanwhile));
      await follower.round();
      world.instead = () => undefined;
    }
    if (one.kind === 'CRASH') {
      // In the middle of a page; another process takes over.
      world.instead = ({ operation }) => {
        if (operation === 'ClosingFacts') throw new Error('the process ended');
        return undefined;
      };
      await follower.round();
      world.instead = () => undefined;
      await sql`update follower set held_until = now() - interval '1 second'`;
      follower = allocation.anotherFollower();
    }
    if (one.kind === 'DAY') world.now = `${addDays(today(), 1)}T10:00:00.000Z`;
  }

  /** What assessing everybody anew on the facts of today gives, who stands from the top and who does not. */
  async function assessedAnew(vacancy: string) {
    const home = assembleVacancy(world.vacancies.get(vacancy)!);
    if (home.kind === 'FAILED') throw new Error('no home');
    const rows = await sql<{ registration: string; lot: string }[]>`
      select registration, lot from reaction where vacancy = ${vacancy.slice(6)}::uuid and status <> 'WITHDRAWN'`;
    const judged = rows.map(({ registration, lot }) => {
      const seeker = world.seekers.get(registration)!;
      const facts = assembleCandidate({ ...seeker, facts: { ...seeker.facts!, on: today() } });
      if (facts.kind === 'FAILED') throw new Error('no facts');
      const anew = judgeAnew(
        { facts: facts.value, active: seeker.facts!.active },
        JUDGE.quick,
        home.value,
        today(),
      );
      return { registration, lot, anew };
    });
    const standing = judged.flatMap(({ registration, lot, anew }) =>
      anew.kind === 'PLACED' ? [{ registration, lot, ...anew }] : [],
    );
    return {
      order: rank(standing).map(({ registration, groupRank, orderValue }) => [
        registration,
        groupRank,
        orderValue,
      ]),
      suspended: judged
        .flatMap(({ registration, anew }) =>
          anew.kind === 'EXCLUDED' ? [`${registration} ${anew.exclusion}`] : [],
        )
        .sort(),
      count: standing.length,
    };
  }

  async function stored(vacancy: string) {
    const id = vacancy.slice(6);
    const rows = await sql<{ registration: string; groupRank: number; orderKey: number }[]>`
      select registration, group_rank, order_key from reaction
       where vacancy = ${id}::uuid and status = 'ACTIVE' order by group_rank, order_key, lot`;
    const suspended = await sql<{ said: string }[]>`
      select registration || ' ' || exclusion as said from reaction
       where vacancy = ${id}::uuid and status = 'SUSPENDED' order by 1`;
    const [ranking] = await sql<{ reactionCount: number; asOf: string }[]>`
      select reaction_count, as_of from ranking where vacancy = ${id}::uuid`;
    return {
      order: rows.map(({ registration, groupRank, orderKey }) => [registration, groupRank, 0 - orderKey]),
      suspended: suspended.map(({ said }) => said),
      count: ranking?.reactionCount ?? 0,
      asOf: ranking?.asOf ?? today(),
    };
  }

  it('gives the ranking that assessing everybody anew gives, for any interleaving of changes, reactions, passes and crashes', async () => {
    let suspended = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
        await begin();
        await allocation.follow(follower);
        for (const one of steps) await take(one);
        await allocation.follow(follower);
        await allocation.follow(follower);
        for (const vacancy of HOMES) {
          const expected = await assessedAnew(vacancy);
          expect(await stored(vacancy)).toEqual({ ...expected, asOf: today() });
          suspended += expected.suspended.length;
        }
      }),
      { numRuns: propertyRuns(60) },
    );
    // The control: there were some to suspend.
    expect(suspended).toBeGreaterThan(0);
  }, 120_000);
});
