import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { lookAsAuditor } from '../../subgraphs/allocation/replay/look-as-auditor.ts';
import { replayAll } from '../../subgraphs/allocation/replay/replay-decisions.ts';
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
import { courseIn, rulesWith, type Changed } from '../support/course.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, ANONYMOUS, AUDITOR, officerOf, permitOfficerOf, seekerOf } from '../support/viewers.ts';

const EXPIRES = '2026-11-12T12:00:00.000Z';
const HOMES = [1, 2, 3].map((index) => vacancyId(index));
const ELSEWHERE = vacancyId(4, 'L0002');
const OFFICE = allocatorOf('L0001');
const OFFICER = permitOfficerOf('GM0402');
const [HOME] = HOMES as [string];
const person = (index: number) => registrationId('R0001', index);

/** At most one letting to an urgent in a year, in the municipality. */
const ONE_URGENT = rulesWith({
  code: 'URGENT_NUMBER',
  stage: 'QUOTA',
  direction: 'CAP',
  subject: { kind: 'GROUPS', groups: ['URGENT'] },
  counts: 'LETTINGS',
  limit: { kind: 'NUMBER', count: 1 },
  period: 'CALENDAR_YEAR',
  per: 'MUNICIPALITY',
});

const URGENCY = {
  category: 'MEDICAL',
  statutoryGroup: null,
  municipality: 'GM0402',
  decidedOn: calendarDate('2026-09-01'),
  validFrom: calendarDate('2026-09-01'),
  validUntil: calendarDate('2027-03-01'),
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
} as const;

describe('permits, quotas on lettings, and homes that movers leave', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;
  let auditor: ReturnType<typeof lookAsAuditor>;
  let course: ReturnType<typeof courseIn>;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    auditor = lookAsAuditor(databases.of.allocation.appUrl);
    world = worldOf([], []);
    allocation = allocationOn(databases.of.allocation, world);
  });
  afterAll(async () => {
    await allocation.stop();
    await auditor.stop();
    await sql.end();
    await databases.drop();
  });
  beforeEach(async () => {
    await sql`truncate receipt, consequence, left_home, permit, letting, verification, offer, reaction, ranking,
                       consideration, platform.idempotency, platform.file_read cascade`;
    world.now = NOW;
    world.vacancies.clear();
    world.seekers.clear();
    course = courseIn(allocation, EXPIRES);
  });
  // Whatever a test decided, a replay accepts.
  afterEach(async () => {
    for await (const { difference } of replayAll(auditor.look)) expect(difference).toBeUndefined();
  });

  /** Homes of these rules with these candidates on each, frozen; of a candidate an urgency or a home that it leaves. */
  async function frozen(
    homes: readonly string[],
    rules: RuleSet,
    candidates: readonly { readonly index: number; readonly urgent?: boolean; readonly leaves?: boolean }[],
  ): Promise<void> {
    for (const home of homes) {
      const ruleSet = { hash: rules.hash, canonical: rules.canonical };
      world.vacancies.set(home, vacancyCase(home, { ruleSet }));
    }
    for (const { index, urgent = false, leaves = false } of candidates) {
      const id = person(index);
      const lives = {
        municipality: { code: 'GM0406' },
        core: null,
        from: calendarDate('2019-01-01'),
        until: null,
      };
      const seeker = seekerCase(id, {
        registeredOn: calendarDate(`20${String(10 + index)}-01-01`),
        leavesSelfContainedHome: leaves,
        residences: [lives],
      });
      world.seekers.set(id, { ...seeker, urgencyFacts: urgent ? [URGENCY] : [] });
      for (const vacancy of homes)
        expect(await course.take('react', seekerOf(id), { vacancy, registration: id })).toHaveProperty(
          'reaction',
        );
    }
    world.now = '2026-11-06T09:00:00.000Z';
    for (const vacancy of homes)
      expect(
        await course.take('freezeRanking', allocatorOf(vacancy.slice(0, 5)), { vacancy }),
      ).toHaveProperty('ranking');
  }

  describe('a permit', () => {
    const QUEUE = `query ($first: Int = 20, $after: String) { permitRequests(first: $first, after: $after) {
      nodes { id status position vacancy { id } group { code } reasons { code outcome citation { article } } checks { document outcome } }
      pageInfo { hasNextPage endCursor } } }`;
    const ONE = `query ($id: ID!) { permit(id: $id) { id status article reason group { code } } }`;

    async function asked(): Promise<{ offer: Changed; permit: Changed }> {
      await frozen([HOME], RULES, [{ index: 1 }, { index: 2 }]);
      const [offer] = (await course.offer(HOME)).offers;
      await course.accepted(offer);
      const { permit } = await course.askPermit(offer);
      return { offer, permit };
    }

    it('comes between verification and the letting, which is recorded under it', async () => {
      await frozen([HOME], RULES, [{ index: 1 }]);
      const [offer] = (await course.offer(HOME)).offers;
      expect(await course.askPermit(offer)).toMatchObject({ code: 'NOT_ACCEPTED' });
      await course.take('answerOffer', OFFICE, { offer: offer.id, accept: true });
      expect(await course.askPermit(offer)).toMatchObject({ code: 'NOT_VERIFIED' });
      await course.take('verifyCandidate', OFFICE, {
        offer: offer.id,
        checks: [{ document: 'INCOME', outcome: 'FOUND' }],
      });
      expect(await course.let(offer)).toMatchObject({ code: 'PERMIT_NEEDED' });
      const { permit } = await course.askPermit(offer);
      expect(permit).toMatchObject({ status: 'REQUESTED' });
      expect(await course.askPermit(offer)).toMatchObject({ code: 'PERMIT_STATE' });
      expect(await course.let(offer)).toMatchObject({ code: 'PERMIT_NEEDED' });
      expect((await course.decide(permit, true)).permit).toMatchObject({ status: 'GRANTED', article: null });
      expect(await course.decide(permit, true)).toMatchObject({ code: 'PERMIT_STATE' });
      expect((await course.let(offer)).letting).toMatchObject({
        permit: { id: permit.id, status: 'GRANTED' },
        segment: 'SOCIAL_RENT',
        grounds: [],
        urgencyCategory: null,
      });
    });

    it('is decided on the recorded assessment: the group, the rules with their articles, and what was found', async () => {
      const { permit } = await asked();
      await sql`truncate platform.file_read`;
      const { data } = await allocation.ask(OFFICER, QUEUE);
      // Who decides has read a file, and the person can see that; of the own permit a seeker has not.
      const reads = () => sql`select owner, subject, reader_role, fields from platform.file_read`;
      const read = { owner: 'R0001', subject: person(1), readerRole: 'PERMIT_OFFICER' };
      expect(await reads()).toMatchObject([read]);
      await allocation.ask(seekerOf(person(1)), ONE, { id: permit.id });
      expect(await reads()).toMatchObject([read]);
      const [waiting] = data.permitRequests.nodes;
      expect(waiting).toMatchObject({
        id: permit.id,
        status: 'REQUESTED',
        position: 1,
        vacancy: { id: HOME },
        group: { code: 'OTHERS' },
        checks: [{ document: 'INCOME', outcome: 'FOUND' }],
      });
      expect(waiting.reasons).toContainEqual({
        code: 'ADULT',
        outcome: 'MET',
        citation: { article: '2.1' },
      });
      // Of whom it is nothing is told, not even an id.
      expect(JSON.stringify(data)).not.toContain('R0001');
      await course.decide(permit, true);
      expect((await allocation.ask(OFFICER, QUEUE)).data.permitRequests.nodes).toEqual([]);
    });

    it('is refused with an article of the rules of the home and a reason, which ends the offer: the next is up', async () => {
      const { offer, permit } = await asked();
      const reason = 'Het huishouden is niet rechtmatig in Nederland.';
      for (const said of [{}, { article: '2.1' }, { reason }, { article: '2.1', reason: 'kort' }])
        expect(await course.decide(permit, false, said)).toMatchObject({ code: 'INVALID_INPUT' });
      expect(await course.decide(permit, true, { article: '2.1', reason })).toMatchObject({
        code: 'INVALID_INPUT',
      });
      expect(await course.decide(permit, false, { article: '99', reason })).toMatchObject({
        code: 'PERMIT_ARTICLE',
      });
      expect((await course.decide(permit, false, { article: '2.1', reason })).permit).toMatchObject({
        status: 'REFUSED',
        article: '2.1',
        reason,
      });
      const [row] = await sql`select status, reason from offer where id = ${offer.id.split(':')[1]}`;
      expect(row).toEqual({ status: 'WITHDRAWN', reason: 'PERMIT_REFUSED' });
      expect((await course.offer(HOME)).offers[0].position).toBe(2);
      // The household is told why; nobody else of the candidates is.
      const seen = await allocation.ask(seekerOf(person(1)), ONE, { id: permit.id });
      expect(seen.data.permit).toMatchObject({ article: '2.1', reason });
      expect((await allocation.ask(seekerOf(person(2)), ONE, { id: permit.id })).data.permit).toBeNull();
    });

    it('lapses when its offer ends', async () => {
      const { offer, permit } = await asked();
      await course.decide(permit, true);
      await course.take('withdrawOffer', OFFICE, { offer: offer.id, reason: 'DOCUMENTS_MISSING' });
      expect((await allocation.ask(OFFICER, ONE, { id: permit.id })).data.permit.status).toBe('LAPSED');
      expect(await course.decide(permit, true)).toMatchObject({ code: 'PERMIT_STATE' });
    });

    it('is the own municipality’s to decide, the own corporation’s to ask, and nobody else’s', async () => {
      const { offer, permit } = await asked();
      const decide = (viewer: Parameters<typeof course.take>[1]) =>
        course.take('decidePermit', viewer, { permit: permit.id, grant: true });
      expect(await decide(permitOfficerOf('GM0406'))).toMatchObject({ code: 'UNKNOWN_PERMIT' });
      for (const viewer of [OFFICE, officerOf('GM0402'), seekerOf(person(1)), AUDITOR])
        expect(await decide(viewer), viewer.role).toEqual({ code: 'FORBIDDEN' });
      expect(await decide({ ...OFFICER, person: null })).toMatchObject({ code: 'PERSON_NEEDED' });
      expect(await course.take('askPermit', allocatorOf('L0002'), { offer: offer.id })).toMatchObject({
        code: 'UNKNOWN_OFFER',
      });
      expect(await course.take('askPermit', OFFICER, { offer: offer.id })).toEqual({ code: 'FORBIDDEN' });
      const seen = async (viewer: Parameters<typeof course.take>[1]) =>
        (await allocation.ask(viewer, ONE, { id: permit.id })).data.permit;
      for (const viewer of [OFFICE, OFFICER, AUDITOR, seekerOf(person(1))])
        expect(await seen(viewer), viewer.role).toMatchObject({ id: permit.id });
      for (const viewer of [allocatorOf('L0002'), permitOfficerOf('GM0406'), seekerOf(person(2))])
        expect(await seen(viewer), viewer.role).toBeNull();
      expect((await allocation.ask(permitOfficerOf('GM0406'), QUEUE)).data.permitRequests.nodes).toEqual([]);
      expect((await allocation.ask(ANONYMOUS, QUEUE)).codes).toEqual(['UNAUTHENTICATED']);
    });
  });

  describe('a cap on lettings', () => {
    async function letAll(offer: Changed): Promise<Changed> {
      await course.accepted(offer);
      const { permit } = await course.askPermit(offer);
      if (permit) await course.decide(permit, true);
      return course.let(offer);
    }

    it('has who is under it passed over when it is full, with the arithmetic for that household alone', async () => {
      await frozen([HOME, HOMES[1]!], ONE_URGENT, [
        { index: 1 },
        { index: 2, urgent: true },
        { index: 3, urgent: true },
      ]);
      const [first] = (await course.offer(HOME)).offers;
      expect((await letAll(first)).letting).toMatchObject({
        groupCode: 'URGENT',
        grounds: ['URGENCY'],
        urgencyCategory: 'MEDICAL',
      });
      // On the other home the two urgents stand above; both are passed over.
      const [next] = (await course.offer(HOMES[1]!)).offers;
      expect(next.position).toBe(3);
      const PASSED = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Reaction {
        passedOver { at cap { code article taken limit lettings text { nl } } } } } }`;
      const passed =
        await sql`select id, registration from reaction where vacancy = ${HOMES[1]!.split(':')[1]!}
                                and position = 2`;
      const of = [{ __typename: 'Reaction', id: `L0001:${passed[0]!['id'] as string}` }];
      const told = await allocation.ask(seekerOf(passed[0]!['registration'] as string), PASSED, { of });
      expect(told.data._entities[0].passedOver).toEqual([
        {
          at: world.now,
          cap: {
            code: 'URGENT_NUMBER',
            article: '9.9',
            taken: 1,
            limit: 1,
            lettings: 1,
            text: {
              nl: 'Van 2026-01-01 tot 2027-01-01: ten hoogste 1. Zo verhuurd: 1. Er kan nu niets bij.',
            },
          },
        },
      ]);
      const other = await allocation.ask(seekerOf(person(1)), PASSED, { of });
      expect(other.data._entities[0]).toBeNull();
    });

    it('is refused with its arithmetic when nobody is left whom it lets through, and the offering may then end', async () => {
      await frozen(HOMES, ONE_URGENT, [
        { index: 1, urgent: true },
        { index: 2, urgent: true },
      ]);
      await letAll((await course.offer(HOME)).offers[0]);
      expect(await course.offer(HOMES[1]!)).toMatchObject({
        code: 'QUOTA_EXHAUSTED',
        quota: { code: 'URGENT_NUMBER', taken: 1, limit: 1, lettings: 1, room: 0 },
      });
      expect(
        await course.take('endOffering', OFFICE, { vacancy: HOMES[1]!, reason: 'NO_CANDIDATE' }),
      ).toMatchObject({ __typename: 'OfferingEnded' });
    });

    it('is taken by the letting and not before: of two who accepted at two corporations one gets the home', async () => {
      await frozen([HOME, ELSEWHERE], ONE_URGENT, [
        { index: 1, urgent: true },
        { index: 2, urgent: true },
      ]);
      const [here] = (await course.offer(HOME)).offers;
      const both = (await course.offer(ELSEWHERE, 2)).offers;
      const there = both[1];
      await course.take('answerOffer', allocatorOf('L0002'), {
        offer: both[0].id,
        accept: false,
        reason: 'HOME',
      });
      for (const offer of [here, there]) {
        await course.accepted(offer);
        const { permit } = await course.askPermit(offer);
        expect((await course.decide(permit, true)).permit.status).toBe('GRANTED');
      }
      const answers: Changed[] = await Promise.all([course.let(here), course.let(there)]);
      expect(answers.filter(({ letting }) => letting)).toHaveLength(1);
      expect(answers.find(({ letting }) => !letting)).toMatchObject({
        code: 'QUOTA_EXHAUSTED',
        quota: { taken: 1, limit: 1 },
      });
      const loser = answers[0].letting ? there : here;
      // What a cap does not stand in the way of is not withdrawn for it, and what it does is.
      const withdraw = (offer: Changed) =>
        course.take('withdrawOffer', allocatorOf(offer.id.slice(0, 5)), {
          offer: offer.id,
          reason: 'QUOTA_EXHAUSTED',
        });
      expect((await withdraw(loser)).offer.status).toBe('WITHDRAWN');
    });

    it('lets an offer be withdrawn for it only when it is full', async () => {
      await frozen([HOME], ONE_URGENT, [{ index: 1, urgent: true }]);
      const [offer] = (await course.offer(HOME)).offers;
      expect(
        await course.take('withdrawOffer', OFFICE, { offer: offer.id, reason: 'QUOTA_EXHAUSTED' }),
      ).toMatchObject({ code: 'QUOTA_HAS_ROOM' });
    });
  });

  describe('a home that is left', () => {
    const LEFT = `query ($destiny: HomeDestiny) { leftHomes(destiny: $destiny) { nodes { id destiny leftOn municipality } } }`;

    async function moved(said: object): Promise<Changed> {
      await frozen([HOME], RULES, [{ index: 1, leaves: true }]);
      const [offer] = (await course.offer(HOME)).offers;
      await course.accepted(offer);
      await course.decide((await course.askPermit(offer)).permit, true);
      return course.let(offer, said);
    }

    it('is recorded with the letting, for the corporation that owns it', async () => {
      const dwelling = 'L0002:d0000000-0000-7000-8000-000000000001';
      const { letting } = await moved({ leftHome: { corporation: 'L0002', dwelling } });
      expect(letting).toMatchObject({
        leavesSelfContainedHome: true,
        leftHome: {
          municipality: 'GM0406',
          ofCorporation: true,
          dwelling: { id: dwelling },
          leftOn: '2026-12-01',
          destiny: 'UNKNOWN',
        },
      });
      const owner = allocatorOf('L0002');
      const listed = async (destiny: string, viewer = owner) =>
        (await allocation.ask(viewer, LEFT, { destiny })).data.leftHomes.nodes as Changed[];
      const [waiting] = await listed('UNKNOWN');
      expect(waiting).toMatchObject({ id: letting.leftHome.id, municipality: 'GM0406' });
      expect(await listed('UNKNOWN', OFFICE)).toEqual([]);
      const record = (viewer: typeof owner, said: object) =>
        course.take('recordLeftHome', viewer, {
          leftHome: waiting.id,
          destiny: 'MID_RENT',
          on: '2026-11-06',
          ...said,
        });
      expect(await record(OFFICE, {})).toMatchObject({ code: 'UNKNOWN_LEFT_HOME' });
      expect(await record(OFFICER as typeof owner, {})).toEqual({ code: 'FORBIDDEN' });
      for (const said of [{ destiny: 'UNKNOWN' }, { on: '2026-11-07' }])
        expect(await record(owner, said)).toMatchObject({ code: 'INVALID_INPUT' });
      expect((await record(owner, {})).leftHome).toMatchObject({
        destiny: 'MID_RENT',
        destinedOn: '2026-11-06',
      });
      expect(await record(owner, { on: '2026-11-05' })).toMatchObject({ code: 'INVALID_INPUT' });
      expect((await record(owner, { destiny: 'SOLD' })).leftHome.destiny).toBe('SOLD');
      expect(await listed('UNKNOWN')).toEqual([]);
      const receipts = await sql`select owner, kind, body from receipt where kind = 'LEFT_HOME' order by seq`;
      expect(receipts.map(({ owner: of, body }) => [of, JSON.parse(body as string).destiny])).toEqual([
        ['L0002', 'MID_RENT'],
        ['L0002', 'SOLD'],
      ]);
    });

    it('stays with the corporation that let where no corporation owns it', async () => {
      const { letting } = await moved({});
      expect(letting.leftHome).toMatchObject({
        municipality: 'GM0406',
        ofCorporation: false,
        dwelling: null,
      });
      expect(letting.leftHome.id.startsWith('L0001:')).toBe(true);
    });

    it('is not told of a household that leaves none, nor of another corporation’s dwelling', async () => {
      await frozen([HOME], RULES, [{ index: 1 }]);
      const [offer] = (await course.offer(HOME)).offers;
      await course.accepted(offer);
      await course.decide((await course.askPermit(offer)).permit, true);
      for (const leftHome of [
        { municipality: 'GM0402' },
        { corporation: 'L0002', dwelling: 'L0003:d0000000-0000-7000-8000-000000000001' },
        { municipality: 'Hilversum' },
      ])
        expect(await course.let(offer, { leftHome })).toMatchObject({ code: 'INVALID_INPUT' });
      expect((await course.let(offer)).letting).toMatchObject({ leftHome: null });
    });
  });
});
