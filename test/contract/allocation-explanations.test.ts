import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { SeekerCase } from '../../subgraphs/allocation/domain/assemble-facts.ts';
import { appendReceipt } from '../../subgraphs/allocation/receipts.ts';
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
import type { Answer } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import {
  allocatorOf,
  ANALYST,
  ANONYMOUS,
  AUDITOR,
  HUB,
  registrarOf,
  seekerOf,
  permitOfficerOf,
} from '../support/viewers.ts';

type Data = Answer['data'];

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { ... on Reacted { reaction { id } } } }`;
const WITHDRAW = `mutation ($input: WithdrawReactionInput!) { withdrawReaction(input: $input) { __typename } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename } }`;
const MAKE = `mutation ($input: MakeOfferInput!) { makeOffer(input: $input) { ... on OffersMade { offers { id } } } }`;
const ANSWER = `mutation ($input: AnswerOfferInput!) { answerOffer(input: $input) { __typename } }`;
const VERIFY = `mutation ($input: VerifyCandidateInput!) { verifyCandidate(input: $input) { __typename } }`;
const ASK_PERMIT = `mutation ($input: AskPermitInput!) { askPermit(input: $input) { ... on PermitAsked { permit { id } } } }`;
const DECIDE_PERMIT = `mutation ($input: DecidePermitInput!) { decidePermit(input: $input) { __typename } }`;
const DECISION_READS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Registration {
  decisionReads(first: 5) { nodes { organisation purpose } } } } }`;
const LET = `mutation ($input: RecordLettingInput!) { recordLetting(input: $input) { __typename } }`;
const INTERVENE = `mutation ($input: InterveneInput!) { intervene(input: $input) { __typename } }`;
const ABOVE = `above { code ownValue valueAbove groupAbove { code } rules { code outcome citation { article } } text { nl en } }`;
const EXPLANATION = `explanation { outcome outcomeReason text { nl en } status asOf position candidateCount orderedBy orderValue
  group { rank code } reasons { code outcome citation { article } } ${ABOVE}
  counterfactuals { code groupRank position consequence { nl en } } interventions { kind own reason } ruleSet { hash }
  receipt { id hash } }`;
const EXPLAIN = `query ($id: ID!) { reaction(id: $id) { id ${EXPLANATION} } }`;
const PAGE = `query ($of: [_Any!]!, $first: Int!) { _entities(representations: $of) { ... on Vacancy { ranking {
  candidates(first: $first) { nodes { position reaction { ${EXPLANATION} } } } } } } }`;

const OFFICE = allocatorOf('L0001');
const HOME = vacancyId(1);
/** The same seekers react to these, with others above them. */
const [OTHER_HOME, THIRD_HOME, FOURTH_HOME] = [vacancyId(2), vacancyId(3), vacancyId(4)];
const DAYS_LATER = '2026-11-12T12:00:00.000Z';

const bound = [
  {
    municipality: { code: 'GM0402' },
    core: null,
    from: calendarDate('2010-01-01'),
    until: null,
  },
];
/** By number; the dates are days of registering, so that an earlier one goes first. */
const SEEKERS: Readonly<Record<number, Parameters<typeof seekerCase>[1]>> = {
  1: { registeredOn: calendarDate('2024-01-01'), residences: bound },
  2: { registeredOn: calendarDate('2011-01-01') },
  3: { registeredOn: calendarDate('2012-01-01') },
  4: { registeredOn: calendarDate('2012-01-01') },
  5: { registeredOn: calendarDate('2013-01-01') },
  6: { registeredOn: calendarDate('2014-01-01') },
  // Only on the other homes: bound for longer, and without a tie for longer.
  7: { registeredOn: calendarDate('2003-01-01'), residences: bound },
  8: { registeredOn: calendarDate('2003-01-01') },
};
const ON: Readonly<Record<string, readonly number[]>> = {
  [HOME]: [1, 2, 3, 4, 5, 6],
  [OTHER_HOME]: [7, 2, 8, 3],
  [THIRD_HOME]: [7, 2],
  [FOURTH_HOME]: [8, 3],
};

describe('an explanation of a reaction', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let app: Database;
  let world: World;
  let allocation: Allocation;
  let key = 0;
  const reactions = new Map<string, string>();

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
    world = worldOf([], []);
    allocation = allocationOn(databases.of.allocation, world);
  });
  afterAll(async () => {
    await allocation.stop();
    await Promise.all([sql.end(), app.end()]);
    await databases.drop();
  });

  const seeker = (index: number) => seekerOf(registrationId('R0001', index));
  const reactionOf = (index: number, home = HOME) => reactions.get(`${index} ${home}`)!;
  const change = async (viewer: Viewer, query: string, input: object): Promise<Data> => {
    key += 1;
    const { data, codes } = await allocation.ask(viewer, query, {
      input: { idempotencyKey: `key-${key}-long`, ...input },
    });
    expect(codes).toEqual([]);
    return Object.values(data)[0];
  };
  const explain = async (index: number, viewer: Viewer, home = HOME): Promise<Data> => {
    const { data, codes } = await allocation.ask(viewer, EXPLAIN, { id: reactionOf(index, home) });
    return data?.reaction?.explanation ?? { none: codes };
  };
  const freeze = async () => {
    world.now = '2026-11-06T09:00:00.000Z';
    for (const vacancy of Object.keys(ON)) {
      const { data } = await allocation.ask(OFFICE, FREEZE, { input: { vacancy } });
      expect(data.freezeRanking.__typename).toBe('RankingFrozen');
    }
  };

  beforeEach(async () => {
    await sql`set session_replication_role = replica`;
    await sql`truncate intervention, receipt_facts, receipt, consequence, chance_count, letting, verification, offer, reaction, ranking,
      consideration, platform.idempotency, platform.file_read cascade`;
    await sql`set session_replication_role = default`;
    world.now = NOW;
    world.vacancies.clear();
    world.seekers.clear();
    for (const [index, said] of Object.entries(SEEKERS)) {
      const id = registrationId('R0001', Number(index));
      world.seekers.set(id, seekerCase(id, said));
    }
    for (const [vacancy, those] of Object.entries(ON)) {
      world.vacancies.set(vacancy, vacancyCase(vacancy, { labels: ['LOCAL_BINDING'] }));
      for (const index of those) {
        const registration = registrationId('R0001', index);
        const { reaction } = await change(seeker(index), REACT, { vacancy, registration });
        reactions.set(`${index} ${vacancy}`, reaction.id);
      }
    }
    await change(seeker(6), WITHDRAW, { reaction: reactionOf(6) });
    const fifth = world.seekers.get(registrationId('R0001', 5))! as SeekerCase;
    world.seekers.set(fifth.id, { ...fifth, facts: { ...fifth.facts!, lawfulResidence: false } });
  });

  describe('to each who may ask', () => {
    it('tells the seeker the own group, value, articles, what decided, and what would lead higher', async () => {
      await freeze();
      const told = await explain(2, seeker(2));
      expect(told).toMatchObject({
        outcome: 'PLACED',
        status: 'FROZEN',
        asOf: '2026-11-05',
        position: 2,
        candidateCount: 4,
        orderedBy: 'SEARCH_VALUE',
        above: { code: 'GROUP', ownValue: null, valueAbove: null, groupAbove: null },
        ruleSet: { hash: RULES.hash },
      });
      expect(told.orderValue).toBeGreaterThan(5_000);
      expect(told.above.rules.map(({ code }: Data) => code)).toContain('LOCAL_BINDING');
      expect(told.reasons.map(({ outcome }: Data) => outcome)).toContain('ORDERS');
      const [first] = told.counterfactuals;
      expect(first.position).toBe(1);
      expect(first.consequence.nl).toBe(`Dan zou het groep ${first.groupRank} zijn, ongeveer op plaats 1.`);
    });

    it('tells the desk who is above by group and value, and nothing of what might be', async () => {
      await freeze();
      expect(await explain(2, OFFICE)).toMatchObject({
        position: 2,
        counterfactuals: [],
        above: { code: 'GROUP', groupAbove: { code: 'LOCAL_BINDING' } },
      });
      const third = (await explain(3, OFFICE)).position === 3 ? 3 : 4;
      const { above } = await explain(third, OFFICE);
      expect(above.code).toBe('ORDER');
      expect(above.valueAbove - above.ownValue).toBe(365);
    });

    it('tells the auditor all of it, with what it can be repeated from', async () => {
      await freeze();
      const told = await explain(2, AUDITOR);
      expect(told.above).toEqual((await explain(2, OFFICE)).above);
      expect(told.counterfactuals).toEqual((await explain(2, seeker(2))).counterfactuals);
      const [recorded] = await sql<{ seq: number; hash: string }[]>`
        select seq, hash from receipt where kind = 'RANKING_FROZEN' and vacancy = ${HOME.slice(6)}::uuid`;
      expect(told.receipt).toEqual({ id: `L0001:${recorded!.seq}`, hash: recorded!.hash });
      expect(told.ruleSet).toEqual({ hash: RULES.hash });
    });

    it('tells the registrar of own seekers what it tells them, but for what corporations offer', async () => {
      await freeze();
      const { receipt, ...told } = await explain(2, registrarOf('R0001'));
      const { receipt: theirs, ...own } = await explain(2, seeker(2));
      expect(told).toEqual(own);
      expect([receipt, theirs === null]).toEqual([null, false]);
      await change(OFFICE, MAKE, { vacancy: HOME, candidates: 2, expiresAt: DAYS_LATER });
      expect((await explain(2, seeker(2))).outcome).toBe('OFFERED');
      expect((await explain(2, registrarOf('R0001'))).outcome).toBe('PLACED');
    });

    it('tells nobody else, in the words of a reaction that does not exist', async () => {
      await freeze();
      for (const viewer of [seeker(3), allocatorOf('L0002'), registrarOf('R0002')]) {
        const { data, codes } = await allocation.ask(viewer, EXPLAIN, { id: reactionOf(2) });
        expect({ data, codes }).toEqual({ data: { reaction: null }, codes: [] });
      }
      expect(await explain(2, ANALYST)).toEqual({ none: ['FORBIDDEN'] });
      expect(await explain(2, ANONYMOUS)).toEqual({ none: ['UNAUTHENTICATED'] });
    });
  });

  describe('of the neighbour above', () => {
    it('gives a seeker and a registrar the same answer, whoever the neighbour is', async () => {
      /** Who is above, at one stage on two homes: another person of that group, or with another value. */
      const cases = [
        { index: 2, code: 'GROUP', homes: [HOME, THIRD_HOME] },
        { index: 3, code: 'ORDER', homes: [OTHER_HOME, FOURTH_HOME] },
      ] as const;
      for (const frozen of [false, true]) {
        if (frozen) await freeze();
        for (const { index, code, homes } of cases) {
          for (const viewer of [seeker(index), registrarOf('R0001')]) {
            const [here, there] = await Promise.all(homes.map((home) => explain(index, viewer, home)));
            expect(here.above).toMatchObject({ code, valueAbove: null, groupAbove: null });
            expect(there.above).toEqual(here.above);
          }
        }
        // The desk sees that these are two.
        const [here, there] = await Promise.all(
          [OTHER_HOME, FOURTH_HOME].map((home) => explain(3, OFFICE, home)),
        );
        expect(there.above.valueAbove).toBeGreaterThan(here.above.valueAbove);
      }
    });

    it('says that the lot decides between equals, and names nobody for who stands first', async () => {
      await freeze();
      const codes = await Promise.all(
        [1, 3, 4].map(async (index) => (await explain(index, seeker(index))).above.code),
      );
      expect([codes[0], codes.slice(1).sort()]).toEqual(['FIRST', ['LOT', 'ORDER']]);
    });

    it('says so when somebody else was put first by hand, and to whom it concerns that it was', async () => {
      await freeze();
      const reason = 'De woning is aangepast voor een huishouden met deze zorgvraag.';
      const intervene = (index: number, kind: string) =>
        change(OFFICE, INTERVENE, {
          reaction: reactionOf(index),
          kind,
          instrument: 'gooi-model',
          article: '7.1',
          reason,
        });
      await intervene(3, 'PUT_FIRST');
      for (const viewer of [seeker(1), OFFICE]) {
        const first = await explain(1, viewer);
        expect(first.above).toMatchObject({
          code: 'INTERVENTION',
          rules: [],
          groupAbove: null,
          valueAbove: null,
        });
        expect(first.interventions).toEqual([{ kind: 'PUT_FIRST', own: false, reason }]);
      }
      expect((await explain(2, seeker(2))).above.code).toBe('GROUP');
      expect(await explain(3, seeker(3))).toMatchObject({ outcome: 'PUT_FIRST', above: { code: 'FIRST' } });
      await intervene(4, 'PUT_FIRST');
      expect(await explain(4, seeker(4))).toMatchObject({
        outcome: 'PUT_FIRST',
        above: { code: 'INTERVENTION' },
      });
      await intervene(3, 'RESTORE');
      expect((await explain(4, seeker(4))).above.code).toBe('FIRST');
      expect((await explain(3, seeker(3))).outcome).toBe('PLACED');
      await intervene(4, 'RESTORE');
      expect((await explain(1, seeker(1))).above.code).toBe('FIRST');
    });
  });

  describe('of who has no place, and of what came of it', () => {
    it('tells who is excluded by which article, and what would have admitted', async () => {
      await freeze();
      for (const viewer of [seeker(5), OFFICE, AUDITOR]) {
        const told = await explain(5, viewer);
        expect(told).toMatchObject({
          outcome: 'EXCLUDED',
          outcomeReason: 'NOT_ADMITTED',
          position: null,
          group: null,
          above: null,
          reasons: [{ code: 'LAWFUL_RESIDENCE', outcome: 'NOT_MET' }],
        });
        expect(told.counterfactuals.length > 0).toBe(viewer !== OFFICE);
      }
    });

    it('tells who withdrew just that', async () => {
      await freeze();
      expect(await explain(6, seeker(6))).toMatchObject({
        outcome: 'WITHDRAWN',
        position: null,
        reasons: [],
        above: null,
        counterfactuals: [],
      });
    });

    it('tells who refused, let it expire, was passed over, got the home and was not reached', async () => {
      await freeze();
      const order = [1, 2, ...((await explain(3, OFFICE)).position === 3 ? [3, 4] : [4, 3])];
      const make = async () =>
        (await change(OFFICE, MAKE, { vacancy: HOME, expiresAt: DAYS_LATER })).offers[0].id;
      await change(seeker(1), ANSWER, { offer: await make(), accept: false, reason: 'RENT_TOO_HIGH' });
      await make();
      world.now = '2026-11-13T09:00:00.000Z';
      await allocation.doWhatIsDue();
      const passed = order[2]!;
      const third = (await change(OFFICE, MAKE, { vacancy: HOME, expiresAt: '2026-11-20T09:00:00.000Z' }))
        .offers[0].id;
      await change(seeker(passed), ANSWER, { offer: third, accept: true });
      await change(OFFICE, VERIFY, { offer: third, checks: [{ document: 'INCOME', outcome: 'FOUND' }] });
      const { permit } = await change(OFFICE, ASK_PERMIT, { offer: third });
      await change(permitOfficerOf('GM0402'), DECIDE_PERMIT, { permit: permit.id, grant: true });
      await change(OFFICE, LET, { offer: third, signedOn: '2026-11-13', startsOn: '2026-12-01' });
      const outcomes = await Promise.all(
        order.map(async (index) => {
          const { outcome, outcomeReason } = await explain(index, seeker(index));
          return `${outcome} ${outcomeReason}`;
        }),
      );
      expect(outcomes).toEqual(['REFUSED RENT_TOO_HIGH', 'EXPIRED null', 'HOUSED null', 'NOT_REACHED LET']);
      await writeAsViewer(app, HUB, { traceId: '1'.repeat(32) }, (transaction) =>
        appendReceipt(transaction, {
          kind: 'CANDIDATE_PASSED_OVER',
          owner: 'L0001',
          vacancy: HOME.slice(6),
          reaction: reactionOf(order[3]!).slice(6),
          at: world.now,
          by: OFFICE,
          body: { position: 4, reason: 'OTHER_HOME_ACCEPTED' },
        }),
      );
      expect(await explain(order[3]!, seeker(order[3]!))).toMatchObject({
        outcome: 'PASSED_OVER',
        text: { nl: 'Overgeslagen: andere woning geaccepteerd.' },
      });
    });

    it('says that it cannot be told any more when the facts have ended', async () => {
      await freeze();
      await sql`update reaction set facts = null, salt = null`;
      expect(await explain(2, seeker(2))).toEqual({ none: ['FACTS_ERASED'] });
      // Where each part fails by itself, the answer is there before the last of them is: none goes on reading.
      const { codes } = await allocation.ask(
        seeker(2),
        'query ($id: ID!) { reaction(id: $id) { position { reasons { code } group { code } interventions { kind } } } }',
        { id: reactionOf(2) },
      );
      expect(codes).toContain('FACTS_ERASED');
      await vi.waitFor(async () => {
        const open = await sql`
          select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
        expect(open).toHaveLength(0);
      });
    });
  });

  describe('as it is read', () => {
    const readings = () => sql<{ owner: string; subject: string; organisation: string; fields: string[] }[]>`
      select owner, subject, reader_organisation as organisation, fields from platform.file_read order by subject`;

    it('is recorded for the person when somebody else reads it, and not when the seeker does', async () => {
      await freeze();
      await explain(2, seeker(2));
      expect(await readings()).toEqual([]);
      await explain(2, OFFICE);
      await explain(2, registrarOf('R0001'));
      await explain(2, AUDITOR);
      const recorded = await readings();
      expect(recorded.map(({ organisation }) => organisation).sort()).toEqual(['AUDIT', 'L0001', 'R0001']);
      for (const { owner, subject, fields } of recorded) {
        expect([owner, subject]).toEqual(['R0001', registrationId('R0001', 2)]);
        expect(fields).toEqual(expect.arrayContaining(['above', 'reasons', 'orderValue']));
      }
      // The person and the register read who did, newest first; another register and another seeker do not.
      const told = async (viewer: Viewer, of = registrationId('R0001', 2)) =>
        (await allocation.ask(viewer, DECISION_READS, { of: [{ __typename: 'Registration', id: of }] })).data
          ._entities[0]?.decisionReads?.nodes;
      const shown = ['AUDIT', 'R0001', 'L0001'].map((organisation) => ({ organisation, purpose: 'test' }));
      for (const viewer of [seeker(2), registrarOf('R0001'), AUDITOR])
        expect(await told(viewer)).toEqual(shown);
      for (const viewer of [seeker(1), registrarOf('R0002')]) expect(await told(viewer)).toEqual([]);
      expect(
        (
          await allocation.ask(OFFICE, DECISION_READS, {
            of: [{ __typename: 'Registration', id: registrationId('R0001', 2) }],
          })
        ).codes,
      ).toEqual(['FORBIDDEN']);
    });

    it('is one statement for each kind of thing it looks at, however many are on a page', async () => {
      await freeze();
      const page = async (first: number, viewer: Viewer) => {
        allocation.statements.length = 0;
        const { data, codes } = await allocation.ask(viewer, PAGE, {
          of: [{ __typename: 'Vacancy', id: HOME }],
          first,
        });
        expect(codes).toEqual([]);
        expect(data._entities[0].ranking.candidates.nodes).toHaveLength(first);
        return [...allocation.statements].sort();
      };
      for (const viewer of [OFFICE, AUDITOR]) {
        const [one, four] = [await page(1, viewer), await page(4, viewer)];
        expect(new Set(four).size).toBe(four.length);
        expect(four.filter((name) => name !== 'placesOf')).toEqual(one.filter((name) => name !== 'placesOf'));
        expect(four).toEqual(
          expect.arrayContaining(['decidedAbove', 'interventionsOf', 'frozenReceipts', 'recordFileReadings']),
        );
      }
      // One reading for each person on each page.
      expect(await readings()).toHaveLength(10);
    });
  });
});
