import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Viewer } from '../../platform/viewer.ts';
import {
  allocationOn,
  NOW,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
  type World,
} from '../support/allocation.ts';
import type { Answer } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, AUDITOR, permitOfficerOf, registrarOf, seekerOf } from '../support/viewers.ts';

/** What a change answered, in the shape that only the test knows. */
type Changed = Answer['data'];

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename } }`;
const OFFER = `offer { id position status endedAt reason verification { document outcome reason } }`;
const MAKE = `mutation ($input: MakeOfferInput!) { makeOffer(input: $input) {
  __typename ... on OffersMade { offers { id position status expiresAt viewingAt } } ... on OfferRefusal { code } } }`;
const of = (name: string, input: string) => `mutation ($input: ${input}!) { ${name}(input: $input) {
  __typename ... on OfferChanged { ${OFFER} } ... on OfferRefusal { code } } }`;
const ANSWER = of('answerOffer', 'AnswerOfferInput');
const WITHDRAW = of('withdrawOffer', 'WithdrawOfferInput');
const VERIFY = of('verifyCandidate', 'VerifyCandidateInput');
const LET = `mutation ($input: RecordLettingInput!) { recordLetting(input: $input) { __typename
  ... on LettingRecorded { letting { id model groupCode position candidateCount signedOn startsOn offer { id } vacancy { id } } }
  ... on OfferRefusal { code } } }`;
const ASK_PERMIT = `mutation ($input: AskPermitInput!) { askPermit(input: $input) { ... on PermitAsked { permit { id } } } }`;
const DECIDE_PERMIT = `mutation ($input: DecidePermitInput!) { decidePermit(input: $input) { __typename } }`;
const END = `mutation ($input: EndOfferingInput!) { endOffering(input: $input) { __typename
  ... on OfferRefusal { code } } }`;
const OF_HOME = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Vacancy {
  offers { nodes { position status } } letting { position } } } }`;

const HOME = vacancyId(1);
const OTHER_HOME = vacancyId(2, 'L0002');
const OFFICE = allocatorOf('L0001');
const OTHER_OFFICE = allocatorOf('L0002');
const DAYS_LATER = '2026-11-12T12:00:00.000Z';
const CANDIDATES = [1, 2, 3, 4];

describe('from a frozen ranking to a letting', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;
  let key = 0;

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
    await sql`truncate consequence, left_home, permit, letting, verification, offer, reaction, ranking, consideration, platform.idempotency cascade`;
    world.now = NOW;
    world.vacancies.clear();
    world.seekers.clear();
    world.instead = () => undefined;
    allocation.asked.splice(0);
    for (const home of [HOME, OTHER_HOME]) world.vacancies.set(home, vacancyCase(home));
    // The first waited longest on both homes.
    for (const index of CANDIDATES) {
      const id = registrationId('R0001', index);
      world.seekers.set(id, seekerCase(id, { registeredOn: calendarDate(`20${10 + index}-01-01`) }));
      for (const vacancy of [HOME, OTHER_HOME]) {
        const input = {
          idempotencyKey: `reaction-${index}-${vacancy.slice(0, 5)}`,
          vacancy,
          registration: id,
        };
        await allocation.ask(seekerOf(id), REACT, { input });
      }
    }
    world.now = '2026-11-06T09:00:00.000Z';
    for (const [office, vacancy] of [
      [OFFICE, HOME],
      [OTHER_OFFICE, OTHER_HOME],
    ] as const) {
      const { data } = await allocation.ask(office, FREEZE, { input: { vacancy } });
      expect(data.freezeRanking.__typename).toBe('RankingFrozen');
    }
  });

  const ask = async (viewer: Viewer, query: string, input: Readonly<Record<string, unknown>>) => {
    key += 1;
    const { data, codes } = await allocation.ask(viewer, query, {
      input: { idempotencyKey: `key-${key}-long`, ...input },
    });
    return data === null ? { code: codes[0] } : (Object.values(data)[0] as Changed);
  };
  const make = (input: object = {}, office = OFFICE, vacancy = HOME) =>
    ask(office, MAKE, { vacancy, expiresAt: DAYS_LATER, ...input });
  const answer = (offer: { id: string }, accept: boolean, viewer: Viewer = OFFICE, reason?: string) =>
    ask(viewer, ANSWER, { offer: offer.id, accept, ...(accept ? {} : { reason: reason ?? 'HOME' }) });
  const verify = (offer: { id: string }, outcome = 'FOUND', reason?: string) =>
    ask(OFFICE, VERIFY, { offer: offer.id, checks: [{ document: 'INCOME', outcome, reason }] });
  /** With a permit where there can be one. */
  const letTo = async (offer: { id: string }, office = OFFICE) => {
    const { permit } = await ask(office, ASK_PERMIT, { offer: offer.id });
    if (permit) await ask(permitOfficerOf('GM0402'), DECIDE_PERMIT, { permit: permit.id, grant: true });
    return ask(office, LET, { offer: offer.id, signedOn: '2026-11-06', startsOn: '2026-12-01' });
  };
  const seeker = (index: number) => seekerOf(registrationId('R0001', index));
  const told = (operation: string) => allocation.asked.filter((one) => one.operation === operation);
  const statuses = async () =>
    (
      await sql<
        { position: number; status: string }[]
      >`select position, status from offer where owner = 'L0001' order by position`
    ).map(({ position, status }) => `${position} ${status}`);

  it('goes from the top: one candidate, the next when that one refuses, and a lease for who accepts', async () => {
    const [first] = (await make()).offers;
    expect(first).toMatchObject({ position: 1, status: 'MADE', expiresAt: DAYS_LATER, viewingAt: null });
    expect(world.vacancies.get(HOME)?.status).toBe('OFFERING');
    expect((await answer(first, false, seeker(1), 'RENT_TOO_HIGH')).offer).toMatchObject({
      status: 'REFUSED',
      reason: 'RENT_TOO_HIGH',
      endedAt: world.now,
    });
    const [second] = (await make()).offers;
    expect(second.position).toBe(2);
    expect((await answer(second, true, seeker(2))).offer).toMatchObject({ status: 'ACCEPTED', reason: null });
    expect(await letTo(second)).toMatchObject({ code: 'NOT_VERIFIED' });
    expect((await verify(second, 'ASKED')).offer.verification).toEqual([
      { document: 'INCOME', outcome: 'ASKED', reason: null },
    ]);
    expect(await letTo(second)).toMatchObject({ code: 'NOT_VERIFIED' });
    await verify(second);
    expect((await letTo(second)).letting).toMatchObject({
      model: 'OFFER',
      position: 2,
      candidateCount: 4,
      signedOn: '2026-11-06',
      startsOn: '2026-12-01',
      offer: { id: second.id },
      vacancy: { id: HOME },
    });
    expect(world.vacancies.get(HOME)?.status).toBe('LET');
    expect(told('RecordMove').map(({ variables }) => variables)).toEqual([
      { input: { registration: registrationId('R0001', 2), on: '2026-12-01' } },
    ]);
    expect(await make()).toMatchObject({ code: 'NOT_FROZEN' });
  });

  it('lets the corporation read a file from the offer on, until the candidate is out', async () => {
    const [first] = (await make()).offers;
    const grants = () =>
      told('GrantFile').map(({ variables }) => (variables['file'] as { ended: boolean }).ended);
    expect(grants()).toEqual([false]);
    expect(told('GrantFile')[0]!.variables['file']).toEqual({
      registration: registrationId('R0001', 1),
      organisation: 'L0001',
      vacancy: HOME,
      on: '2026-11-06',
      ended: false,
    });
    await answer(first, false);
    expect(grants()).toEqual([false, true]);
    const [row] = await sql`select ended_on from consideration`;
    expect(row!['endedOn']).toBe('2026-11-06');
  });

  it('offers to several for a viewing, and lets to the highest who wants it, however late the answer', async () => {
    const offers = (await make({ candidates: 3, viewingAt: '2026-11-07T10:00:00.000Z' })).offers;
    expect(offers.map(({ position }: { position: number }) => position)).toEqual([1, 2, 3]);
    const [first, second, third] = offers;
    await answer(third, true, seeker(3));
    await verify(third);
    expect(await letTo(third)).toMatchObject({ code: 'HIGHER_CANDIDATE' });
    await answer(first, false, seeker(1));
    expect(await letTo(third)).toMatchObject({ code: 'HIGHER_CANDIDATE' });
    world.now = DAYS_LATER;
    await allocation.doWhatIsDue();
    expect(await statuses()).toEqual(['1 REFUSED', '2 EXPIRED', '3 ACCEPTED']);
    expect(await answer(second, true, seeker(2))).toMatchObject({ code: 'OFFER_STATE' });
    expect((await letTo(third)).letting).toMatchObject({ position: 3 });
  });

  it('ends the offers of all others with the letting', async () => {
    const [first, second] = (await make({ candidates: 3 })).offers;
    await answer(second, true, seeker(2));
    await answer(first, true, seeker(1));
    await verify(first);
    expect((await letTo(first)).__typename).toBe('LettingRecorded');
    expect(await statuses()).toEqual(['1 ACCEPTED', '2 WITHDRAWN', '3 WITHDRAWN']);
    const { data } = await allocation.ask(OFFICE, OF_HOME, { of: [{ __typename: 'Vacancy', id: HOME }] });
    expect(data._entities[0]).toMatchObject({ letting: { position: 1 } });
  });

  it('gives one household one home, also when it accepts two at one moment at two corporations', async () => {
    const [here] = (await make()).offers;
    const [there] = (await make({}, OTHER_OFFICE, OTHER_HOME)).offers;
    const both = await Promise.all([
      answer(here, true, seeker(1)),
      answer(there, true, seeker(1)),
      answer(here, true, OFFICE),
      answer(there, true, OTHER_OFFICE),
    ]);
    expect(both.filter(({ offer }) => offer?.status === 'ACCEPTED')).toHaveLength(1);
    const accepted = await sql`select from offer where status = 'ACCEPTED'`;
    expect(accepted).toHaveLength(1);
    expect(new Set(both.flatMap(({ code }) => code ?? []))).toEqual(
      new Set(['HOUSEHOLD_HAS_ACCEPTED', 'OFFER_STATE']),
    );
  });

  it('gives one home to one household, also when two desks record a letting at one moment', async () => {
    const [first] = (await make()).offers;
    await answer(first, true, seeker(1));
    await verify(first);
    const both = await Promise.all([letTo(first), letTo(first), letTo(first)]);
    expect(both.filter(({ letting }) => letting !== undefined)).toHaveLength(1);
    expect(await sql`select from letting`).toHaveLength(1);
  });

  it('shows two desks that offer at once a clear conflict, and never offers past ten', async () => {
    const both = await Promise.all([make({ candidates: 3 }), make({ candidates: 3 })]);
    const positions = both
      .flatMap(({ offers }) => (offers ?? []).map((offer: Changed) => offer.position))
      .sort();
    expect(positions).toEqual([1, 2, 3, 4]);
    expect(await make({ candidates: 7 })).toMatchObject({ code: 'OFFERS_STAND' });
    expect(await make()).toMatchObject({ code: 'NO_CANDIDATE' });
  });

  it('passes over nobody: what does not bear out the facts ends the offer, with a reason', async () => {
    const [first] = (await make()).offers;
    await answer(first, true, seeker(1));
    expect((await verify(first, 'REJECTED', 'Het inkomen ligt boven de grens.')).offer).toMatchObject({
      status: 'WITHDRAWN',
      reason: 'DOCUMENTS_REJECTED',
      verification: [{ document: 'INCOME', outcome: 'REJECTED', reason: 'Het inkomen ligt boven de grens.' }],
    });
    expect((await make()).offers[0].position).toBe(2);
    // And the household is free to accept another home.
    const [there] = (await make({}, OTHER_OFFICE, OTHER_HOME)).offers;
    expect((await answer(there, true, seeker(1))).offer.status).toBe('ACCEPTED');
    expect(await verify(first)).toMatchObject({ code: 'OFFER_STATE' });
  });

  it('ends without a letting only when nobody is left, or for a reason of the corporation', async () => {
    const end = (reason: string) => ask(OFFICE, END, { vacancy: HOME, reason });
    await make({ candidates: 4 });
    expect(await end('NO_CANDIDATE')).toMatchObject({ code: 'CANDIDATES_LEFT' });
    world.now = DAYS_LATER;
    await allocation.doWhatIsDue();
    expect(await end('NO_CANDIDATE')).toMatchObject({ __typename: 'OfferingEnded' });
    expect(world.vacancies.get(HOME)?.status).toBe('WITHDRAWN');
    expect(await end('RENOVATION')).toMatchObject({ code: 'NOT_FROZEN' });
  });

  it('withdraws what stands when the home is not let any more', async () => {
    const [first] = (await make({ candidates: 2 })).offers;
    await answer(first, true, seeker(1));
    expect(await ask(OFFICE, END, { vacancy: HOME, reason: 'RENOVATION' })).toMatchObject({
      __typename: 'OfferingEnded',
    });
    expect(await statuses()).toEqual(['1 WITHDRAWN', '2 WITHDRAWN']);
  });

  it('is told to other owners until they have it, though they were away and the process ended', async () => {
    world.instead = ({ operation }) => (operation === 'GrantFile' ? { data: null } : undefined);
    const [first] = (await make()).offers;
    await answer(first, false, seeker(1));
    expect(await sql`select from consequence where done_at is null`).toHaveLength(2);
    world.instead = () => undefined;
    allocation.asked.splice(0);
    await allocation.doWhatIsDue();
    expect(told('GrantFile').map(({ variables }) => (variables['file'] as { ended: boolean }).ended)).toEqual(
      [false, true],
    );
    expect(await sql`select from consequence where done_at is null`).toHaveLength(0);
    await allocation.doWhatIsDue();
    expect(told('GrantFile')).toHaveLength(2);
  });

  it('is one thing however often it is asked, and a conflict with other input under one key', async () => {
    const input = { idempotencyKey: 'the-same-key', vacancy: HOME, expiresAt: DAYS_LATER, candidates: 1 };
    const once = await allocation.ask(OFFICE, MAKE, { input });
    expect(await allocation.ask(OFFICE, MAKE, { input })).toEqual(once);
    expect(await statuses()).toEqual(['1 MADE']);
    const other = await allocation.ask(OFFICE, MAKE, { input: { ...input, candidates: 2 } });
    expect(other.data.makeOffer.code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('is for the corporation of the home and the seeker of the offer, and nobody else', async () => {
    expect(await make({}, OTHER_OFFICE)).toMatchObject({ code: 'UNKNOWN_VACANCY' });
    const [first] = (await make()).offers;
    for (const viewer of [OTHER_OFFICE, seeker(2)])
      expect(await answer(first, true, viewer)).toMatchObject({ code: 'UNKNOWN_OFFER' });
    expect(await answer(first, true, registrarOf('R0001'))).toEqual({ code: 'FORBIDDEN' });
    expect(await answer(first, true, AUDITOR)).toEqual({ code: 'FORBIDDEN' });
    expect(await ask(OTHER_OFFICE, WITHDRAW, { offer: first.id, reason: 'OFFERED_WRONGLY' })).toMatchObject({
      code: 'UNKNOWN_OFFER',
    });
    const seen = async (viewer: Viewer) => {
      const { data } = await allocation.ask(viewer, OF_HOME, { of: [{ __typename: 'Vacancy', id: HOME }] });
      return data._entities[0]?.offers?.nodes ?? null;
    };
    expect(await seen(OFFICE)).toHaveLength(1);
    expect(await seen(AUDITOR)).toHaveLength(1);
    expect(await seen(OTHER_OFFICE)).toEqual([]);
    expect(await seen(seeker(1))).toBeNull();
    expect(await statuses()).toEqual(['1 MADE']);
  });

  it('refuses what cannot be', async () => {
    for (const input of [
      { candidates: 0 },
      { candidates: 11 },
      { expiresAt: world.now },
      { expiresAt: '2027-11-06T09:00:00.000Z' },
      { viewingAt: '2026-11-01T00:00:00.000Z' },
      { idempotencyKey: 'x' },
    ]) {
      expect(await make(input), JSON.stringify(input)).toMatchObject({ code: 'INVALID_INPUT' });
    }
    const [first] = (await make()).offers;
    expect(await ask(OFFICE, ANSWER, { offer: first.id, accept: true, reason: 'HOME' })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await ask(OFFICE, ANSWER, { offer: first.id, accept: false })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await verify(first, 'REJECTED')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await verify(first, 'FOUND', 'Een reden.')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await letTo(first)).toMatchObject({ code: 'NOT_ACCEPTED' });
    await answer(first, true, seeker(1));
    await verify(first);
    const lease = (days: object) =>
      ask(OFFICE, LET, { offer: first.id, signedOn: '2026-11-06', startsOn: '2026-12-01', ...days });
    for (const days of [{ signedOn: '2026-11-07' }, { startsOn: '2026-11-05' }, { startsOn: '2028-01-01' }])
      expect(await lease(days), JSON.stringify(days)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await lease({})).toMatchObject({ code: 'PERMIT_NEEDED' });
    expect((await letTo(first)).__typename).toBe('LettingRecorded');
  });
});
