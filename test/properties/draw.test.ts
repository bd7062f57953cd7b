import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawLots,
  drawnLot,
  drawOrder,
  drawSeed,
  lotIdIn,
  secretCommitment,
  tieBreakLot,
} from '../../rules/draw.ts';
import { transcriptText } from '../../rules/draw-transcript.ts';
import { participantRoot, participantTree } from '../../rules/participant-tree.ts';
import { verifyDraw } from '../../verifier/verify-draw.mjs';

const lots = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 });
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const moment = '2026-11-02T10:00:00.000Z';

/** A revealed draw: its text, and the proof of one who took part. */
function revealed(lotIds: readonly string[], secret: string, beacon: string | null) {
  const tree = participantTree(lotIds);
  const drawId = 'L0001:f0000000-0000-7000-8000-000000000001';
  const participants = { drawId, participantRoot: tree.root };
  const seed = drawSeed({ ...participants, secret, ...(beacon === null ? {} : { beacon }) });
  const drawn = drawLots(seed, lotIds);
  const transcript = {
    ...participants,
    commitment: secretCommitment(secret),
    committedAt: moment,
    closedAt: moment,
    revealedAt: moment,
    participantCount: lotIds.length,
    beacon: beacon === null ? null : { announced: 'de trekking van vrijdag', value: beacon },
    secret,
    seed,
    order: drawn.map(({ lotId }) => lotId),
  };
  const proofOf = (lotId: string) => {
    const place = drawn.findIndex((one) => one.lotId === lotId) + 1;
    return { ...participants, ...tree.proofOf(lotId), lotId, lot: drawn[place - 1]?.lot ?? null, place };
  };
  return { text: transcriptText(transcript), transcript, proofOf };
}

describe('a draw', () => {
  it('depends on who takes part, not on the order in which they came', () => {
    fc.assert(
      fc.property(
        lots.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        fc.string(),
        ([list, shuffled], secret) => {
          expect(participantRoot(shuffled)).toBe(participantRoot(list));
          const seed = drawSeed({ drawId: 'draw', participantRoot: participantRoot(list), secret });
          expect(drawOrder(seed, shuffled)).toEqual(drawOrder(seed, list));
          expect([...drawOrder(seed, list)].sort()).toEqual([...list].sort());
        },
      ),
    );
  });

  it('has another root for any other set of participants', () => {
    fc.assert(
      fc.property(lots, lots, (one, other) => {
        const same = [...one].sort().join('\u0000') === [...other].sort().join('\u0000');
        expect(participantRoot(one) === participantRoot(other)).toBe(same);
      }),
    );
  });

  it('moves nobody else when one drawn candidate withdraws', () => {
    fc.assert(
      fc.property(
        lots.filter((list) => list.length > 1),
        fc.nat(),
        (list, pick) => {
          const before = drawOrder('seed', list);
          const gone = before[pick % before.length] as string;
          const after = drawOrder(
            'seed',
            list.filter((lot) => lot !== gone),
          );
          expect(after).toEqual(before.filter((lot) => lot !== gone));
        },
      ),
    );
  });

  it('gives every lot every place about as often, over ten thousand seeds', () => {
    const size = 8;
    const seeds = 10_000;
    const lotIds = Array.from({ length: size }, (_lot, index) => lotIdIn('L0001:draw', `${index}`));
    const counts = lotIds.map(() => new Array<number>(size).fill(0));
    for (let seed = 0; seed < seeds; seed += 1) {
      const order = drawOrder(drawSeed({ drawId: 'd', participantRoot: 'r', secret: `${seed}` }), lotIds);
      for (const [place, lotId] of order.entries()) counts[lotIds.indexOf(lotId)]![place]! += 1;
    }
    const expected = seeds / size;
    const chiSquare = counts.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 49 degrees of freedom: a fair draw passes 94 once in ten thousand, and these seeds never change.
    expect(chiSquare).toBeLessThan(94);
    // An unfair one does not: the first lot in front in one of twenty more draws than its share.
    const unfair = counts[0]!.map((count, place) => count + (place === 0 ? seeds / 20 : -seeds / 140));
    expect(unfair.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeGreaterThan(94);
  });

  it('gives a household that registers anew the lot it had, and nothing to link it over two draws by', () => {
    fc.assert(
      fc.property(hex, hex, fc.uuid(), fc.uuid(), (key, otherKey, one, other) => {
        fc.pre(key !== otherKey && one !== other);
        expect(lotIdIn(one, key)).toBe(lotIdIn(one, key));
        expect(lotIdIn(one, key)).not.toBe(lotIdIn(other, key));
        expect(lotIdIn(one, key)).not.toBe(lotIdIn(one, otherKey));
        expect(tieBreakLot(one, lotIdIn(one, key))).toBe(tieBreakLot(one, lotIdIn(one, key)));
      }),
    );
  });

  it('lets nobody take part twice', () => {
    expect(participantTree(['a', 'b']).lotIds).toEqual(['a', 'b']);
    expect(() => participantTree(['a', 'b', 'a'])).toThrow(TypeError);
  });
});

describe('a transcript', () => {
  const households = fc.uniqueArray(hex, { minLength: 1, maxLength: 40 });
  const beacon = fc.option(fc.stringMatching(/^[0-9a-f]{1,64}$/));

  it('is verified by who uses none of this code, with the proof of each who took part', async () => {
    await fc.assert(
      fc.asyncProperty(households, hex, beacon, fc.nat(), async (lotIds, secret, value, pick) => {
        const { text, proofOf, transcript } = revealed(lotIds, secret, value);
        const lotId = lotIds[pick % lotIds.length]!;
        const { holds, steps } = await verifyDraw({
          transcript: text,
          proof: JSON.stringify(proofOf(lotId)),
          commitment: transcript.commitment,
          root: transcript.participantRoot,
        });
        expect(steps.filter((step) => !step.holds)).toEqual([]);
        expect([holds, steps.length]).toEqual([true, 7]);
      }),
      { numRuns: 60 },
    );
  });

  it('of nobody is verified too', async () => {
    expect(await verifyDraw({ transcript: revealed([], 'a'.repeat(64), null).text })).toMatchObject({
      holds: true,
    });
  });

  it('does not hold when anything of it is changed', async () => {
    const other = (text: string) => (text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`);
    const changes: Readonly<Record<string, (t: ReturnType<typeof revealed>['transcript']) => object>> = {
      draw: () => ({ drawId: 'L0001:f0000000-0000-7000-8000-000000000002' }),
      secret: ({ secret }) => ({ secret: other(secret) }),
      'secret and commitment': () => ({
        secret: 'f'.repeat(64),
        commitment: secretCommitment('f'.repeat(64)),
      }),
      seed: ({ seed }) => ({ seed: other(seed) }),
      root: ({ participantRoot: root }) => ({ participantRoot: other(root) }),
      count: ({ participantCount }) => ({ participantCount: participantCount + 1 }),
      beacon: ({ beacon: announced }) => ({
        beacon: announced === null ? { announced: 'x', value: 'y' } : null,
      }),
      'a lot left out': ({ order, participantCount }) => ({
        order: order.slice(1),
        participantCount: participantCount - 1,
      }),
      'another lot': ({ order }) => ({ order: [other(order[0]!), ...order.slice(1)] }),
      'a lot twice': ({ order }) => ({ order: [order[1]!, ...order.slice(1)] }),
      'two places': ({ order }) => ({ order: [order[1]!, order[0]!, ...order.slice(2)] }),
      'the moments': () => ({ closedAt: '2026-11-03T10:00:00.000Z' }),
    };
    const asked = fc.constantFrom(...Object.keys(changes));
    await fc.assert(
      fc.asyncProperty(
        households.filter(({ length }) => length > 1),
        hex,
        beacon,
        asked,
        async (lotIds, secret, value, name) => {
          const { transcript } = revealed(lotIds, secret, value);
          const text = transcriptText({ ...transcript, ...changes[name]!(transcript) });
          expect(await verifyDraw({ transcript: text }), name).toMatchObject({ holds: false });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does not hold with a proof that is not its own, or what was noted otherwise', async () => {
    const { text, proofOf } = revealed(
      ['a', 'b', 'c', 'd', 'e'].map((key) => lotIdIn('d', key)),
      'b'.repeat(64),
      null,
    );
    const proof = proofOf(lotIdIn('d', 'c'));
    const check = async (changed: object, noted: object = {}) =>
      (await verifyDraw({ transcript: text, proof: JSON.stringify({ ...proof, ...changed }), ...noted }))
        .holds;
    expect(await check({})).toBe(true);
    for (const changed of [
      { lotId: lotIdIn('d', 'a') },
      { leafIndex: (proof.leafIndex ?? 0) ^ 1 },
      { leafCount: 6 },
      { path: proof.path?.slice(1) },
      { path: [...(proof.path ?? []), 'a'.repeat(64)] },
      { place: proof.place + 1 },
      { lot: drawnLot('other', proof.lotId) },
      { participantRoot: 'a'.repeat(64) },
      { drawId: 'L0001:other' },
    ])
      expect(await check(changed), JSON.stringify(changed)).toBe(false);
    expect(await check({}, { commitment: 'a'.repeat(64) })).toBe(false);
    expect(await check({}, { root: 'a'.repeat(64) })).toBe(false);
  });

  it('that cannot be read is told of, never thrown', async () => {
    for (const transcript of ['', '[]', 'null', '{}', '{"format":"verdeelsleutel-draw/1"}', '\u0000'])
      expect(await verifyDraw({ transcript })).toMatchObject({ holds: false, steps: [{ holds: false }] });
    const { text } = revealed([], 'a'.repeat(64), null);
    expect(await verifyDraw({ transcript: text.replace('{', '{ ') })).toMatchObject({ holds: false });
  });
});
