import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { lookAsAuditor } from '../../subgraphs/allocation/replay/look-as-auditor.ts';
import { replayAll } from '../../subgraphs/allocation/replay/replay-decisions.ts';
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
import { allocatorOf, AUDITOR, seekerOf } from '../support/viewers.ts';

const HOME = vacancyId(1);
const OFFICE = allocatorOf('L0001');
const CLOSED = '2026-11-06T09:00:00.000Z';
const EXPIRES = '2026-11-12T12:00:00.000Z';
const REASON = 'De woning is aangepast voor een huishouden met deze zorgvraag.';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { ... on Reacted { reaction { id } } } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename } }`;
const MAKE = `mutation ($input: MakeOfferInput!) { makeOffer(input: $input) { ... on OffersMade { offers { id position } }
  ... on OfferRefusal { code } } }`;
const ANSWER = `mutation ($input: AnswerOfferInput!) { answerOffer(input: $input) { __typename } }`;
const VERIFY = `mutation ($input: VerifyCandidateInput!) { verifyCandidate(input: $input) { __typename } }`;
const LET = `mutation ($input: RecordLettingInput!) { recordLetting(input: $input) {
  ... on LettingRecorded { letting { position } } ... on OfferRefusal { code } } }`;
const END = `mutation ($input: EndOfferingInput!) { endOffering(input: $input) { __typename ... on OfferRefusal { code } } }`;
const INTERVENE = `mutation ($input: InterveneInput!) { intervene(input: $input) { __typename
  ... on Intervened { reaction { id position { position } } } ... on InterventionRefused { code } } }`;
const CANDIDATES = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Vacancy {
  ranking { candidates { nodes { position intervention } } } } } }`;

type Data = Answer['data'];

describe('departing from the order of a home', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;
  let auditor: ReturnType<typeof lookAsAuditor>;
  let reactions: readonly string[];
  let key = 0;

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
    await sql`truncate receipt, consequence, letting, verification, offer, reaction, ranking, consideration,
                       platform.idempotency cascade`;
    world.now = NOW;
    world.vacancies.set(HOME, vacancyCase(HOME));
    const made: string[] = [];
    // The first waited longest.
    for (const index of [1, 2, 3, 4]) {
      const registration = registrationId('R0001', index);
      world.seekers.set(
        registration,
        seekerCase(registration, { registeredOn: calendarDate(`20${10 + index}-01-01`) }),
      );
      const input = { idempotencyKey: `reaction-${index}`, vacancy: HOME, registration };
      const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
      made.push(data.react.reaction.id);
    }
    reactions = made;
    world.now = CLOSED;
    await allocation.ask(OFFICE, FREEZE, { input: { vacancy: HOME } });
  });

  const change = async (viewer: Viewer, query: string, input: object): Promise<Data> => {
    key += 1;
    const { data, codes } = await allocation.ask(viewer, query, {
      input: { idempotencyKey: `key-${key}-long`, ...input },
    });
    return data === null ? { code: codes[0] } : Object.values(data as object)[0];
  };
  const intervene = (place: number, kind: string, said: object = {}, viewer: Viewer = OFFICE) =>
    change(viewer, INTERVENE, {
      reaction: reactions[place - 1],
      kind,
      instrument: 'gooi-model',
      article: '7.1',
      reason: REASON,
      ...said,
    });
  const offer = async (candidates = 1): Promise<Data> =>
    change(OFFICE, MAKE, { vacancy: HOME, candidates, expiresAt: EXPIRES });
  const places = ({ offers }: Data) => offers.map(({ position }: Data) => position);
  const acceptAndVerify = async (id: string) => {
    await change(OFFICE, ANSWER, { offer: id, accept: true });
    await change(OFFICE, VERIFY, { offer: id, checks: [{ document: 'INCOME', outcome: 'FOUND' }] });
  };
  const letTo = (id: string) =>
    change(OFFICE, LET, { offer: id, signedOn: '2026-11-06', startsOn: '2026-12-01' });
  const differences = async () => {
    const found = [];
    for await (const { difference } of replayAll(auditor.look)) if (difference) found.push(difference);
    return found;
  };

  it('puts somebody first for who is offered the home next, and leaves every place as it is', async () => {
    expect(await intervene(3, 'PUT_FIRST')).toMatchObject({ reaction: { position: { position: 3 } } });
    await intervene(4, 'PUT_FIRST');
    const made = await offer(3);
    expect(places(made)).toEqual([3, 4, 1]);
    expect(places(await offer())).toEqual([2]);
    // Who was offered it first is let it first.
    const [first, , second] = made.offers;
    await acceptAndVerify(second.id);
    expect(await letTo(second.id)).toMatchObject({ code: 'HIGHER_CANDIDATE' });
    await acceptAndVerify(first.id);
    expect(await letTo(first.id)).toMatchObject({ letting: { position: 3 } });
    expect(await differences()).toEqual([]);
  });

  it('passes somebody over until that is taken back, and never forgets either', async () => {
    await intervene(1, 'PASS_OVER');
    expect(places(await offer())).toEqual([2]);
    expect(await change(OFFICE, END, { vacancy: HOME, reason: 'NO_CANDIDATE' })).toMatchObject({
      code: 'CANDIDATES_LEFT',
    });
    expect(await intervene(1, 'RESTORE')).toMatchObject({ __typename: 'Intervened' });
    expect(places(await offer(2))).toEqual([1, 3]);
    const rows = await sql<
      { body: string }[]
    >`select body from receipt where kind = 'INTERVENTION' order by seq`;
    expect(rows.map(({ body }) => JSON.parse(body).intervention)).toEqual(['PASS_OVER', 'RESTORE']);
    expect(await differences()).toEqual([]);
  });

  it('shows the desk and the auditor what holds of each candidate', async () => {
    await intervene(1, 'PASS_OVER');
    await intervene(3, 'PUT_FIRST');
    await intervene(2, 'PASS_OVER');
    await intervene(2, 'RESTORE');
    for (const viewer of [OFFICE, AUDITOR]) {
      const { data } = await allocation.ask(viewer, CANDIDATES, {
        of: [{ __typename: 'Vacancy', id: HOME }],
      });
      const { nodes } = data._entities[0].ranking.candidates;
      expect(nodes.map(({ intervention }: Data) => intervention)).toEqual([
        'PASS_OVER',
        null,
        'PUT_FIRST',
        null,
      ]);
    }
  });

  it('is refused where it could not be meant, and then nothing is written', async () => {
    const before = await sql`select from receipt`;
    const [first] = (await offer()).offers;
    for (const [asked, code] of [
      [intervene(1, 'PASS_OVER'), 'INTERVENTION_STATE'],
      [intervene(2, 'RESTORE'), 'INTERVENTION_STATE'],
      [intervene(2, 'PUT_FIRST', { reason: ' Zomaar een reden.  ' }), 'INVALID_INPUT'],
      [intervene(2, 'PUT_FIRST', { article: ' ' }), 'INVALID_INPUT'],
      [intervene(2, 'PUT_FIRST', { instrument: 'our-own-idea' }), 'UNKNOWN_INSTRUMENT'],
      [intervene(2, 'PUT_FIRST', {}, { ...OFFICE, person: null }), 'PERSON_NEEDED'],
      [intervene(2, 'PUT_FIRST', {}, allocatorOf('L0002')), 'UNKNOWN_REACTION'],
      [intervene(2, 'PUT_FIRST', {}, seekerOf(registrationId('R0001', 2))), 'FORBIDDEN'],
      [intervene(2, 'PUT_FIRST', {}, AUDITOR), 'FORBIDDEN'],
      [intervene(2, 'PUT_FIRST', { reaction: vacancyId(9) }), 'UNKNOWN_REACTION'],
    ] as const)
      expect(await asked, code).toMatchObject({ code });
    await acceptAndVerify(first.id);
    await letTo(first.id);
    expect(await intervene(2, 'PUT_FIRST')).toMatchObject({ code: 'NOT_FROZEN' });
    expect(await sql`select from intervention`).toHaveLength(0);
    expect(await sql`select from receipt where kind <> 'INTERVENTION'`).toHaveLength(before.length + 4);
  });

  it('is done once however often it is asked, and by one of two who ask at a moment', async () => {
    const again = { idempotencyKey: 'the-same-intervention' };
    const answers = await Promise.all([1, 2, 3].map(() => intervene(2, 'PUT_FIRST', again)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await intervene(2, 'PASS_OVER', again)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    const both = await Promise.all([intervene(3, 'PUT_FIRST'), intervene(3, 'PASS_OVER')]);
    expect(both.map((one) => one.code ?? one.__typename).sort()).toEqual([
      'INTERVENTION_STATE',
      'Intervened',
    ]);
    expect(await sql`select from receipt where kind = 'INTERVENTION'`).toHaveLength(2);
  });

  it('is found by a replay when what holds was changed behind it', async () => {
    await intervene(2, 'PUT_FIRST');
    await sql`update intervention set kind = 'PASS_OVER'`;
    expect(await differences()).toMatchObject([
      { code: 'INTERVENTION_CHANGED', reaction: reactions[1]!.slice(6) },
    ]);
    await sql`delete from intervention`;
    expect(await differences()).toMatchObject([{ code: 'INTERVENTION_CHANGED' }]);
  });
});
