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
import {
  allocatorOf,
  ANALYST,
  ANONYMOUS,
  AUDITOR,
  registrarOf,
  seekerOf,
  permitOfficerOf,
} from '../support/viewers.ts';

type Data = Answer['data'];

const CHANCE = `step from until homes fares { places groupCode stood offered housed text { nl } } text { nl en }`;
const BY_KIND = `query ($of: HomeKindInput!) { chance(of: $of) { ${CHANCE} } }`;
const ON_HOME = `query ($of: [_Any!]!, $registration: ID) {
  _entities(representations: $of) { ... on Vacancy { chance(registration: $registration) { ${CHANCE} } } } }`;
const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename } }`;
const MAKE = `mutation ($input: MakeOfferInput!) { makeOffer(input: $input) { ... on OffersMade { offers { id } } } }`;
const ANSWER = `mutation ($input: AnswerOfferInput!) { answerOffer(input: $input) { __typename } }`;
const VERIFY = `mutation ($input: VerifyCandidateInput!) { verifyCandidate(input: $input) { __typename } }`;
const ASK_PERMIT = `mutation ($input: AskPermitInput!) { askPermit(input: $input) { ... on PermitAsked { permit { id } } } }`;
const DECIDE_PERMIT = `mutation ($input: DecidePermitInput!) { decidePermit(input: $input) { __typename } }`;
const LET = `mutation ($input: RecordLettingInput!) { recordLetting(input: $input) { __typename } }`;
const END = `mutation ($input: EndOfferingInput!) { endOffering(input: $input) { __typename } }`;

const OFFICE = allocatorOf('L0001');
const HOME = vacancyId(1);
const DRAWN = vacancyId(2);
const MEDIATED = vacancyId(3);
const ME = registrationId('R0001', 1);
const EXPIRES_AT = '2026-11-12T12:00:00.000Z';

/** Counts of homes like HOME, unless it is said otherwise. */
const LIKE_HOME = {
  owner: 'L0001',
  quarter: '2026-04-01',
  region: 'GOOI',
  municipality: 'GM0402',
  segment: 'SOCIAL_RENT',
  model: 'OFFER',
  dwelling_type: 'APARTMENT',
  size: 2,
  group_code: '*',
  places: 0,
  homes: 12,
  stood: 240,
  offered: 36,
  housed: 12,
  mark: 17,
};

describe('chance', () => {
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
    await sql`set session_replication_role = replica`;
    await sql`truncate intervention, receipt_facts, receipt, consequence, chance_count, letting, verification, offer, reaction, ranking,
      consideration, draw, draw_secret, draw_lot, disclosure_secret, platform.idempotency cascade`;
    await sql`set session_replication_role = default`;
    await sql`insert into disclosure_secret (secret) values (${'s'.repeat(32)})`;
    world.now = NOW;
    world.vacancies.clear();
    world.seekers.clear();
    world.vacancies.set(HOME, vacancyCase(HOME));
    world.vacancies.set(DRAWN, vacancyCase(DRAWN, { model: 'LOTTERY' }));
    world.vacancies.set(MEDIATED, vacancyCase(MEDIATED, { model: 'DIRECT_MEDIATION' }));
    for (let index = 1; index <= 6; index += 1) {
      const id = registrationId('R0001', index);
      world.seekers.set(id, seekerCase(id, { registeredOn: calendarDate(`20${10 + index}-01-01`) }));
    }
  });

  const count = (...rows: readonly Partial<typeof LIKE_HOME>[]) =>
    sql`insert into chance_count ${sql(rows.map((row) => ({ ...LIKE_HOME, ...row })) as never)}`;
  const byKind = async (of: object = {}, viewer: Viewer = ANONYMOUS): Promise<Data> => {
    const asked = { region: 'GOOI', municipality: 'GM0402', dwellingType: 'APARTMENT', rooms: 3, ...of };
    const { data, codes } = await allocation.ask(viewer, BY_KIND, { of: asked });
    return data?.chance ?? codes[0];
  };
  const onHome = async (
    home = HOME,
    viewer: Viewer = seekerOf(ME),
    registration: string | null = null,
  ): Promise<Data> => {
    const { data, codes } = await allocation.ask(viewer, ON_HOME, {
      of: [{ __typename: 'Vacancy', id: home }],
      registration,
    });
    return codes.length > 0 ? codes[0] : data._entities[0].chance;
  };
  const change = async (viewer: Viewer, query: string, input: object): Promise<Data> => {
    key += 1;
    const { data, codes } = await allocation.ask(viewer, query, {
      input: { idempotencyKey: `key-${key}-long`, ...input },
    });
    expect(codes).toEqual([]);
    return Object.values(data)[0];
  };
  const react = async (index: number, vacancy: string) => {
    const registration = registrationId('R0001', index);
    expect(await change(seekerOf(registration), REACT, { vacancy, registration })).toEqual({
      __typename: 'Reacted',
    });
  };

  describe('on a kind of home', () => {
    it('tells anyone how those fared at each bracket, with the homes, the quarters and the step', async () => {
      await count(
        {},
        { places: 1, stood: 40, offered: 40, housed: 20, homes: 40 },
        { places: 4, homes: 12, stood: 160, offered: 3, housed: 2 },
      );
      for (const viewer of [ANONYMOUS, ANALYST, seekerOf(ME)]) {
        const told = await byKind({}, viewer);
        expect(told).toMatchObject({ step: 'SAME_KIND', from: '2025-10-01', until: '2026-10-01', homes: 12 });
        expect(told.fares.map(({ places }: Data) => places)).toHaveLength(7);
        expect(told.fares[0]).toMatchObject({
          offered: 'FROM_75_PERCENT',
          housed: 'FROM_50_PERCENT',
          groupCode: null,
        });
        expect(told.fares[0].stood % 5).toBe(0);
        expect(told.fares[1]).toMatchObject({ stood: null, offered: null, housed: null });
        expect(told.fares[3]).toMatchObject({ places: 'PLACES_11_TO_25', housed: 'UNDER_2_PERCENT' });
      }
    });

    it('tells of fewer than ten homes or twenty reactions no more than how many homes there were', async () => {
      await count({ homes: 9, stood: 300 }, { places: 1, homes: 9, stood: 300 });
      let told = await byKind();
      expect(told).toMatchObject({ step: 'REGION', homes: 9 });
      expect(told.fares.every(({ stood, housed }: Data) => stood === null && housed === null)).toBe(true);
      await count(
        { owner: 'L0002', homes: 1 },
        { owner: 'L0002', places: 1, homes: 1, stood: 1, offered: 1, housed: 0 },
      );
      told = await byKind();
      expect(told).toMatchObject({ step: 'SAME_KIND', homes: 10 });
      expect(told.fares[0].stood).not.toBeNull();
      await count({ places: 2, homes: 10, stood: 19, offered: 10, housed: 0 });
      expect((await byKind()).fares[1].stood).toBeNull();
    });

    it('widens in named steps, each only when the one before tells nothing', async () => {
      const wide = { homes: 30, stood: 600, offered: 90, housed: 30 };
      await count({ municipality: 'GM0406', size: 1, ...wide });
      expect((await byKind()).step).toBe('REGION');
      await count({ size: 3, ...wide });
      expect(await byKind()).toMatchObject({ step: 'MUNICIPALITY', homes: 30 });
      await count({ municipality: 'GM0406', ...wide });
      expect((await byKind()).step).toBe('SAME_SIZE_IN_REGION');
      await count({ dwelling_type: 'HOUSE', ...wide });
      expect((await byKind()).step).toBe('SAME_SIZE');
      await count(wide);
      expect((await byKind()).step).toBe('SAME_KIND');
      expect(await byKind({ dwellingType: null, rooms: null })).toMatchObject({
        step: 'MUNICIPALITY',
        homes: 90,
      });
      expect(await byKind({ municipality: null, dwellingType: null, rooms: null })).toMatchObject({
        step: 'REGION',
        homes: 150,
      });
    });

    it('counts mid rent by itself, and no homes where none was let', async () => {
      await count(
        { segment: 'MID_RENT' },
        { segment: 'MID_RENT', places: 1, homes: 25, stood: 25, offered: 25, housed: 10 },
      );
      expect(await byKind()).toMatchObject({ homes: 0, step: 'REGION' });
      const told = await byKind({ segment: 'MID_RENT' });
      expect(told).toMatchObject({ homes: 12, step: 'SAME_KIND' });
      expect(told.fares[0]).toMatchObject({ places: 'PLACE_1', housed: 'FROM_25_PERCENT' });
    });

    it('looks at four quarters that have ended, whatever is added meanwhile', async () => {
      await count({}, { quarter: '2025-07-01' }, { quarter: '2026-10-01' });
      const before = await byKind();
      expect(before.homes).toBe(12);
      await count({ quarter: '2026-10-01', owner: 'L0002' });
      expect(await byKind()).toEqual(before);
      world.now = '2027-01-01T10:00:00.000Z';
      expect((await byKind()).homes).toBe(36);
    });

    it('asked again gives the same, and refuses a home of no size', async () => {
      await count({}, { places: 3, homes: 11, stood: 77 });
      const told = await byKind();
      for (let again = 0; again < 3; again += 1) expect(await byKind()).toEqual(told);
      expect(await byKind({ rooms: 0 })).toBe('INVALID_INPUT');
    });
  });

  describe('on a home, for a registration', () => {
    let code: string;
    beforeEach(async () => {
      for (const index of [2, 3, 4]) await react(index, HOME);
      const { data } = await allocation.ask(
        AUDITOR,
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Vacancy {
        ranking { candidates { nodes { group { code rank } } } } } } }`,
        { of: [{ __typename: 'Vacancy', id: HOME }] },
      );
      ({ code } = data._entities[0].ranking.candidates.nodes[0].group);
    });

    it('is that of the bracket and group where it would stand, and where it stands once it has reacted', async () => {
      // The first waited longest: it would be first.
      await count({ group_code: code, places: 1, homes: 20, stood: 20, offered: 20, housed: 9 }, {});
      const would = await onHome();
      expect(would).toMatchObject({
        step: 'SAME_KIND',
        homes: 12,
        fares: [{ places: 'PLACE_1', groupCode: code, housed: 'FROM_25_PERCENT' }],
      });
      expect(await onHome(HOME, registrarOf('R0001'), ME)).toEqual(would);
      await react(1, HOME);
      expect(await onHome()).toEqual(would);
      const second = await onHome(HOME, seekerOf(registrationId('R0001', 2)));
      expect(second.fares[0]).toMatchObject({ places: 'PLACES_2_TO_3', stood: null });
    });

    it('compares with all groups in the end, and says so', async () => {
      await count({}, { municipality: 'GM0406', places: 1, homes: 20, stood: 20, offered: 20, housed: 1 });
      expect(await onHome()).toMatchObject({
        step: 'REGION_ANY_GROUP',
        fares: [{ places: 'PLACE_1', groupCode: null, housed: 'FROM_2_PERCENT' }],
      });
    });

    it('is of the group alone where a draw orders', async () => {
      const lots = { model: 'LOTTERY', homes: 20, stood: 400, offered: 30, housed: 20 };
      await count(lots, { ...lots, places: 1 });
      expect((await onHome(DRAWN)).fares).toMatchObject([{ places: 'ANY_PLACE' }]);
    });

    it('is nobody else’s, and null where nobody would stand', async () => {
      expect(await onHome(HOME, seekerOf(ME), registrationId('R0001', 2))).toBeNull();
      expect(await onHome(HOME, registrarOf('R0002'), ME)).toBeNull();
      expect(await onHome(MEDIATED)).toBeNull();
      expect(await onHome(vacancyId(99))).toBeNull();
      expect(await onHome(HOME, OFFICE, ME)).toBe('FORBIDDEN');
      expect(await onHome(HOME, ANONYMOUS, ME)).toBe('UNAUTHENTICATED');
    });
  });

  describe('is counted', () => {
    const rows = () => sql<Data[]>`
      select group_code, places, homes, stood, offered, housed, quarter from chance_count order by group_code, places`;

    async function offeredTo(candidates: number): Promise<readonly { readonly id: string }[]> {
      for (const index of [1, 2, 3, 4]) await react(index, HOME);
      world.now = '2026-11-06T09:00:00.000Z';
      await allocation.ask(OFFICE, FREEZE, { input: { vacancy: HOME } });
      return (await change(OFFICE, MAKE, { vacancy: HOME, candidates, expiresAt: EXPIRES_AT })).offers;
    }

    it('when a home is let, each who stood once at the own place', async () => {
      const [first, second] = await offeredTo(2);
      expect(await rows()).toEqual([]);
      await change(OFFICE, ANSWER, { offer: first!.id, accept: false, reason: 'HOME' });
      await change(OFFICE, ANSWER, { offer: second!.id, accept: true });
      await change(OFFICE, VERIFY, { offer: second!.id, checks: [{ document: 'INCOME', outcome: 'FOUND' }] });
      expect(await rows()).toEqual([]);
      const { permit } = await change(OFFICE, ASK_PERMIT, { offer: second!.id });
      await change(permitOfficerOf('GM0402'), DECIDE_PERMIT, { permit: permit.id, grant: true });
      await change(OFFICE, LET, { offer: second!.id, signedOn: '2026-11-06', startsOn: '2026-12-01' });
      const counted = await rows();
      const quarter = '2026-10-01';
      const expected = [
        { places: 0, homes: 1, stood: 4, offered: 2, housed: 1, quarter },
        { places: 1, homes: 1, stood: 1, offered: 1, housed: 0, quarter },
        { places: 2, homes: 1, stood: 2, offered: 1, housed: 1, quarter },
        { places: 3, homes: 1, stood: 1, offered: 0, housed: 0, quarter },
      ];
      expect(counted.filter(({ groupCode }) => groupCode === '*')).toMatchObject(expected);
      expect(counted.filter(({ groupCode }) => groupCode !== '*')).toMatchObject(expected);
    });

    it('when nobody takes it', async () => {
      const offers = await offeredTo(4);
      for (const { id } of offers) await change(OFFICE, ANSWER, { offer: id, accept: false, reason: 'HOME' });
      expect(await change(OFFICE, END, { vacancy: HOME, reason: 'NO_CANDIDATE' })).toEqual({
        __typename: 'OfferingEnded',
      });
      expect((await rows())[0]).toMatchObject({ groupCode: '*', places: 0, stood: 4, offered: 4, housed: 0 });
    });

    it('not when it is withdrawn', async () => {
      await offeredTo(1);
      await change(OFFICE, END, { vacancy: HOME, reason: 'RENOVATION' });
      expect(await rows()).toEqual([]);
    });
  });
});
