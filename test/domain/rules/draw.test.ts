import { describe, expect, it } from 'vitest';
import {
  drawnLot,
  drawOrder,
  drawSeed,
  lotIdIn,
  secretCommitment,
  tieBreakLot,
} from '../../../rules/draw.ts';
import { participantRoot, participantTree } from '../../../rules/participant-tree.ts';

/*
 * The expected values were worked out with Python's hashlib and hmac, apart from this engine:
 * leaf = SHA-256(00 || lot id), node = SHA-256(01 || left || right), root of a, b, c = node(node(a, b), c),
 * seed = SHA-256(canonical JSON of the draw), lot = HMAC-SHA-256(key: the 64 characters of the seed, lot id).
 */
const ROOT = '36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1';
const SEED = 'c94a251628f6ca60f6cffcc36e251ca4e5eda23affadf6f0727462fa0e419809';

describe('a draw', () => {
  it('commits to its secret by a hash that a stranger can work out afterwards', () => {
    expect(secretCommitment('s3cret')).toBe(
      '9d9d2867fb59d381e2cb7066bdc77b3b8a73839f9d2432431db4d754e51e0e77',
    );
  });

  it('has the Merkle root of its participants, whatever the order they came in', () => {
    expect(participantRoot(['c', 'a', 'b'])).toBe(ROOT);
    expect(participantRoot(['a'])).toBe('022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c');
    expect(participantRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('has a seed made of draw, participants, secret and beacon', () => {
    const input = { drawId: 'L0001:draw', participantRoot: ROOT, secret: 's3cret' };
    expect(drawSeed(input)).toBe(SEED);
    expect(drawSeed({ ...input, beacon: 'b1' })).toBe(
      '8c73d3a5b0fcab00cd882038880d3bc7ed89e6417a8b041bf873a2a12ab8ad1a',
    );
  });

  it('orders the participants by the HMAC of their lot', () => {
    expect(drawnLot(SEED, 'b')).toBe('477fae54091428c200f331b13cc2d10d0c3a5f47a1442e66df0dfcdd7d5f75f8');
    expect(drawOrder(SEED, ['a', 'b', 'c'])).toEqual(['b', 'c', 'a']);
  });

  it('knows a household by the HMAC of the draw under the key of its register', () => {
    expect(lotIdIn('L0001:draw', 'a'.repeat(64))).toBe(
      'e6dd7bc15daf99e4062ae43be887822c1faf72782cb38dbe6ffbcb5c0a97b152',
    );
  });

  it('proves that a lot took part by the hashes beside its way to the root', () => {
    const { proofOf } = participantTree(['b', 'c', 'a']);
    const [a, b, c] = [
      '022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c',
      '57eb35615d47f34ec714cacdf5fd74608a5e8e102724e80b24b287c0c27b6a31',
      '597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8',
    ];
    const ab = 'b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb';
    expect(proofOf('a')).toEqual({ leafIndex: 0, leafCount: 3, path: [b, c] });
    expect(proofOf('b')).toEqual({ leafIndex: 1, leafCount: 3, path: [a, c] });
    expect(proofOf('c')).toEqual({ leafIndex: 2, leafCount: 3, path: [ab] });
    expect(proofOf('d')).toBeUndefined();
  });
});

describe('the tie-break lot', () => {
  it('is the same for every engine, and another for every home', () => {
    expect(tieBreakLot('L0001:home', 'a')).toBe(
      'd2c8395aae51841608e99816ac98801c836b7515e9766d32d48dec7d74251f1d',
    );
    expect(tieBreakLot('L0001:other', 'a')).not.toBe(tieBreakLot('L0001:home', 'a'));
  });
});
