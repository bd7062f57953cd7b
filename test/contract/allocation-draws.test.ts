import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { globalId } from '../../platform/global-id.ts';
import { drawOrder, secretCommitment } from '../../rules/draw.ts';
import { participantRoot } from '../../rules/participant-tree.ts';
import { closeDraw, revealDraw } from '../../subgraphs/allocation/draws.ts';
import { verifyDraw } from '../../verifier/verify-draw.mjs';
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
import { asViewer, close, commit, hubFor, lotIdsIn, reactTo, reveal } from '../support/draws.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, ANONYMOUS, seekerOf } from '../support/viewers.ts';

const [HOME, SECOND, UNCOMMITTED, WITH_BEACON] = [1, 2, 3, 4].map((index) => vacancyId(index)) as [
  string,
  string,
  string,
  string,
];
const SEEKERS = Array.from({ length: 9 }, (_seeker, index) => registrationId('R0001', index + 1));
/** The first seeker, who registered anew. */
const AGAIN = registrationId('R0001', 99);
const CORPORATION = allocatorOf('L0001');

const DRAW = `query ($of: [_Any!]!, $from: Int = 0) {
  _entities(representations: $of) {
    ... on Vacancy {
      draw {
        status commitment beaconAnnounced participantRoot participantCount closedAt beacon secret seed revealedAt
        transcript(from: $from) { text next }
      }
    }
  }
}`;
const PROOF = `query ($of: [_Any!]!) {
  _entities(representations: $of) {
    ... on Vacancy {
      position { position drawProof { drawId lotId participantRoot leafIndex leafCount path lot place } }
    }
  }
}`;
const FREEZE = `mutation ($input: FreezeRankingInput!) {
  freezeRanking(input: $input) {
    ... on RankingFrozen { ranking { status drawn candidateCount } } ... on ClosingRefused { code }
  }
}`;
const REVEAL = `mutation ($input: RevealDrawInput!) {
  revealDraw(input: $input) { ... on DrawRevealed { draw { status seed beacon } } ... on DrawRefused { code } }
}`;

describe('a draw, as allocation keeps it', () => {
  let databases: TestDatabases<'allocation'>;
  let admin: Database;
  let app: Database;
  let world: World;
  let allocation: Allocation;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    admin = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 4 });
    const homes = [HOME, SECOND, UNCOMMITTED, WITH_BEACON].map((id) => vacancyCase(id, { model: 'LOTTERY' }));
    const first = seekerCase(SEEKERS[0]!);
    world = worldOf(homes, [
      ...SEEKERS.map((id) => seekerCase(id)),
      { ...seekerCase(AGAIN), lotKey: first.lotKey },
    ]);
    allocation = allocationOn(databases.of.allocation, world);
  });
  afterAll(async () => {
    await allocation.stop();
    await app.end();
    await admin.end();
    await databases.drop();
  });

  const drawOf = async (vacancy: string, from = 0) => {
    const of = [{ __typename: 'Vacancy', id: vacancy }];
    const { data, codes } = await allocation.ask(ANONYMOUS, DRAW, { of, from });
    expect(codes).toEqual([]);
    return data._entities[0].draw;
  };
  const positionOf = async (vacancy: string, registration: string) => {
    const of = [{ __typename: 'Vacancy', id: vacancy }];
    const { data, codes } = await allocation.ask(seekerOf(registration), PROOF, { of });
    expect(codes).toEqual([]);
    return data._entities[0].position;
  };

  const freeze = async (vacancy: string) =>
    (await allocation.ask(CORPORATION, FREEZE, { input: { vacancy } })).data?.freezeRanking;
  /** Lot ids of who has a place, from the top. */
  const placed = async (vacancy: string) => {
    const rows = await admin<{ lotId: string }[]>`
      select lot_id from reaction
       where vacancy = ${globalId(vacancy).id}::uuid and position is not null order by position`;
    return rows.map(({ lotId }) => lotId);
  };

  it('is committed to once: asking again gives the same, and the secret to nobody', async () => {
    const { draw } = await commit(allocation, HOME);
    expect(draw).toEqual({
      status: 'COMMITTED',
      commitment: expect.stringMatching(/^[0-9a-f]{64}$/),
      committedAt: NOW,
    });
    expect(await commit(allocation, HOME)).toEqual({ draw });
    expect((await commit(allocation, SECOND)).draw.commitment).not.toBe(draw.commitment);
    const [{ secret } = { secret: '' }] = await admin<{ secret: string }[]>`
      select secret from draw_secret where vacancy = ${globalId(HOME).id}::uuid`;
    expect(secretCommitment(secret)).toBe(draw.commitment);
    expect(await drawOf(HOME)).toMatchObject({
      status: 'COMMITTED',
      secret: null,
      seed: null,
      transcript: null,
    });
    expect(await drawOf(UNCOMMITTED)).toBeNull();
  });

  it('is committed to once also by two at the same moment', async () => {
    const both = await Promise.all([1, 2, 3, 4].map(() => commit(allocation, vacancyId(7))));
    expect(new Set(both.map(({ draw }) => draw.commitment)).size).toBe(1);
  });

  it('lets a household take part once, also when it registered anew, with the lot it would have had', async () => {
    for (const seeker of SEEKERS) {
      expect(await reactTo(allocation, HOME, seeker)).toMatchObject({ __typename: 'Reacted' });
    }
    expect(await reactTo(allocation, HOME, AGAIN)).toEqual({
      __typename: 'ReactionRefused',
      code: 'ALREADY_REACTED',
    });
    await reactTo(allocation, SECOND, SEEKERS[0]!);
    await reactTo(allocation, SECOND, SEEKERS[1]!);
    const rows = await admin<{ registration: string; vacancy: string; lotId: string }[]>`
      select registration, vacancy, lot_id from reaction where registration = any(${SEEKERS.slice(0, 2)}::text[])`;
    // Two seekers on two homes: four lots that have nothing in common.
    expect(new Set(rows.map(({ lotId }) => lotId)).size).toBe(4);
    const [first] = rows.filter(
      ({ registration, vacancy }) => registration === SEEKERS[0] && SECOND.endsWith(vacancy),
    );
    await admin`update reaction set status = 'WITHDRAWN' where registration = ${SEEKERS[0]!} and vacancy = ${globalId(SECOND).id}::uuid`;
    expect(await reactTo(allocation, SECOND, AGAIN)).toMatchObject({ __typename: 'Reacted' });
    expect(await lotIdsIn(admin, SECOND)).toContain(first!.lotId);
  });

  it('does not close without a commitment, and is not revealed before it is closed', async () => {
    expect(await close(app, CORPORATION, UNCOMMITTED, CLOSES_AT)).toEqual({
      kind: 'FAILED',
      failure: 'NO_DRAW',
    });
    expect(await reveal(app, CORPORATION, UNCOMMITTED, null, CLOSES_AT)).toEqual({
      kind: 'FAILED',
      failure: 'NO_DRAW',
    });
    expect(await reveal(app, CORPORATION, HOME, null, CLOSES_AT)).toEqual({
      kind: 'FAILED',
      failure: 'DRAW_STATE',
    });
  });

  it('closes and reveals in one transaction, with a proof for everybody and a transcript that a stranger verifies', async () => {
    const lotIds = await lotIdsIn(admin, HOME);
    const drawn = await asViewer(app, CORPORATION, async (transaction) => {
      const vacancy = globalId(HOME);
      const closed = await closeDraw(transaction, vacancy, lotIds.toReversed(), CLOSES_AT);
      expect(closed).toEqual({
        kind: 'OK',
        value: { participantRoot: participantRoot(lotIds), participantCount: 9, beaconAnnounced: null },
      });
      return revealDraw(transaction, vacancy, null, CLOSES_AT);
    });
    if (drawn.kind === 'FAILED') throw new Error(drawn.failure);
    const { seed, lotOf } = drawn.value;
    const byLot = lotIds.toSorted((one, other) => (lotOf(one) < lotOf(other) ? -1 : 1));
    expect(byLot).toEqual(drawOrder(seed, lotIds));
    const draw = await drawOf(HOME);
    expect(draw).toMatchObject({ status: 'REVEALED', seed, participantCount: 9, beacon: null });
    expect(draw.transcript.next).toBeNull();
    const places: number[] = [];
    for (const seeker of SEEKERS) {
      const { drawProof } = await positionOf(HOME, seeker);
      places.push(drawProof.place);
      const verified = await verifyDraw({
        transcript: draw.transcript.text,
        proof: JSON.stringify(drawProof),
        root: draw.participantRoot,
      });
      expect(verified.steps.filter(({ holds }) => !holds)).toEqual([]);
    }
    expect(places.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const seeker of SEEKERS) expect(draw.transcript.text).not.toContain(globalId(seeker).id);
    expect((await drawOf(HOME, 100)).transcript.text).toBe(draw.transcript.text.slice(100));
  });

  it('is never done again: the same gives the same, anything else is refused', async () => {
    const before = await drawOf(HOME);
    const again = await reveal(app, CORPORATION, HOME, null, '2026-12-01T00:00:00.000Z');
    expect(again).toMatchObject({ kind: 'OK', value: { seed: before.seed } });
    expect(await reveal(app, CORPORATION, HOME, 'heads', CLOSES_AT)).toEqual({
      kind: 'FAILED',
      failure: 'DRAW_STATE',
    });
    expect(await close(app, CORPORATION, HOME, CLOSES_AT)).toMatchObject({ kind: 'OK' });
    await admin`update reaction set status = 'WITHDRAWN' where registration = ${SEEKERS[8]!} and vacancy = ${globalId(HOME).id}::uuid`;
    expect(await close(app, CORPORATION, HOME, CLOSES_AT)).toEqual({ kind: 'FAILED', failure: 'DRAW_STATE' });
    expect((await commit(allocation, HOME)).draw.commitment).toBe(before.commitment);
    expect(await drawOf(HOME)).toEqual(before);
  });

  it('waits for the beacon that was announced, takes nobody more meanwhile, and is revealed with it once', async () => {
    const words = 'het eerste getal van de trekking van vrijdag';
    expect(await commit(allocation, WITH_BEACON, words)).toMatchObject({ draw: { status: 'COMMITTED' } });
    expect(await commit(allocation, WITH_BEACON, 'een ander')).toEqual({ code: 'DRAW_BEACON' });
    for (const seeker of SEEKERS.slice(0, 4)) await reactTo(allocation, WITH_BEACON, seeker);
    const askReveal = async (beacon: string, idempotencyKey = 'reveal-1', viewer = CORPORATION) => {
      const { data, codes } = await allocation.ask(viewer, REVEAL, {
        input: { idempotencyKey, vacancy: WITH_BEACON, beacon },
      });
      return codes.length > 0 ? { codes } : data.revealDraw;
    };
    expect(await askReveal('42')).toEqual({ code: 'DRAW_STATE' });
    world.now = CLOSES_AT;
    expect(await freeze(WITH_BEACON)).toEqual({ code: 'DRAW_WAITS' });
    world.now = NOW;
    expect(await close(app, hubFor(WITH_BEACON), WITH_BEACON, CLOSES_AT)).toMatchObject({
      kind: 'OK',
      value: { beaconAnnounced: words },
    });
    expect(await reveal(app, CORPORATION, WITH_BEACON, null, CLOSES_AT)).toEqual({
      kind: 'FAILED',
      failure: 'DRAW_BEACON',
    });
    expect(await drawOf(WITH_BEACON)).toMatchObject({ status: 'CLOSED', secret: null, transcript: null });
    await expect(reactTo(allocation, WITH_BEACON, SEEKERS[8]!)).resolves.toMatchObject({
      code: 'VACANCY_NOT_OPEN',
    });
    const { drawProof, position } = await positionOf(WITH_BEACON, SEEKERS[1]!);
    expect([position, drawProof.place, drawProof.lot, drawProof.leafCount]).toEqual([null, null, null, 4]);
    world.now = '2026-11-06T10:00:00.000Z';
    expect(await askReveal('42', 'reveal-1', allocatorOf('L0002'))).toEqual({ code: 'UNKNOWN_VACANCY' });
    expect(await askReveal('"42"')).toEqual({ code: 'DRAW_BEACON' });
    const revealed = await askReveal('42');
    expect(revealed).toMatchObject({ draw: { status: 'REVEALED', beacon: '42' } });
    expect(await askReveal('42')).toEqual(revealed);
    expect(await askReveal('43')).toEqual({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await askReveal('43', 'reveal-2')).toEqual({ code: 'DRAW_STATE' });
    const { transcript } = await drawOf(WITH_BEACON);
    expect(await verifyDraw({ transcript: transcript.text })).toMatchObject({ holds: true });
    expect(await freeze(WITH_BEACON)).toMatchObject({ ranking: { status: 'FROZEN', drawn: true } });
    expect(await placed(WITH_BEACON)).toEqual(JSON.parse(transcript.text).order);
    world.now = NOW;
  });

  it('orders the ranking when the home closes by itself, and is revealed in that transaction', async () => {
    const [home, empty] = [vacancyId(11), vacancyId(12)];
    for (const id of [home, empty]) {
      world.vacancies.set(id, vacancyCase(id, { model: 'LOTTERY' }));
      await commit(allocation, id);
    }
    for (const seeker of SEEKERS) await reactTo(allocation, home, seeker);
    // Who turns out not to be admitted took part all the same, and has no place.
    const gone = world.seekers.get(SEEKERS[3]!)!;
    world.seekers.set(SEEKERS[3]!, { ...gone, facts: { ...gone.facts!, active: false } });
    world.now = CLOSES_AT;
    await allocation.doWhatIsDue();
    expect(await freeze(home)).toMatchObject({
      ranking: { status: 'FROZEN', drawn: true, candidateCount: 8 },
    });
    const draw = await drawOf(home);
    expect(draw).toMatchObject({ status: 'REVEALED', participantCount: 9, closedAt: CLOSES_AT });
    const order: readonly string[] = JSON.parse(draw.transcript.text).order;
    const standing = new Set(await lotIdsIn(admin, home));
    expect(await placed(home)).toEqual(order.filter((lotId) => standing.has(lotId)));
    expect(standing.size).toBe(8);
    expect(await freeze(empty)).toMatchObject({ ranking: { status: 'FROZEN', candidateCount: 0 } });
    expect(await drawOf(empty)).toMatchObject({ status: 'REVEALED', participantCount: 0 });
    world.seekers.set(SEEKERS[3]!, gone);
    world.now = NOW;
  });
});
