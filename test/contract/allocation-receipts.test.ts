import { generateKeyPairSync, hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { rootThrough } from '../../rules/merkle-tree.ts';
import { isSigned, signerOf } from '../../platform/signer.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { signedContent } from '../../subgraphs/allocation/domain/checkpoint.ts';
import { verifyChain } from '../../subgraphs/allocation/domain/receipt.ts';
import { appendReceipt, receiptOf } from '../../subgraphs/allocation/receipts.ts';
import { eraseDue, signDue } from '../../subgraphs/allocation/receipts/keep-receipts.ts';
import { lookAsAuditor } from '../../subgraphs/allocation/replay/look-as-auditor.ts';
import { replayAll } from '../../subgraphs/allocation/replay/replay-decisions.ts';
import type { ReceiptRow } from '../../subgraphs/allocation/tables/receipts.ts';
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
import { allocatorOf, ANONYMOUS, AUDITOR, HUB, registrarOf, seekerOf } from '../support/viewers.ts';

const SIGNER = signerOf(generateKeyPairSync('ed25519').privateKey);
const HOME = vacancyId(1);
const [OWNER, HOME_NUMBER] = HOME.split(':') as [string, string];
const OFFICE = allocatorOf('L0001');
const CLOSED = '2026-11-06T09:00:00.000Z';
const EXPIRES = '2026-11-12T12:00:00.000Z';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename ... on Reacted { reaction { id } } } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename } }`;
const MAKE = `mutation ($input: MakeOfferInput!) { makeOffer(input: $input) { ... on OffersMade { offers { id } } } }`;
const ANSWER = `mutation ($input: AnswerOfferInput!) { answerOffer(input: $input) { __typename } }`;
const VERIFY = `mutation ($input: VerifyCandidateInput!) { verifyCandidate(input: $input) { __typename } }`;
const LET = `mutation ($input: RecordLettingInput!) { recordLetting(input: $input) { __typename } }`;
const INTERVENE = `mutation ($input: InterveneInput!) { intervene(input: $input) { __typename } }`;
const END = `mutation ($input: EndOfferingInput!) { endOffering(input: $input) { __typename } }`;
const OF_HOME = `query ($of: [_Any!]!, $first: Int = 100, $after: String) { _entities(representations: $of) { ... on Vacancy {
  receipts(first: $first, after: $after) { nodes { id seq kind decidedAs decidedFor decidedBy entry hash }
    pageInfo { hasNextPage endCursor } } } } }`;
const OF_REACTION = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Reaction {
  receipts(first: 100) { nodes { id kind personalFacts { text } place { line } } } } } }`;
const ONE = `query ($id: ID!, $reaction: ID) { receipt(id: $id) { id kind entry hash personalFacts { text salt commitment }
  place(reaction: $reaction) { line leafIndex leafCount path root personalFacts { text salt commitment } } } }`;
const POSITION = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Reaction {
  position { position interventions { kind reason citation { instrument title article version url } own } } } } }`;
const WHY = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Reaction { position { position reasons { code } } } } }`;
const CHECKPOINTS = `query ($owner: String!) { receiptCheckpoints(owner: $owner) { nodes { owner seq hash at keyId signature } }
  receiptKeys { nodes { keyId publicKey } } }`;
const SIGN = `mutation ($input: SignReceiptsInput!) { signReceipts(input: $input) { __typename
  ... on ReceiptsSigned { checkpoint { seq hash } } ... on SigningRefused { code } } }`;

/** What an answer holds, in the shape that only the test knows. */
type Data = Answer['data'];

describe('what is recorded of decisions', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let app: Database;
  let world: World;
  let allocation: Allocation;
  let auditor: ReturnType<typeof lookAsAuditor>;
  let reactions: readonly string[];
  let key = 0;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 2 });
    auditor = lookAsAuditor(databases.of.allocation.appUrl);
    world = worldOf([], []);
    allocation = allocationOn(databases.of.allocation, world, SIGNER);
  });
  afterAll(async () => {
    await allocation.stop();
    await auditor.stop();
    await Promise.all([sql.end(), app.end()]);
    await databases.drop();
  });
  beforeEach(async () => {
    await sql`truncate receipt, consequence, letting, verification, offer, reaction, ranking, consideration,
                       platform.idempotency, platform.file_read cascade`;
    world.now = NOW;
    world.vacancies.set(HOME, vacancyCase(HOME));
    const made: string[] = [];
    // The first waited longest; the fourth turns out to earn too much.
    for (const index of [1, 2, 3, 4]) {
      const registration = registrationId('R0001', index);
      const said = { registeredOn: calendarDate(`20${10 + index}-01-01`) };
      world.seekers.set(registration, seekerCase(registration, said));
      const input = { idempotencyKey: `reaction-${index}`, vacancy: HOME, registration };
      const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
      made.push(data.react.reaction.id as string);
    }
    reactions = made;
    const fourth = registrationId('R0001', 4);
    world.seekers.set(
      fourth,
      seekerCase(fourth, { incomeTests: [{ threshold: 'INCOME_GOOI', atMost: false }] }),
    );
    world.now = CLOSED;
    const { data } = await allocation.ask(OFFICE, FREEZE, { input: { vacancy: HOME } });
    expect(data.freezeRanking.__typename).toBe('RankingFrozen');
  });

  const seeker = (index: number) => seekerOf(registrationId('R0001', index));
  const change = async (viewer: Viewer, query: string, input: object): Promise<Data> => {
    key += 1;
    const { data } = await allocation.ask(viewer, query, {
      input: { idempotencyKey: `key-${key}-long`, ...input },
    });
    return Object.values(data as object)[0];
  };
  const offer = async (candidates = 1): Promise<readonly { id: string }[]> =>
    (await change(OFFICE, MAKE, { vacancy: HOME, candidates, expiresAt: EXPIRES })).offers;
  const ofHome = async (viewer: Viewer, page = {}) =>
    (await allocation.ask(viewer, OF_HOME, { of: [{ __typename: 'Vacancy', id: HOME }], ...page })).data
      ?._entities[0]?.receipts;
  const ofReaction = async (viewer: Viewer, index: number) =>
    (
      await allocation.ask(viewer, OF_REACTION, {
        of: [{ __typename: 'Reaction', id: reactions[index - 1] }],
      })
    ).data?._entities[0]?.receipts?.nodes;
  const one = async (viewer: Viewer, id: string, reaction?: string) =>
    (await allocation.ask(viewer, ONE, { id, reaction })).data?.receipt;
  const differences = async () => {
    const found = [];
    for await (const { difference } of replayAll(auditor.look)) if (difference) found.push(difference);
    return found;
  };
  const asHub = <Result>(work: Parameters<typeof writeAsViewer<Result>>[3]) =>
    writeAsViewer(app, HUB, { traceId: '1'.repeat(32) }, work);
  const intervene = async (reaction: string, kind: 'PUT_FIRST' | 'PASS_OVER') => {
    const reason = 'De woning is aangepast voor een huishouden met deze zorgvraag.';
    const done = await change(OFFICE, INTERVENE, {
      reaction,
      kind,
      instrument: 'gooi-model',
      article: '7.1',
      reason,
    });
    expect(done).toMatchObject({ __typename: 'Intervened' });
  };

  it('is one link for each decision, from a frozen ranking to a letting, by who took it', async () => {
    const [first] = await offer();
    await change(seeker(1), ANSWER, { offer: first!.id, accept: false, reason: 'HOME' });
    const [second, third] = await offer(2);
    await change(seeker(2), ANSWER, { offer: second!.id, accept: true });
    await change(OFFICE, VERIFY, { offer: second!.id, checks: [{ document: 'INCOME', outcome: 'FOUND' }] });
    await change(OFFICE, LET, { offer: second!.id, signedOn: '2026-11-06', startsOn: '2026-12-01' });
    expect(third).toBeDefined();
    const { nodes } = await ofHome(AUDITOR);
    expect(
      nodes.map(
        (node: Data) => `${node.seq} ${node.kind} ${node.decidedAs} ${node.decidedFor} ${node.decidedBy}`,
      ),
    ).toEqual([
      '1 RANKING_FROZEN HUB null null',
      '2 OFFER_MADE ALLOCATOR L0001 test ALLOCATOR',
      '3 OFFER_ANSWERED SEEKER null null',
      '4 OFFER_MADE ALLOCATOR L0001 test ALLOCATOR',
      '5 OFFER_MADE ALLOCATOR L0001 test ALLOCATOR',
      '6 OFFER_ANSWERED SEEKER null null',
      '7 VERIFICATION ALLOCATOR L0001 test ALLOCATOR',
      '8 LETTING ALLOCATOR L0001 test ALLOCATOR',
      '9 OFFER_WITHDRAWN ALLOCATOR L0001 test ALLOCATOR',
    ]);
    for (const { entry, hash: recorded } of nodes) expect(hash('sha256', entry, 'hex')).toBe(recorded);
    expect(JSON.stringify(nodes)).not.toMatch(/R0001|incomeAtMost|registeredOn|HOME_ADAPTED/);
    const rows = await sql<ReceiptRow[]>`select * from receipt order by seq`;
    expect(verifyChain(rows.map(receiptOf)).difference).toBeUndefined();
    expect(await differences()).toEqual([]);
    expect(await ofHome(OFFICE)).toEqual(await ofHome(AUDITOR));
    const page = await ofHome(OFFICE, { first: 4 });
    expect(page.nodes).toHaveLength(4);
    const next = await ofHome(OFFICE, { first: 100, after: page.pageInfo.endCursor });
    expect(next.nodes.map(({ seq }: Data) => seq)).toEqual([5, 6, 7, 8, 9]);
  });

  it('is written with the decision or not at all, in one chain however many decide at a moment', async () => {
    const before = await sql`select from receipt`;
    expect(
      (await change(OFFICE, MAKE, { vacancy: HOME, candidates: 11, expiresAt: EXPIRES })).code,
    ).toBeUndefined();
    expect(await sql`select from receipt`).toHaveLength(before.length);
    await Promise.all([offer(), offer(), offer()]);
    const rows = await sql<ReceiptRow[]>`select * from receipt order by seq`;
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(verifyChain(rows.map(receiptOf)).difference).toBeUndefined();
    await change(OFFICE, END, { vacancy: HOME, reason: 'RENOVATION' });
    expect((await ofHome(OFFICE)).nodes.map(({ kind }: Data) => kind).slice(4)).toEqual([
      'OFFER_WITHDRAWN',
      'OFFER_WITHDRAWN',
      'OFFER_WITHDRAWN',
      'OFFERING_ENDED',
    ]);
    expect(await differences()).toEqual([]);
  });

  it('proves to a seeker the own place and facts, also to who was excluded, and nothing of another', async () => {
    for (const index of [1, 2, 3, 4]) {
      const { entry, place } = await one(seeker(index), `${OWNER}:1`);
      const { root } = JSON.parse(entry).body;
      expect(place.root).toBe(root);
      expect(place.leafCount).toBe(4);
      expect(rootThrough(place.line, place)).toBe(root);
      const line = JSON.parse(place.line);
      expect(line).toMatchObject(index === 4 ? { exclusion: 'NOT_ADMITTED' } : { position: index });
      const { text, salt, commitment } = place.personalFacts;
      expect(hash('sha256', salt + text, 'hex')).toBe(commitment);
      expect(line.facts).toBe(commitment);
    }
    // Another's place, another's decision, another's home.
    expect((await one(seeker(1), `${OWNER}:1`, reactions[1])).place).toBeNull();
    await offer();
    expect(await one(seeker(1), `${OWNER}:2`)).toMatchObject({ kind: 'OFFER_MADE', place: null });
    expect(await one(seeker(2), `${OWNER}:2`)).toBeNull();
    expect(await one(seekerOf(registrationId('R0001', 9)), `${OWNER}:1`)).toBeNull();
    expect((await ofReaction(seeker(1), 1)).map(({ kind }: Data) => kind)).toEqual([
      'RANKING_FROZEN',
      'OFFER_MADE',
    ]);
    expect((await ofReaction(seeker(2), 2)).map(({ kind }: Data) => kind)).toEqual(['RANKING_FROZEN']);
  });

  it('is read by the auditor with a record of whose facts, and by the corporation without any', async () => {
    const { place } = await one(AUDITOR, `${OWNER}:1`, reactions[2]);
    expect(JSON.parse(place.line)).toMatchObject({ position: 3 });
    const read = await sql<
      { subject: string; readerRole: string }[]
    >`select subject, reader_role from platform.file_read`;
    expect(read).toEqual([{ subject: registrationId('R0001', 3), readerRole: 'AUDITOR' }]);
    const asked = await allocation.ask(OFFICE, ONE, { id: `${OWNER}:1` });
    expect(asked.codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect((await ofHome(allocatorOf('L0002')))?.nodes ?? []).toEqual([]);
    expect(await one(allocatorOf('L0002'), `${OWNER}:1`)).toBeNull();
    for (const viewer of [ANONYMOUS, registrarOf('R0001')])
      expect((await allocation.ask(viewer, ONE, { id: `${OWNER}:1` })).data?.receipt ?? null).toBeNull();
    expect((await allocation.ask(OFFICE, ONE, { id: 'x' })).codes).toEqual(['INVALID_ID']);
  });

  it('tells every candidate of a home when somebody departed from its order, and why, but not for whom', async () => {
    await intervene(reactions[2]!, 'PUT_FIRST');
    const told = async (viewer: Viewer, index: number) =>
      (await allocation.ask(viewer, POSITION, { of: [{ __typename: 'Reaction', id: reactions[index - 1] }] }))
        .data._entities[0]?.position?.interventions;
    const said = {
      kind: 'PUT_FIRST',
      reason: 'De woning is aangepast voor een huishouden met deze zorgvraag.',
      citation: {
        instrument: 'gooi-model',
        title: expect.stringMatching(/Gooi/) as unknown,
        article: '7.1',
        version: expect.stringMatching(/^20/) as unknown,
        url: null,
      },
    };
    expect(await told(seeker(1), 1)).toEqual([{ ...said, own: false }]);
    expect(await told(seeker(3), 3)).toEqual([{ ...said, own: true }]);
    expect(await told(registrarOf('R0001'), 2)).toEqual([{ ...said, own: false }]);
    expect(await told(OFFICE, 2)).toEqual([{ ...said, own: false }]);
    // The entry itself names the reaction, and is for that candidate alone.
    expect(await one(seeker(1), `${OWNER}:2`)).toBeNull();
    expect((await one(seeker(3), `${OWNER}:2`)).personalFacts.text).toContain('zorgvraag');
    expect(await told(seekerOf(registrationId('R0001', 9)), 1)).toBeUndefined();
  });

  it('shows an offer past somebody as a difference, unless it says that and why', async () => {
    await sql`delete from offer`;
    const past = async () => {
      const [row] = await sql<{ id: string; registration: string }[]>`
        select id, registration from reaction where position = 2`;
      const [made] = await sql<{ id: string }[]>`
        insert into offer (owner, vacancy, reaction, registration, position, turn, status, made_at, expires_at)
        values (${OWNER}, ${HOME_NUMBER}::uuid, ${row!.id}::uuid, ${row!.registration}, 2, 1, 'MADE', ${CLOSED}, ${EXPIRES})
        returning id`;
      await asHub((transaction) =>
        appendReceipt(transaction, {
          kind: 'OFFER_MADE',
          owner: OWNER,
          vacancy: HOME_NUMBER,
          reaction: row!.id,
          subject: made!.id,
          at: CLOSED,
          by: OFFICE,
          body: { position: 2, expiresAt: EXPIRES, viewingAt: null },
        }),
      );
    };
    await intervene(reactions[0]!, 'PASS_OVER');
    await past();
    expect(await differences()).toEqual([]);
    await sql`set session_replication_role = replica`;
    await sql`truncate receipt cascade`;
    await sql`delete from offer`;
    await sql`set session_replication_role = origin`;
    await past();
    const [found] = await differences();
    expect(found).toMatchObject({ code: 'NOT_RECORDED' });
  });

  it('ends with its term: facts, salts and who decided go, and the chain stays whole', async () => {
    const [first] = await offer();
    await change(seeker(1), ANSWER, { offer: first!.id, accept: false, reason: 'HOME' });
    const [before] = await sql<{ hash: string }[]>`select hash from receipt where seq = 3`;
    const erase = (day: string) =>
      eraseDue(
        asHub,
        { before: calendarDate(day), today: calendarDate('2028-11-20'), now: '2028-11-20T09:00:00.000Z' },
        () => false,
      );
    // The closing day itself is not before it.
    await erase('2026-11-05');
    expect(await sql`select from reaction where facts is null`).toHaveLength(0);
    expect(await sql`select from receipt where kind = 'ERASURE'`).toHaveLength(0);
    await erase('2028-11-19');
    await erase('2028-11-19');
    expect(await sql`select from reaction where facts is not null or salt is not null`).toHaveLength(0);
    expect(await sql`select from receipt_facts`).toHaveLength(0);
    const [erasure] = await sql<ReceiptRow[]>`select * from receipt where kind = 'ERASURE'`;
    expect(JSON.parse(erasure!.body)).toEqual({ before: '2028-11-19', homes: 1, reactions: 4, receipts: 2 });
    expect(erasure).toMatchObject({ seq: 4, previous: before!.hash });
    expect(await differences()).toEqual([]);
    // What cannot be explained any more is not explained, and the place is still told.
    const of = [{ __typename: 'Reaction', id: reactions[0] }];
    expect((await allocation.ask(seeker(1), WHY, { of })).codes).toEqual(['FACTS_ERASED']);
    const { data } = await allocation.ask(seeker(1), POSITION, { of });
    expect(data._entities[0].position.position).toBe(1);
    const { place } = await one(seeker(1), `${OWNER}:1`);
    expect(place.personalFacts).toBeNull();
    expect(rootThrough(place.line, place)).toBe(place.root);
  });

  it('is signed once a day while it grows, and when an auditor asks', async () => {
    const sign = (now: string) => signDue(asHub, SIGNER, now, () => false);
    await sign('2026-11-06T10:00:00.000Z');
    await sign('2026-11-06T12:00:00.000Z');
    await offer();
    await sign('2026-11-06T14:00:00.000Z');
    const held = async () => (await allocation.ask(ANONYMOUS, CHECKPOINTS, { owner: OWNER })).data;
    expect((await held()).receiptCheckpoints.nodes.map(({ seq }: Data) => seq)).toEqual([1]);
    await sign('2026-11-07T01:00:00.000Z');
    await sign('2026-11-08T01:00:00.000Z');
    const { receiptCheckpoints, receiptKeys } = await held();
    expect(receiptCheckpoints.nodes.map(({ seq }: Data) => seq)).toEqual([2, 1]);
    for (const checkpoint of receiptCheckpoints.nodes) {
      const { publicKey } = receiptKeys.nodes.find(({ keyId }: Data) => keyId === checkpoint.keyId);
      expect(isSigned(signedContent(checkpoint), checkpoint.signature, publicKey)).toBe(true);
      expect(isSigned(signedContent({ ...checkpoint, seq: 9 }), checkpoint.signature, publicKey)).toBe(false);
    }
    await change(OFFICE, END, { vacancy: HOME, reason: 'RENOVATION' });
    const input = { idempotencyKey: 'sign-it-once', owner: OWNER };
    const signed = await allocation.ask(AUDITOR, SIGN, { input });
    expect(signed.data.signReceipts).toMatchObject({ __typename: 'ReceiptsSigned', checkpoint: { seq: 4 } });
    expect(await allocation.ask(AUDITOR, SIGN, { input })).toEqual(signed);
    expect((await allocation.ask(OFFICE, SIGN, { input })).codes).toEqual(['FORBIDDEN']);
    expect(await change(AUDITOR, SIGN, { owner: 'L0009' })).toMatchObject({ code: 'NO_RECEIPTS' });
    expect(await differences()).toEqual([]);
  });

  it('is changed by nobody: not by the hub, and not by the owner of the tables', async () => {
    for (const statement of [
      "update receipt set body = '{}'",
      'delete from receipt',
      'delete from receipt_facts',
      "update receipt_facts set facts = '{}'",
      "update receipt_checkpoint set hash = repeat('0', 64)",
    ])
      await expect(
        asHub((transaction) => transaction.unsafe(statement)),
        statement,
      ).rejects.toMatchObject({
        code: '42501',
      });
    await expect(sql`update receipt set body = '{}'`).rejects.toMatchObject({ code: '23514' });
    await expect(sql`delete from receipt`).rejects.toMatchObject({ code: '23514' });
    // A link that does not follow is refused where it is written.
    await expect(
      sql`insert into receipt select owner, seq + 5, 'ERASURE', null, null, null, at, by_role, null, null, body, null, hash, hash from receipt`,
    ).rejects.toMatchObject({ code: '23514' });
    const erase = (viewer: Viewer) =>
      writeAsViewer(app, viewer, { traceId: '1'.repeat(32) }, (transaction) =>
        transaction.unsafe("select * from erase_facts('L0001', '2027-01-01', '2028-01-01', 10)"),
      );
    for (const viewer of [OFFICE, AUDITOR, seeker(1)])
      await expect(erase(viewer)).rejects.toMatchObject({ code: '42501' });
  });
});
