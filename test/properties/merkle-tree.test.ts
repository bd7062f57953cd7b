import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merkleTree, merkleRoot, rootThrough } from '../../rules/merkle-tree.ts';

const leaves = fc.array(fc.string(), { minLength: 1, maxLength: 40 });

describe('a Merkle tree', () => {
  it('has the root of RFC 6962 for no leaf, one and two', () => {
    expect(merkleRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(merkleRoot([''])).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(merkleRoot(['', '\u0000'])).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    );
  });

  it('proves every leaf, and no other text in its place', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.string(), (texts, at, other) => {
        const index = at % texts.length;
        const path = merkleTree(texts).pathOf(index);
        expect(rootThrough(texts[index]!, path)).toBe(merkleRoot(texts));
        fc.pre(other !== texts[index]);
        expect(rootThrough(other, path)).not.toBe(merkleRoot(texts));
      }),
    );
  });

  it('proves no leaf at another place: a place in a ranking is part of what is proved', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (texts, at, elsewhere) => {
        const index = at % texts.length;
        const other = elsewhere % texts.length;
        fc.pre(texts[index] !== texts[other]);
        const path = { ...merkleTree(texts).pathOf(other), leafIndex: other };
        expect(rootThrough(texts[index]!, path)).not.toBe(merkleRoot(texts));
      }),
    );
  });

  it('takes no way that is too short, too long, or beside the tree', () => {
    const path = merkleTree(['a', 'b', 'c']).pathOf(1);
    expect(rootThrough('b', { ...path, path: path.path.slice(1) })).toBeUndefined();
    expect(rootThrough('b', { ...path, path: [...path.path, path.path[0]!] })).toBeUndefined();
    expect(rootThrough('b', { ...path, leafIndex: 3 })).toBeUndefined();
    expect(rootThrough('b', { ...path, leafIndex: -1 })).toBeUndefined();
    expect(() => merkleTree(['a']).pathOf(1)).toThrow(RangeError);
  });
});
