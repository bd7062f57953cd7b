import type { ExecutionResult } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { SeekerCase, VacancyCase } from '../../subgraphs/allocation/domain/assemble-facts.ts';
import {
  allocationOn,
  CLOSES_AT,
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
import { registrationId } from '../support/registrations.ts';
import { registrarOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) {
  react(input: $input) {
    __typename
    ... on Reacted { reaction { id status reactedAt position { position candidateCount asOf group { code } reasons { code } } } }
    ... on NotAdmitted { code message { nl en } reasons { code outcome citation { instrument article version } } }
    ... on ReactionRefused { code message { nl en } }
  }
}`;
const WITHDRAW = `mutation ($input: WithdrawReactionInput!) {
  withdrawReaction(input: $input) {
    __typename
    ... on ReactionWithdrawn { reaction { id status position { position } } }
    ... on ReactionRefused { code }
  }
}`;
const POSITION = `query ($vacancy: [_Any!]!) {
  _entities(representations: $vacancy) {
    ... on Vacancy { position { position asOf group { code } reasons { code } } }
  }
}`;

const ME = registrationId('R0001', 1);
const HOME = vacancyId(1);
const SEEKER = seekerCase(ME);
const VACANCY = vacancyCase(HOME);

describe('reacting, as far as allocation decides it', () => {
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
    await sql`truncate rule_set, ranking, reaction, consideration, platform.idempotency cascade`;
    world.now = NOW;
    world.vacancies.clear();
    world.seekers.clear();
    world.vacancies.set(HOME, VACANCY);
    world.seekers.set(ME, SEEKER);
    world.instead = () => undefined;
    allocation.asked.length = 0;
    allocation.forget();
  });

  async function react(
    said: Partial<Record<'idempotencyKey' | 'vacancy' | 'registration', string>> = {},
    viewer?: Viewer,
  ) {
    const input = { idempotencyKey: 'react-key-1', vacancy: HOME, registration: ME, ...said };
    const { data, codes } = await allocation.ask(viewer ?? seekerOf(input.registration), REACT, { input });
    return codes.length > 0 ? { codes } : data.react;
  }

  async function withdraw(reaction: string, viewer = seekerOf(ME), idempotencyKey = 'withdraw-key') {
    const { data, codes } = await allocation.ask(viewer, WITHDRAW, { input: { idempotencyKey, reaction } });
    return codes.length > 0 ? { codes } : data.withdrawReaction;
  }

  /** How many rows there are in every table that reacting writes. */
  async function written(): Promise<Readonly<Record<string, number>>> {
    const [counted] = await sql`
      select (select count(*)::int from reaction) as reactions, (select count(*)::int from ranking) as rankings,
             (select count(*)::int from rule_set) as rule_sets, (select count(*)::int from platform.idempotency) as keys`;
    return counted as Record<string, number>;
  }
  const NOTHING = { reactions: 0, rankings: 0, ruleSets: 0, keys: 0 };
  const ONE_REACTION = { reactions: 1, rankings: 1, ruleSets: 1, keys: 1 };

  it('writes facts, place, rules and key in one, and answers with the place', async () => {
    expect(await react()).toMatchObject({
      __typename: 'Reacted',
      reaction: {
        status: 'ACTIVE',
        reactedAt: NOW,
        position: { position: 1, candidateCount: 1, asOf: '2026-11-02', group: { code: 'OTHERS' } },
      },
    });
    expect(await written()).toEqual(ONE_REACTION);
    const [row] = await sql`select facts, registrar, facts_on from reaction`;
    expect(row).toMatchObject({
      registrar: 'R0001',
      factsOn: '2026-11-02',
      facts: { adults: 1, urgencies: [] },
    });
    expect(await sql`select hash, canonical from rule_set`).toEqual([
      { hash: RULES.hash, canonical: RULES.canonical },
    ]);
  });

  it('asks the other owners once, as the hub on behalf of who reacts, for one stated task', async () => {
    await react();
    expect(allocation.asked).toEqual([
      {
        operation: 'ReactionFacts',
        variables: { vacancy: HOME, registration: ME, on: '2026-11-02' },
        viewer: expect.objectContaining({ role: 'HUB', registration: ME, purpose: 'assess a reaction' }),
      },
    ]);
  });

  it('asks of a home that others just reacted to only whether it is still open, and decides the same', async () => {
    await react();
    const [first, second] = [2, 3].map((number) => registrationId('R0001', number)) as [string, string];
    for (const id of [first, second]) world.seekers.set(id, seekerCase(id));
    // What it tells besides is not looked at: rules and dwelling are those of its publication.
    const home = world.vacancies.get(HOME)!;
    world.vacancies.set(HOME, { ...home, dwelling: null, labels: [] });
    expect(await react({ registration: first, idempotencyKey: 'react-key-2' })).toMatchObject({
      __typename: 'Reacted',
      reaction: { position: { candidateCount: 2 } },
    });
    expect(allocation.asked.map(({ operation }) => operation)).toEqual([
      'ReactionFacts',
      'FurtherReactionFacts',
    ]);
    const rows = await sql`select distinct vacancy_facts from ranking`;
    expect(rows).toHaveLength(1);
    for (const changed of [{ status: 'WITHDRAWN' }, { closesAt: NOW }]) {
      world.vacancies.set(HOME, { ...home, ...changed });
      expect(await react({ registration: second, idempotencyKey: 'react-key-3' })).toMatchObject({
        code: 'VACANCY_NOT_OPEN',
      });
    }
    world.vacancies.delete(HOME);
    expect(await react({ registration: second, idempotencyKey: 'react-key-3' })).toMatchObject({
      code: 'UNKNOWN_VACANCY',
    });
    // Rules that are not those it was known by: everything is asked anew.
    world.vacancies.set(HOME, { ...home, ruleSet: { hash: 'f'.repeat(64) } });
    expect(await react({ registration: second, idempotencyKey: 'react-key-3' })).toMatchObject({
      code: 'FACTS_UNAVAILABLE',
    });
    expect(allocation.asked.at(-1)?.operation).toBe('ReactionFacts');
  });

  it('goes to the database as little as it can, once a home has its ranking', async () => {
    await react();
    const other = registrationId('R0001', 2);
    world.seekers.set(other, seekerCase(other));
    allocation.statements.length = 0;
    expect(await react({ registration: other, idempotencyKey: 'react-key-2' })).toMatchObject({
      __typename: 'Reacted',
    });
    expect(allocation.statements).toEqual([
      ...[
        'becomeViewer',
        'lockIdempotencyKey',
        'idempotentRequest',
        'insertReaction',
        'rememberIdempotentRequest',
      ],
      ...['becomeViewer', 'reactionsById', 'rankingsById', 'placesOf'],
    ]);
    const [home] = await sql`select reaction_count from ranking`;
    expect(home).toEqual({ reactionCount: 2 });
  });

  it.each<[string, Parameters<typeof react>[0], Viewer | undefined, string]>([
    ['a vacancy id that is none', { vacancy: 'nonsense' }, undefined, 'UNKNOWN_VACANCY'],
    ['a registration id that is none', { registration: 'nonsense' }, undefined, 'UNKNOWN_REGISTRATION'],
    ['the registration of somebody else', {}, seekerOf(registrationId('R0001', 2)), 'UNKNOWN_REGISTRATION'],
    ['a registration of another register', {}, registrarOf('R0002'), 'UNKNOWN_REGISTRATION'],
    ['a key that is too short', { idempotencyKey: 'short' }, undefined, 'INVALID_INPUT'],
  ])('refuses %s without asking anybody for facts', async (_title, said, viewer, code) => {
    expect(await react(said, viewer)).toMatchObject({ __typename: 'ReactionRefused', code });
    expect(allocation.asked).toEqual([]);
    expect(await written()).toEqual(NOTHING);
  });

  const facts = SEEKER.facts!;
  const { dwelling } = VACANCY;
  const answering = (vacancy: VacancyCase | null, registration: SeekerCase | null): ExecutionResult => ({
    data: { vacancy, registration } as never,
  });
  it.each<[string, string, ExecutionResult]>([
    ['UNKNOWN_VACANCY', 'there is no such vacancy', answering(null, SEEKER)],
    ['UNKNOWN_REGISTRATION', 'there is no such registration', answering(VACANCY, null)],
    ['FACTS_UNAVAILABLE', 'nothing was answered', { data: null }],
    ['FACTS_UNAVAILABLE', 'urgencies is away', answering(VACANCY, { ...SEEKER, urgencyFacts: null })],
    [
      'FACTS_UNAVAILABLE',
      'some owner reported an error beside complete-looking facts',
      { ...answering(VACANCY, SEEKER), errors: [new Error('away') as never] },
    ],
    [
      'FACTS_UNAVAILABLE',
      'the text of the rules is missing',
      answering({ ...VACANCY, ruleSet: { hash: RULES.hash, canonical: null } }, SEEKER),
    ],
    [
      'FACTS_UNAVAILABLE',
      'the place of the home is not known',
      answering({ ...VACANCY, dwelling: { ...dwelling, municipality: null } }, SEEKER),
    ],
    ['VACANCY_NOT_OPEN', 'no rules are pinned yet', answering({ ...VACANCY, ruleSet: null }, SEEKER)],
    ['VACANCY_NOT_OPEN', 'the home was let', answering({ ...VACANCY, status: 'LET' }, SEEKER)],
    ['VACANCY_NOT_OPEN', 'it closes now', answering({ ...VACANCY, closesAt: NOW }, SEEKER)],
    [
      'REGISTRATION_NOT_ACTIVE',
      'the registration ended',
      answering(VACANCY, { ...SEEKER, facts: { ...facts, active: false } }),
    ],
    ['REGISTRATION_NOT_ACTIVE', 'it was not registered yet', answering(VACANCY, { ...SEEKER, facts: null })],
  ])('refuses with %s when %s, writes nothing, and leaves the key free', async (code, _when, given) => {
    world.instead = () => given;
    const refused = await react();
    expect(refused).toMatchObject({ __typename: 'ReactionRefused', code });
    expect(refused.message.nl).not.toBe(refused.message.en);
    expect(await written()).toEqual(NOTHING);
    world.instead = () => undefined;
    expect(await react()).toMatchObject({ __typename: 'Reacted' });
  });

  it('decides nothing by rules that are not what their hash says', async () => {
    const other = RULES.canonical.replace('"maximum":25', '"maximum":26');
    expect(other).not.toBe(RULES.canonical);
    world.vacancies.set(HOME, { ...VACANCY, ruleSet: { hash: 'b'.repeat(64), canonical: RULES.canonical } });
    expect(await react()).toEqual({ codes: ['INTERNAL'] });
    world.vacancies.set(HOME, { ...VACANCY, ruleSet: { hash: 'c'.repeat(64), canonical: other } });
    expect(await react()).toEqual({ codes: ['INTERNAL'] });
    expect(await written()).toEqual(NOTHING);
  });

  it('refuses whom the rules exclude with every article that does, and writes nothing', async () => {
    world.seekers.set(
      ME,
      seekerCase(ME, {
        applicantBirthDates: [calendarDate('2010-01-01')],
        incomeTests: [{ threshold: 'INCOME_GOOI', atMost: false }],
      }),
    );
    const refused = await react();
    expect(refused).toMatchObject({ __typename: 'NotAdmitted', code: 'NOT_ADMITTED' });
    expect(refused.reasons.map(({ code }: { code: string }) => code).sort()).toEqual(['ADULT', 'INCOME']);
    for (const { outcome, citation } of refused.reasons) {
      expect(outcome).toBe('NOT_MET');
      expect(citation.article).not.toBe('');
    }
    expect(await written()).toEqual(NOTHING);
    world.seekers.set(ME, SEEKER);
    expect(await react()).toMatchObject({ __typename: 'Reacted' });
  });

  it('stands once on a home, and again after withdrawing', async () => {
    const first = await react();
    expect(await react({ idempotencyKey: 'react-key-2' })).toMatchObject({ code: 'ALREADY_REACTED' });
    expect(await written()).toEqual(ONE_REACTION);
    expect(await withdraw(first.reaction.id)).toEqual({
      __typename: 'ReactionWithdrawn',
      reaction: { id: first.reaction.id, status: 'WITHDRAWN', position: null },
    });
    const second = await react({ idempotencyKey: 'react-key-2' });
    expect(second).toMatchObject({
      __typename: 'Reacted',
      reaction: { position: { position: 1, candidateCount: 1 } },
    });
    expect(second.reaction.id).not.toBe(first.reaction.id);
  });

  it('gives a repetition its first answer also after closing, and another use of its key a conflict', async () => {
    const first = await react();
    world.now = '2026-11-06T08:00:00.000Z';
    expect(await react()).toEqual(first);
    expect(await react({ vacancy: vacancyId(2) })).toMatchObject({ code: 'UNKNOWN_VACANCY' });
    world.vacancies.set(vacancyId(2), vacancyCase(vacancyId(2)));
    expect(await react({ vacancy: vacancyId(2) })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await written()).toEqual(ONE_REACTION);
  });

  it('made while the day turns is judged, stored and explained on the day of its facts', async () => {
    // Turns 65 on 3 November, which the label makes a priority: one minute later it would be another group.
    world.seekers.set(ME, seekerCase(ME, { applicantBirthDates: [calendarDate('1961-11-03')] }));
    world.vacancies.set(HOME, vacancyCase(HOME, { labels: ['AGE_65_PLUS'] }));
    world.now = '2026-11-02T22:59:59.990Z';
    world.instead = () => {
      world.now = '2026-11-02T23:00:00.010Z';
      return undefined;
    };
    const reacted = await react();
    expect(reacted).toMatchObject({
      reaction: { position: { asOf: '2026-11-02', group: { code: 'OTHERS' } } },
    });
    const { data, codes } = await allocation.ask(seekerOf(ME), POSITION, {
      vacancy: [{ __typename: 'Vacancy', id: HOME }],
    });
    expect(codes).toEqual([]);
    expect(data._entities[0].position).toMatchObject({ asOf: '2026-11-02', group: { code: 'OTHERS' } });
  });

  it.each([1, 2, 3, 4, 5])(
    'is never stored with a moment after closing, also when it closes meanwhile (%s ms before)',
    async (before) => {
      let looked = 0;
      const closes = Date.parse(CLOSES_AT);
      // Each look at the clock is a millisecond later; the vacancy closes at some look or after the last.
      const now = () => new Date(closes - before + looked++).toISOString();
      Object.defineProperty(world, 'now', { configurable: true, get: now });
      const outcome = await react();
      Object.defineProperty(world, 'now', { configurable: true, writable: true, value: NOW });
      expect(looked).toBeGreaterThan(1);
      const rows = await sql<{ reactedAt: string }[]>`select reacted_at from reaction`;
      expect(rows).toHaveLength(outcome.__typename === 'Reacted' ? 1 : 0);
      for (const { reactedAt } of rows) expect(Date.parse(reactedAt)).toBeLessThan(closes);
    },
  );

  it('several in one request are answered each as things are after it', async () => {
    const other = registrationId('R0001', 2);
    world.seekers.set(other, seekerCase(other));
    const input = (registration: string) => ({
      idempotencyKey: `key-${registration}`,
      vacancy: HOME,
      registration,
    });
    const registrar = registrarOf('R0001');
    const mine = (await react({ idempotencyKey: `key-${ME}` }, registrar)).reaction.id as string;
    const { data, codes } = await allocation.ask(
      registrar,
      `mutation ($mine: ReactInput!, $other: ReactInput!, $withdraw: WithdrawReactionInput!) {
        second: react(input: $other) { ... on Reacted { reaction { position { candidateCount } } } }
        again: react(input: $mine) { ... on Reacted { reaction { id status } } }
        gone: withdrawReaction(input: $withdraw) { ... on ReactionWithdrawn { reaction { id status position { position } } } }
        last: react(input: $other) { ... on Reacted { reaction { position { position candidateCount } } } }
      }`,
      {
        mine: input(ME),
        other: input(other),
        withdraw: { idempotencyKey: 'withdraw-key', reaction: mine },
      },
    );
    expect(codes).toEqual([]);
    expect(data.second.reaction.position.candidateCount).toBe(2);
    // Its row was just read as standing; the withdrawal right after it must not be answered from memory.
    expect(data.again.reaction).toEqual({ id: mine, status: 'ACTIVE' });
    expect(data.gone.reaction).toEqual({ id: mine, status: 'WITHDRAWN', position: null });
    expect(data.last.reaction.position).toEqual({ position: 1, candidateCount: 1 });
  });

  it('thirty who are the first at one moment open one ranking, with every place taken once', async () => {
    const all = Array.from({ length: 30 }, (_none, index) => registrationId('R0001', 100 + index));
    for (const [index, id] of all.entries()) {
      world.seekers.set(id, seekerCase(id, { registeredOn: calendarDate(`20${10 + (index % 6)}-01-01`) }));
    }
    const outcomes = await Promise.all(
      all.map((registration) => react({ registration, idempotencyKey: `key-of-${registration.slice(-12)}` })),
    );
    expect(new Set(outcomes.map(({ __typename }) => __typename))).toEqual(new Set(['Reacted']));
    expect(await written()).toEqual({ reactions: 30, rankings: 1, ruleSets: 1, keys: 30 });
    expect(await sql`select reaction_count from ranking`).toEqual([{ reactionCount: 30 }]);
    const places = await Promise.all(
      all.map(async (id) => {
        const { data } = await allocation.ask(seekerOf(id), POSITION, {
          vacancy: [{ __typename: 'Vacancy', id: HOME }],
        });
        return data._entities[0].position.position as number;
      }),
    );
    expect(places.sort((one, other) => one - other)).toEqual(all.map((_id, index) => index + 1));
  });

  it('cannot be withdrawn by others, after closing, or once the ranking is frozen', async () => {
    const { reaction } = await react();
    for (const viewer of [seekerOf(registrationId('R0001', 2)), registrarOf('R0002')]) {
      expect(await withdraw(reaction.id, viewer)).toMatchObject({ code: 'UNKNOWN_REACTION' });
    }
    expect(await withdraw('nonsense')).toMatchObject({ code: 'UNKNOWN_REACTION' });
    expect(await withdraw(reaction.id, seekerOf(ME), 'short')).toMatchObject({ code: 'INVALID_INPUT' });
    world.now = CLOSES_AT;
    expect(await withdraw(reaction.id)).toMatchObject({ code: 'VACANCY_NOT_OPEN' });
    world.now = NOW;
    await sql`update ranking set status = 'FROZEN'`;
    expect(await withdraw(reaction.id)).toMatchObject({ code: 'VACANCY_NOT_OPEN' });
    expect(await react({ registration: ME, idempotencyKey: 'react-key-3' })).toMatchObject({
      code: 'VACANCY_NOT_OPEN',
    });
    await sql`update ranking set status = 'PROVISIONAL'`;
    expect(await withdraw(reaction.id)).toMatchObject({ __typename: 'ReactionWithdrawn' });
    expect(await sql`select reaction_count from ranking`).toEqual([{ reactionCount: 0 }]);
  });
});
