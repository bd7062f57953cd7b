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
import type { SeekerCase } from '../../subgraphs/allocation/domain/assemble-facts.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, registrarOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename ... on ReactionRefused { code } } }`;
const WITHDRAW = `mutation ($input: WithdrawReactionInput!) {
  withdrawReaction(input: $input) { __typename ... on ReactionRefused { code } } }`;
const CLOSE = `mutation ($input: CloseVacancyInput!) {
  closeVacancy(input: $input) { __typename ... on VacancyClosed { vacancy { id } } ... on ClosingRefused { code } } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) {
  freezeRanking(input: $input) {
    __typename
    ... on RankingFrozen { ranking { status asOf frozenAt candidateCount drawn
      candidates(first: 100) { nodes { position group { code } orderValue reaction { id status } } } } }
    ... on ClosingRefused { code }
  }
}`;
const MINE = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Registration { reactions { nodes {
  status exclusion { code outcome citation { article } } position { position status asOf } } } } } }`;

const HOME = vacancyId(1);
const CLOSED = '2026-11-05T19:00:00.000Z';
const OFFICE = allocatorOf('L0001');
const seeker = (index: number, registeredOn: string) =>
  seekerCase(registrationId('R0001', index), {
    registeredOn: calendarDate(registeredOn),
    presentAddressSince: calendarDate(registeredOn),
  });

describe('closing a home', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;

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
  beforeEach(async () => {
    await sql`truncate reaction, ranking, consideration, platform.idempotency, platform.file_read cascade`;
    world.now = NOW;
    world.vacancies.clear();
    world.seekers.clear();
    world.instead = () => undefined;
    world.vacancies.set(HOME, vacancyCase(HOME));
    for (const one of [seeker(1, '2019-01-01'), seeker(2, '2018-01-01'), seeker(3, '2017-01-01')])
      world.seekers.set(one.id, one);
    for (const index of [1, 2, 3]) expect(await react(index)).toBe('Reacted');
  });

  async function react(index: number): Promise<string> {
    const registration = registrationId('R0001', index);
    const input = { idempotencyKey: `reaction-${index}`, vacancy: HOME, registration };
    const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
    return data.react.code ?? data.react.__typename;
  }
  const freeze = async (viewer = OFFICE, vacancy = HOME) =>
    (await allocation.ask(viewer, FREEZE, { input: { vacancy } })).data?.freezeRanking;
  const mine = async (index: number) => {
    const registration = registrationId('R0001', index);
    const of = [{ __typename: 'Registration', id: registration }];
    return (await allocation.ask(seekerOf(registration), MINE, { of })).data._entities[0].reactions.nodes[0];
  };
  const placesStored = async () =>
    (
      await sql<{ registration: string; position: number | null; status: string }[]>`
        select registration, position, status from reaction order by registration`
    ).map(({ registration, position, status }) => `${registration.slice(-1)} ${position} ${status}`);

  it('places everybody on the facts of the closing day, whatever they were when they reacted', async () => {
    // Who had waited longest turns out to have moved in between; who was second waits longest now.
    world.seekers.set(
      registrationId('R0001', 3),
      seekerCase(registrationId('R0001', 3), {
        registeredOn: calendarDate('2017-01-01'),
        lastMove: { on: calendarDate('2026-11-03'), searchValueDays: 0 },
      }),
    );
    world.now = CLOSED;
    const frozen = await freeze();
    expect(frozen).toMatchObject({
      __typename: 'RankingFrozen',
      ranking: { status: 'FROZEN', asOf: '2026-11-05', frozenAt: CLOSED, candidateCount: 3, drawn: true },
    });
    expect(await placesStored()).toEqual(['1 2 ACTIVE', '2 1 ACTIVE', '3 3 ACTIVE']);
    expect((await mine(2)).position).toEqual({ position: 1, status: 'FROZEN', asOf: '2026-11-05' });
    expect(world.vacancies.get(HOME)?.status).toBe('CLOSED');
    const asked = allocation.asked.filter(({ operation }) => operation === 'ClosingFacts').at(-1)!;
    expect(asked.variables['on']).toBe('2026-11-05');
    expect(asked.viewer).toMatchObject({ role: 'HUB', organisation: 'L0001', purpose: 'freeze a ranking' });
  });

  it('excludes whom the facts of that day exclude, and says by which article', async () => {
    world.seekers.set(
      registrationId('R0001', 3),
      seekerCase(registrationId('R0001', 3), { incomeTests: [{ threshold: 'INCOME_GOOI', atMost: false }] }),
    );
    world.seekers.set(registrationId('R0001', 2), seekerCase(registrationId('R0001', 2), { active: false }));
    world.now = CLOSED;
    expect((await freeze()).ranking).toMatchObject({ candidateCount: 1 });
    expect(await placesStored()).toEqual(['1 1 ACTIVE', '2 null EXCLUDED', '3 null EXCLUDED']);
    const excluded = await mine(3);
    expect(excluded).toMatchObject({ status: 'EXCLUDED', position: null });
    expect(excluded.exclusion.map(({ outcome }: { outcome: string }) => outcome)).toContain('NOT_MET');
    expect(await mine(2)).toMatchObject({ status: 'EXCLUDED', exclusion: [] });
    expect(await mine(1)).toMatchObject({ status: 'ACTIVE', exclusion: [] });
  });

  it('is not before its time, and not somebody else’s', async () => {
    world.now = '2026-11-05T18:59:59.999Z';
    expect(await freeze()).toMatchObject({ code: 'VACANCY_STILL_OPEN' });
    world.now = CLOSED;
    expect(await freeze(allocatorOf('L0002'))).toMatchObject({ code: 'UNKNOWN_VACANCY' });
    expect(await freeze(OFFICE, 'x')).toMatchObject({ code: 'UNKNOWN_VACANCY' });
    for (const viewer of [seekerOf(registrationId('R0001', 1)), registrarOf('R0001')]) {
      expect((await allocation.ask(viewer, FREEZE, { input: { vacancy: HOME } })).codes).toEqual([
        'FORBIDDEN',
      ]);
      expect((await allocation.ask(viewer, CLOSE, { input: { vacancy: HOME } })).codes).toEqual([
        'FORBIDDEN',
      ]);
    }
    expect(await placesStored()).toEqual(['1 null ACTIVE', '2 null ACTIVE', '3 null ACTIVE']);
    const { data } = await allocation.ask(OFFICE, CLOSE, { input: { vacancy: HOME } });
    expect(data.closeVacancy).toEqual({ __typename: 'VacancyClosed', vacancy: { id: HOME } });
    expect((await freeze()).__typename).toBe('RankingFrozen');
  });

  it('happens once, however many ask and however often', async () => {
    world.now = CLOSED;
    const all = await Promise.all(Array.from({ length: 6 }, () => freeze()));
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    world.seekers.clear();
    world.now = '2026-12-01T00:00:00.000Z';
    expect(await freeze()).toEqual(all[0]);
  });

  it('writes nothing when an owner does not answer about one of them', async () => {
    world.now = CLOSED;
    const before = await placesStored();
    world.seekers.delete(registrationId('R0001', 2));
    expect(await freeze()).toMatchObject({ code: 'FACTS_UNAVAILABLE' });
    world.instead = ({ operation }) => (operation === 'ClosingFacts' ? { data: null } : undefined);
    expect(await freeze()).toMatchObject({ code: 'FACTS_UNAVAILABLE' });
    world.instead = ({ operation }) => (operation === 'TakeVacancyStep' ? { data: null } : undefined);
    expect(await freeze()).toMatchObject({ code: 'FACTS_UNAVAILABLE' });
    expect(await placesStored()).toEqual(before);
  });

  it('writes nothing when an owner answers what was not asked', async () => {
    world.now = CLOSED;
    const before = await placesStored();
    const answered = (of: (seeker: SeekerCase, index: number, all: readonly SeekerCase[]) => unknown) => {
      world.instead = ({ operation, variables }) => {
        if (operation !== 'ClosingFacts') return undefined;
        const asked = (variables['registrations'] as readonly string[]).map((id) => {
          const seeker = world.seekers.get(id)!;
          return { ...seeker, facts: { ...seeker.facts!, on: calendarDate(variables['on'] as string) } };
        });
        return { data: { registrationsById: asked.map(of) } };
      };
    };
    answered((seeker) => ({ ...seeker, facts: { ...seeker.facts, on: '2026-11-02' } }));
    expect(await freeze(), 'another day').toMatchObject({ code: 'FACTS_UNAVAILABLE' });
    answered((_seeker, _index, all) => all[0]);
    expect(await freeze(), 'one seeker for all').toMatchObject({ code: 'FACTS_UNAVAILABLE' });
    answered((seeker) => ({ ...seeker, facts: null }));
    expect(await freeze(), 'no facts').toMatchObject({ code: 'FACTS_UNAVAILABLE' });
    expect(await placesStored()).toEqual(before);
    answered((seeker) => seeker);
    expect(await freeze(), 'what was asked').toMatchObject({ __typename: 'RankingFrozen' });
  });

  it('counts a reaction that was in time and written while the facts were being asked for', async () => {
    const late = seeker(4, '2016-01-01');
    world.seekers.set(late.id, late);
    world.now = CLOSED;
    let tries = 0;
    world.instead = ({ operation }) => {
      if (operation === 'ClosingFacts') tries += 1;
      return undefined;
    };
    // The reaction holds the ranking until it is written; its moment lies before closing.
    const holder = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    const reserved = await holder.reserve();
    await reserved`begin`;
    await reserved`select from ranking for update`;
    await reserved`
      insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot)
      select owner, vacancy, ${late.id}, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, ${'f'.repeat(64)}
        from reaction limit 1`;
    const freezing = freeze();
    while (tries === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await reserved`update ranking set reaction_count = reaction_count + 1`;
    await reserved`commit`;
    expect((await freezing).ranking).toMatchObject({ candidateCount: 4 });
    expect(tries).toBe(2);
    reserved.release();
    await holder.end();
  });

  it('leaves a home that was withdrawn without a ranking, and looks at it no more', async () => {
    world.now = CLOSED;
    world.vacancies.set(HOME, vacancyCase(HOME, { status: 'WITHDRAWN' }));
    expect(await freeze()).toMatchObject({ code: 'VACANCY_STATE' });
    const [row] = await sql`select status, dropped_at from ranking`;
    expect(row).toMatchObject({ status: 'PROVISIONAL' });
    expect(row!['droppedAt']).not.toBeNull();
  });

  it('gives a home to which nobody reacted a ranking of nobody', async () => {
    const other = vacancyId(2);
    world.vacancies.set(other, vacancyCase(other));
    world.now = CLOSED;
    expect((await freeze(OFFICE, other)).ranking).toMatchObject({ status: 'FROZEN', candidateCount: 0 });
  });

  it('is refused where a draw decides and none was committed', async () => {
    const lottery = vacancyId(3);
    world.vacancies.set(lottery, vacancyCase(lottery, { model: 'LOTTERY' }));
    world.now = CLOSED;
    expect(await freeze(OFFICE, lottery)).toMatchObject({ code: 'DRAW_UNAVAILABLE' });
  });

  it('happens by itself when it is time, also for a home that a crash left between closing and freezing', async () => {
    const other = vacancyId(2);
    world.vacancies.set(other, vacancyCase(other));
    world.now = '2026-11-05T18:59:59.999Z';
    await allocation.doWhatIsDue();
    expect(await sql`select from ranking where status = 'FROZEN'`).toHaveLength(0);
    world.now = CLOSED;
    world.vacancies.set(HOME, vacancyCase(HOME, { status: 'CLOSED' }));
    await allocation.doWhatIsDue();
    expect(await sql`select from ranking where status = 'FROZEN'`).toHaveLength(2);
    expect(await placesStored()).toEqual(['1 3 ACTIVE', '2 2 ACTIVE', '3 1 ACTIVE']);
    // Whoever reads later who looked at a file finds for which corporation it was.
    const facts = allocation.asked.filter(({ operation }) => operation === 'ClosingFacts').at(-1);
    expect(facts?.viewer).toMatchObject({ role: 'HUB', organisation: 'L0001' });
  });

  it('happens at its moment in the night in which half past two comes twice, on the facts of that day', async () => {
    const night = {
      closesAt: '2026-10-25T01:30:00.000Z',
      closesOn: calendarDate('2026-10-25'),
      publishedOn: calendarDate('2026-10-20'),
      offeredSince: calendarDate('2026-10-20'),
    };
    const home = vacancyId(3);
    world.vacancies.set(home, vacancyCase(home, night));
    const registration = registrationId('R0001', 1);
    world.now = '2026-10-21T10:00:00.000Z';
    await allocation.ask(seekerOf(registration), REACT, {
      input: { idempotencyKey: 'react-at-night', vacancy: home, registration },
    });
    const status = async () =>
      (await sql`select status, as_of from ranking where vacancy = ${home.slice(6)}::uuid`)[0];
    world.now = '2026-10-25T00:30:00.000Z';
    await allocation.doWhatIsDue();
    expect(await status()).toMatchObject({ status: 'PROVISIONAL' });
    world.now = '2026-10-25T01:30:00.000Z';
    await allocation.doWhatIsDue();
    expect(await status()).toEqual({ status: 'FROZEN', asOf: '2026-10-25' });
  });

  it('ends reacting and withdrawing', async () => {
    world.now = CLOSED;
    await freeze();
    const late = seeker(5, '2016-01-01');
    world.seekers.set(late.id, late);
    expect(await react(5)).toBe('VACANCY_NOT_OPEN');
    const [row] =
      await sql`select owner || ':' || id as id from reaction where registration = ${registrationId('R0001', 1)}`;
    const input = { idempotencyKey: 'withdrawal-1', reaction: row!['id'] };
    const { data } = await allocation.ask(seekerOf(registrationId('R0001', 1)), WITHDRAW, { input });
    expect(data.withdrawReaction).toMatchObject({ code: 'VACANCY_NOT_OPEN' });
    expect(CLOSES_AT).toBe(CLOSED);
  });
});
