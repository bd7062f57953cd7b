import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { ROLES, type Viewer } from '../../platform/viewer.ts';
import {
  allocationOn,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, ANONYMOUS, AUDITOR, HUB, memberOf, registrarOf, seekerOf } from '../support/viewers.ts';

const HOME = vacancyId(1);
const OFFICE = allocatorOf('L0001');
const seeker = (index: number) => seekerOf(registrationId('R0001', index));

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { ... on Reacted { reaction { id } } } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename } }`;
const INTERVENE = `mutation ($input: InterveneInput!) { intervene(input: $input) { __typename } }`;
const MAKE = `mutation ($input: MakeOfferInput!) { makeOffer(input: $input) { ... on OffersMade { offers { id } } } }`;
const ANSWER = `mutation ($input: AnswerOfferInput!) { answerOffer(input: $input) { __typename } }`;
const VERIFY = `mutation ($input: VerifyCandidateInput!) { verifyCandidate(input: $input) { __typename } }`;
const LET = `mutation ($input: RecordLettingInput!) { recordLetting(input: $input) { __typename } }`;

const TABLES = [
  'offer',
  'verification',
  'letting',
  'intervention',
  'consequence',
  'receipt',
  'receipt_facts',
  'receipt_checkpoint',
] as const;

/** What there is: three candidates, of whom the third is put first and refuses, and the first gets the home. */
const EVERYTHING: readonly (number | 'several')[] = [2, 1, 1, 1, 'several', 8, 'several', 0];
/** Roles without a task here, each wrongly given every setting that a policy looks at. */
const WITHOUT_TASK = ROLES.filter((role) => !['SEEKER', 'ALLOCATOR', 'AUDITOR', 'HUB'].includes(role)).map(
  (role): Viewer => ({ ...memberOf('L0001', role), registration: registrationId('R0001', 1) }),
);

const NOTHING: readonly (number | 'several')[] = TABLES.map(() => 0);

describe('who sees and changes what was decided about a home', () => {
  let databases: TestDatabases<'allocation'>;
  let app: Database;
  let allocation: Allocation;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    // One connection: what one viewer left behind would be seen by the next.
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
    const seekers = [1, 2, 3].map((index) =>
      seekerCase(registrationId('R0001', index), { registeredOn: calendarDate(`201${index}-01-01`) }),
    );
    const world = worldOf([vacancyCase(HOME)], seekers);
    allocation = allocationOn(databases.of.allocation, world);
    let key = 0;
    const change = async (viewer: Viewer, query: string, input: object) => {
      key += 1;
      const { data } = await allocation.ask(viewer, query, {
        input: { idempotencyKey: `key-${key}-long`, ...input },
      });
      return Object.values(data as object)[0];
    };
    const reactions: string[] = [];
    for (const index of [1, 2, 3]) {
      const registration = registrationId('R0001', index);
      reactions.push((await change(seeker(index), REACT, { vacancy: HOME, registration })).reaction.id);
    }
    world.now = '2026-11-06T09:00:00.000Z';
    await allocation.ask(OFFICE, FREEZE, { input: { vacancy: HOME } });
    const cited = {
      instrument: 'gooi-model',
      article: '8.1',
      reason: 'De woning is voor deze zorgvraag aangepast.',
    };
    await change(OFFICE, INTERVENE, { reaction: reactions[2], kind: 'PUT_FIRST', ...cited });
    const made = { vacancy: HOME, candidates: 2, expiresAt: '2026-11-12T12:00:00.000Z' };
    const [third, first] = (await change(OFFICE, MAKE, made)).offers;
    await change(seeker(3), ANSWER, { offer: third.id, accept: false, reason: 'HOME' });
    await change(seeker(1), ANSWER, { offer: first.id, accept: true });
    await change(OFFICE, VERIFY, { offer: first.id, checks: [{ document: 'INCOME', outcome: 'FOUND' }] });
    await change(OFFICE, LET, { offer: first.id, signedOn: '2026-11-06', startsOn: '2026-12-01' });
  });
  afterAll(async () => {
    await allocation.stop();
    await app.end();
    await databases.drop();
  });

  const as = <Result>(viewer: Viewer, work: (sql: Transaction) => Promise<Result>) =>
    writeAsViewer(app, viewer, { traceId: '1'.repeat(32) }, work);
  const counts = (viewer: Viewer) =>
    as(viewer, async (sql) => {
      const seen: number[] = [];
      for (const table of TABLES) {
        const [row] = await sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${table}`);
        seen.push(row!.count);
      }
      return seen;
    });

  it.each<readonly [string, Viewer, readonly (number | 'several')[]]>([
    ['the hub everything', HUB, EVERYTHING],
    ['the auditor everything', AUDITOR, EVERYTHING],
    ['the corporation of the home all but what others were told', OFFICE, EVERYTHING.with(4, 0)],
    // The frozen ranking, the own offer, answer, verification and letting; what was decided of others is theirs.
    ['the seeker who got it what is about that', seeker(1), [1, 1, 1, 0, 0, 5, 2, 0]],
    ['a seeker to whom nothing was offered the frozen ranking', seeker(2), [0, 0, 0, 0, 0, 1, 0, 0]],
    ['the seeker who was put first and refused what is about that', seeker(3), [1, 0, 0, 0, 0, 4, 2, 0]],
    ['another corporation nothing', allocatorOf('L0002'), NOTHING],
    ['a corporation without a name nothing', { ...OFFICE, organisation: null }, NOTHING],
    ['a seeker without a registration nothing', { ...seeker(1), registration: null }, NOTHING],
    ['a registrar nothing', registrarOf('R0001'), NOTHING],
    ...WITHOUT_TASK.map((viewer) => [`${viewer.role} nothing`, viewer, NOTHING] as const),
    ['nobody nothing', ANONYMOUS, NOTHING],
    ['a preview nothing', { ...HUB, purpose: 'preview of a regulation' }, NOTHING],
  ])('%s', async (_title, viewer, expected) => {
    const seen = await counts(viewer);
    expect(
      seen.map((count, index) => (expected[index] === 'several' && count > 1 ? 'several' : count)),
    ).toEqual(expected);
  });

  it('is written by the hub alone, whoever else tries', async () => {
    const statements = [
      `insert into intervention select owner, id, vacancy, 'PASS_OVER', 1 from reaction`,
      'delete from intervention',
      `insert into receipt select * from receipt`,
      `update offer set status = 'ACCEPTED'`,
      `update verification set outcome = 'FOUND'`,
      `insert into letting select * from letting`,
    ];
    for (const viewer of [OFFICE, AUDITOR, seeker(1), seeker(2), registrarOf('R0001'), ANONYMOUS]) {
      const before = await counts(HUB);
      for (const statement of statements)
        // Refused, or it finds no row that it may touch.
        await as(viewer, (sql) => sql.unsafe(statement)).then(
          ({ count }) => expect(count, statement).toBe(0),
          (fault: { code: string }) =>
            expect(fault.code, statement).toMatch(
              statement.startsWith('insert into receipt') ? /^(42501|23514)$/ : /^42501$/,
            ),
        );
      expect(await counts(HUB)).toEqual(before);
    }
    // What the hub may do is not refused for another reason.
    await as(HUB, (sql) => sql`delete from intervention`);
    expect((await counts(HUB))[3]).toBe(0);
  });
});
