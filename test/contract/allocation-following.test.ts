import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import {
  allocationOn,
  CLOSES_AT,
  NOW,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
  type World,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename
  ... on Reacted { reaction { id } } ... on ReactionRefused { code } ... on NotAdmitted { code } } }`;
const WITHDRAW = `mutation ($input: WithdrawReactionInput!) {
  withdrawReaction(input: $input) { __typename ... on ReactionWithdrawn { reaction { status exclusion { code } } } } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename
  ... on ClosingRefused { code } } }`;
const RANKING = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Vacancy { reactionCount ranking {
  asOf status candidateCount candidates(first: 100) { nodes { orderValue group { code } reaction { id } } } } } } }`;
const MINE = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Vacancy {
  position { position asOf candidateCount orderValue group { code } }
  reaction { id status exclusion { code outcome citation { article } } } } } }`;

const HOME = vacancyId(1);
const OTHER = vacancyId(2);
const OFFICE = allocatorOf('L0001');
const TOMORROW = '2026-11-03T10:00:00.000Z';
const who = (index: number) => registrationId('R0001', index);
/** A seeker who waits since January of a year. */
const since = (index: number, year: number, said = {}) =>
  seekerCase(who(index), {
    registeredOn: calendarDate(`${year}-01-01`),
    presentAddressSince: calendarDate(`${year}-01-01`),
    ...said,
  });

describe('keeping provisional places fresh', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;
  const reactions = new Map<string, string>();

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 2 });
    world = worldOf([], []);
    allocation = allocationOn(databases.of.allocation, world);
  });
  afterAll(async () => {
    await allocation.stop();
    await sql.end();
    await databases.drop();
  });
  beforeEach(async () => {
    await sql`truncate reaction, ranking, consideration, platform.idempotency, platform.file_read cascade`;
    await sql`truncate follower, feed_position`;
    world.now = NOW;
    world.vacancies.clear();
    world.seekers.clear();
    world.changes.REGISTRATIONS.length = 0;
    world.changes.URGENCIES.length = 0;
    world.changesOnPage = 100;
    world.instead = () => undefined;
    reactions.clear();
    for (const id of [HOME, OTHER]) world.vacancies.set(id, vacancyCase(id));
    for (const one of [since(1, 2019), since(2, 2018), since(3, 2017)]) {
      world.seekers.set(one.id, one);
      expect(await react(one.id)).toBe('Reacted');
    }
    await allocation.follow();
    allocation.asked.length = 0;
    allocation.logged.length = 0;
  });

  async function react(registration: string, vacancy = HOME): Promise<string> {
    const input = { idempotencyKey: `${vacancy.slice(-4)}-${registration.slice(-8)}`, vacancy, registration };
    const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
    if (data.react.reaction) reactions.set(data.react.reaction.id, registration.slice(-1));
    return data.react.code ?? data.react.__typename;
  }
  function change(seeker: ReturnType<typeof since>): void {
    world.seekers.set(seeker.id, seeker);
    world.changes.REGISTRATIONS.push(seeker.id);
  }
  async function ranked(vacancy = HOME) {
    const of = [{ __typename: 'Vacancy', id: vacancy }];
    const entity = (await allocation.ask(OFFICE, RANKING, { of })).data._entities[0];
    const nodes = entity.ranking.candidates.nodes as { reaction: { id: string } }[];
    return {
      order: nodes.map(({ reaction }) => reactions.get(reaction.id)).join(''),
      asOf: entity.ranking.asOf as string,
      counts: [entity.reactionCount, entity.ranking.candidateCount],
    };
  }
  async function mine(index: number, vacancy = HOME) {
    const of = [{ __typename: 'Vacancy', id: vacancy }];
    return (await allocation.ask(seekerOf(who(index)), MINE, { of })).data._entities[0];
  }
  const today = () => world.now.slice(0, 10);
  /** Hilversum admits nobody whose income is above its limit. */
  const tooRich = { incomeTests: [{ threshold: 'INCOME_GOOI', atMost: false }] };

  it('shows the old place with its day until a change was followed, and the new one afterwards', async () => {
    change(since(1, 2010));
    world.now = TOMORROW;
    expect((await mine(1)).position).toMatchObject({ position: 3, asOf: '2026-11-02' });
    await allocation.follow();
    expect((await mine(1)).position).toMatchObject({ position: 1, asOf: '2026-11-03' });
    expect(await ranked()).toEqual({ order: '132', asOf: '2026-11-03', counts: [3, 3] });
  });

  it('asks once, for those whose facts changed and who have an open reaction, and for nobody else', async () => {
    change(since(1, 2010));
    change(since(1, 2011));
    change(since(9, 2001));
    await allocation.follow();
    const asked = allocation.asked.filter(({ operation }) => operation === 'ClosingFacts');
    expect(asked.map(({ variables }) => variables)).toEqual([{ registrations: [who(1)], on: '2026-11-02' }]);
    expect((await ranked()).order).toBe('132');
    expect(allocation.logged).toContainEqual(
      expect.objectContaining({
        event: 'places followed',
        name: 'REGISTRATIONS',
        lines: 3,
        moved: 1,
        lagMs: 0,
      }),
    );
  });

  it('follows an urgency that was granted into its group, by the feed of urgencies', async () => {
    const urgent = since(1, 2019);
    world.seekers.set(who(1), {
      ...urgent,
      urgencyFacts: [
        {
          category: 'MEDICAL',
          statutoryGroup: null,
          municipality: 'GM0402',
          decidedOn: calendarDate('2026-11-02'),
          validFrom: calendarDate('2026-11-02'),
          validUntil: calendarDate('2027-05-02'),
          directMediation: false,
          searchProfile: {
            dwellingTypes: [],
            minimumRooms: null,
            maximumRooms: null,
            maximumRentCents: null,
            minimumAreaM2: null,
            accessibility: 'NONE',
            municipalities: [],
          },
        },
      ],
    });
    world.changes.URGENCIES.push(who(1));
    const before = (await mine(1)).position.group.code;
    await allocation.follow();
    expect((await ranked()).order).toBe('132');
    expect((await mine(1)).position.group.code).not.toBe(before);
  });

  it('suspends whom the facts exclude, tells the seeker by which article, and lets it come back with the facts', async () => {
    change(since(2, 2018, tooRich));
    await allocation.follow();
    expect(await ranked()).toEqual({ order: '31', asOf: today(), counts: [2, 2] });
    const suspended = await mine(2);
    expect(suspended.position).toBeNull();
    expect(suspended.reaction.status).toBe('SUSPENDED');
    expect(suspended.reaction.exclusion.map(({ outcome }: { outcome: string }) => outcome)).toContain(
      'NOT_MET',
    );
    expect(suspended.reaction.exclusion[0].citation.article).not.toBe('');
    expect(await react(who(2))).toBe('Reacted');
    expect(await ranked()).toMatchObject({ order: '31' });

    change(since(2, 2018));
    await allocation.follow();
    expect(await ranked()).toEqual({ order: '321', asOf: today(), counts: [3, 3] });
    expect((await mine(2)).reaction).toMatchObject({ status: 'ACTIVE', exclusion: [] });
  });

  it('suspends a registration that may not react any more, and one that is no longer there', async () => {
    change(since(2, 2018, { active: false }));
    world.seekers.delete(who(3));
    world.changes.REGISTRATIONS.push(who(3));
    await allocation.follow();
    expect(await ranked()).toMatchObject({ order: '1', counts: [1, 1] });
    expect((await mine(2)).reaction).toMatchObject({ status: 'SUSPENDED', exclusion: [] });
  });

  it('lets a suspended reaction be withdrawn, and counts it once', async () => {
    change(since(2, 2018, tooRich));
    await allocation.follow();
    const { id } = (await mine(2)).reaction;
    const input = { idempotencyKey: 'withdraw-it', reaction: id };
    const { data } = await allocation.ask(seekerOf(who(2)), WITHDRAW, { input });
    expect(data.withdrawReaction.reaction).toEqual({ status: 'WITHDRAWN', exclusion: [] });
    change(since(2, 2018));
    await allocation.follow();
    expect(await ranked()).toMatchObject({ order: '31', counts: [2, 2] });
  });

  it('follows a change that came between the asking and the writing of a reaction', async () => {
    world.seekers.set(who(4), since(4, 2016));
    // The line is read, and passed, before there is a reaction to look at.
    world.meanwhile = async ({ operation }) => {
      if (!operation.endsWith('ReactionFacts')) return;
      change(since(4, 2020));
      await allocation.follow();
    };
    expect(await react(who(4))).toBe('Reacted');
    world.meanwhile = () => Promise.resolve();
    expect((await ranked()).order).toBe('4321');
    await allocation.follow();
    expect((await ranked()).order).toBe('3214');
  });

  it('touches no ranking that is frozen, and no home whose period is over', async () => {
    expect(await react(who(1), OTHER)).toBe('Reacted');
    world.now = CLOSES_AT;
    change(since(1, 2010));
    await allocation.follow();
    expect((await ranked()).order).toBe('321');
    expect(
      (await allocation.ask(OFFICE, FREEZE, { input: { vacancy: HOME } })).data.freezeRanking.__typename,
    ).toBe('RankingFrozen');
    expect((await ranked()).order).toBe('132');
    change(since(3, 2001));
    await allocation.follow();
    expect((await ranked()).order).toBe('132');
    const stored = () =>
      sql`select id, facts, facts_on, position, salt, commitment from reaction order by id`;
    const before = await stored();
    change(since(2, 2001));
    await allocation.follow();
    expect(await stored()).toEqual(before);
  });

  it('decides on the closing day also about who was suspended until then', async () => {
    change(since(2, 2018, tooRich));
    change(since(3, 2017, tooRich));
    await allocation.follow();
    world.seekers.set(who(2), since(2, 2018));
    world.now = CLOSES_AT;
    await allocation.ask(OFFICE, FREEZE, { input: { vacancy: HOME } });
    expect(await ranked()).toMatchObject({ order: '21', counts: [2, 2] });
    expect((await mine(3)).reaction).toBeNull();
    const [excluded] = await sql`select status, exclusion from reaction where registration = ${who(3)}`;
    expect(excluded).toEqual({ status: 'EXCLUDED', exclusion: 'NOT_ADMITTED' });
  });

  it('waits for an owner who is away, without losing a line, and goes on with the other feed', async () => {
    world.instead = ({ operation }) =>
      operation === 'RegistrationChanges' ? { errors: [], data: null } : undefined;
    change(since(1, 2010));
    world.seekers.set(who(2), since(2, 2001));
    world.changes.URGENCIES.push(who(2));
    await allocation.follow();
    expect((await ranked()).order).toBe('231');
    expect(allocation.logged).toContainEqual(
      expect.objectContaining({ event: 'places not followed', name: 'REGISTRATIONS' }),
    );
    // The feed answers, and the facts do not.
    world.instead = ({ operation }) => (operation === 'ClosingFacts' ? { data: null } : undefined);
    await allocation.follow();
    expect((await ranked()).order).toBe('231');
    world.instead = () => undefined;
    await allocation.follow();
    expect((await ranked()).order).toBe('213');
  });

  it('is not held up by one seeker whose facts cannot be put together, and asks for those again later', async () => {
    const takeOver = async () => {
      await sql`update follower set holder = null, held_until = null`;
      return allocation.anotherFollower();
    };
    const one = await takeOver();
    world.seekers.set(who(1), { ...since(1, 2010), urgencyFacts: null });
    world.changes.REGISTRATIONS.push(who(1));
    change(since(2, 2001));
    await allocation.follow(one);
    expect((await ranked()).order).toBe('231');
    const [left] = await sql`select to_follow from reaction where registration = ${who(1)}`;
    expect(left).toEqual({ toFollow: true });
    world.seekers.set(who(1), since(1, 2000));
    // Not at once by the one that met it just now; at once by another, which did not.
    allocation.asked.length = 0;
    await allocation.follow(one);
    expect(allocation.asked.some(({ operation }) => operation === 'ClosingFacts')).toBe(false);
    await allocation.follow(await takeOver());
    expect((await ranked()).order).toBe('123');
  });

  it('judges every open home anew each day, for time changes facts too, and goes on where it stopped', async () => {
    expect(await react(who(1), OTHER)).toBe('Reacted');
    world.now = TOMORROW;
    // No line: it is the day that makes the difference, as for an urgency that begins on it.
    world.seekers.set(who(1), since(1, 2000));
    expect(await ranked()).toMatchObject({ order: '321', asOf: '2026-11-02' });
    let asked = 0;
    world.instead = ({ operation }) => {
      if (operation !== 'ClosingFacts') return undefined;
      asked += 1;
      return { data: null };
    };
    await allocation.follow();
    expect(asked).toBeGreaterThan(0);
    expect(await ranked()).toMatchObject({ order: '321', asOf: '2026-11-02' });
    world.instead = () => undefined;
    allocation.asked.length = 0;
    await allocation.follow();
    expect(await ranked()).toEqual({ order: '132', asOf: '2026-11-03', counts: [3, 3] });
    expect((await ranked(OTHER)).asOf).toBe('2026-11-03');
    const of = allocation.asked.filter(({ operation }) => operation === 'ClosingFacts');
    // Everybody once, on whichever homes.
    expect(of.flatMap(({ variables }) => variables['registrations'] as string[]).sort()).toEqual(
      [1, 2, 3].map(who),
    );
    allocation.asked.length = 0;
    await allocation.follow();
    expect(allocation.asked.some(({ operation }) => operation === 'ClosingFacts')).toBe(false);
  });

  it('does not say of a ranking that it is of today while somebody in it stands on facts of before', async () => {
    world.now = TOMORROW;
    await allocation.follow();
    expect((await ranked()).asOf).toBe('2026-11-03');
    world.seekers.set(who(4), since(4, 2016));
    // Asked before midnight, written after it.
    world.instead = ({ operation }) => {
      if (!operation.endsWith('ReactionFacts')) return undefined;
      const registration = world.seekers.get(who(4))!;
      const facts = { ...registration.facts, on: '2026-11-02' };
      return {
        data: { vacancy: world.vacancies.get(HOME), registration: { ...registration, facts } },
      } as never;
    };
    expect(await react(who(4))).toBe('Reacted');
    expect((await ranked()).asOf).toBe('2026-11-02');
    world.instead = () => undefined;
    await allocation.follow();
    expect((await ranked()).asOf).toBe('2026-11-03');
  });

  it('is done by one process at a time, and by another once the first is gone', async () => {
    const other = allocation.anotherFollower();
    change(since(1, 2010));
    await allocation.follow(other);
    expect((await ranked()).order).toBe('321');
    await sql`update follower set held_until = now() - interval '1 second'`;
    await allocation.follow(other);
    expect((await ranked()).order).toBe('132');
    // The first one has lost the lease, and takes it again when it is given back.
    change(since(2, 2001));
    await allocation.follow();
    expect((await ranked()).order).toBe('132');
    await other.end();
    await allocation.follow();
    expect((await ranked()).order).toBe('213');
  });

  it('writes nothing of what a process had in hand when another took over', async () => {
    change(since(1, 2010));
    world.meanwhile = async ({ operation }) => {
      if (operation === 'ClosingFacts')
        await sql`update follower set holder = gen_random_uuid(), held_until = now() + interval '1 hour'`;
    };
    await allocation.follow();
    world.meanwhile = () => Promise.resolve();
    expect((await ranked()).order).toBe('321');
    await sql`update follower set held_until = now() - interval '1 second'`;
    await allocation.follow();
    expect((await ranked()).order).toBe('132');
  });
});
