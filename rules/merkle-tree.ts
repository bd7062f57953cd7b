import { hash } from 'node:crypto';

/**
 * Merkle trees over texts, in hex. A leaf is hashed with a 0x00 in front and a node with a 0x01 (RFC 6962, section 2.1), so
 * that no node can pass for a leaf; an odd one moves up as it is. The order of the leaves is the caller's, and counts.
 */

/** What together with a leaf gives the root. */
export interface MerklePath {
  /** 0 is the first leaf. */
  readonly leafIndex: number;
  readonly leafCount: number;
  /** Hashes in hex beside the way from the leaf up to the root; a level on which the way has no neighbour has none. */
  readonly path: readonly string[];
}

type Hash = ReturnType<typeof Buffer.of>;

const NODE = Buffer.of(1);

/** A tree that was worked out once, to take many ways from. */
export interface MerkleTree {
  /** In hex; that of no leaves is the hash of nothing. */
  readonly root: string;
  /** The way from a leaf to the root. Throws a RangeError for a leaf that is not there. */
  readonly pathOf: (leafIndex: number) => MerklePath;
}

/** The tree over these leaves. */
export function merkleTree(leaves: readonly string[]): MerkleTree {
  return treeOf(leaves.map(leafHash));
}

/** The same from the hashes of the leaves in hex, for who may not see their texts. */
export function treeOfHashes(leaves: readonly string[]): MerkleTree {
  return treeOf(leaves.map((leaf) => Buffer.from(leaf, 'hex')));
}

/** The root of these leaves. */
export function merkleRoot(leaves: readonly string[]): string {
  return merkleTree(leaves).root;
}

/** The root that a leaf and its way lead to; undefined when the way does not fit the number of leaves. */
export function rootThrough(leaf: string, { leafIndex, leafCount, path }: MerklePath): string | undefined {
  if (leafIndex < 0 || leafIndex >= leafCount) return undefined;
  const beside = path.map((text) => Buffer.from(text, 'hex'));
  let node = leafHash(leaf);
  let index = leafIndex;
  for (let count = leafCount; count > 1; count = (count + 1) >> 1) {
    if ((index ^ 1) < count) {
      const other = beside.shift();
      if (other === undefined) return undefined;
      node = index % 2 === 0 ? above(node, other) : above(other, node);
    }
    index >>= 1;
  }
  return beside.length === 0 ? node.toString('hex') : undefined;
}

function treeOf(leaves: readonly Hash[]): MerkleTree {
  const levels = levelsOf(leaves);
  return {
    root: (levels.at(-1)![0] ?? hash('sha256', '', 'buffer')).toString('hex'),
    pathOf(leafIndex) {
      if (leaves[leafIndex] === undefined) throw new RangeError(`no leaf ${leafIndex}`);
      const path = levels.flatMap((level, height) => {
        const beside = level[(leafIndex >> height) ^ 1];
        return beside === undefined ? [] : [beside.toString('hex')];
      });
      return { leafIndex, leafCount: leaves.length, path };
    },
  };
}

function levelsOf(leaves: readonly Hash[]): readonly (readonly Hash[])[] {
  const levels: (readonly Hash[])[] = [leaves];
  for (let level = levels[0]!; level.length > 1; level = levels.at(-1)!) {
    const next: Hash[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const right = level[index + 1];
      next.push(right === undefined ? level[index]! : above(level[index]!, right));
    }
    levels.push(next);
  }
  return levels;
}

function leafHash(leaf: string): Hash {
  return hash('sha256', `\u0000${leaf}`, 'buffer');
}

function above(left: Hash, right: Hash): Hash {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}
