import { hash } from 'node:crypto';
import { compareText } from '../platform/primitives/compare-text.ts';

/** The Merkle tree over the lot ids of a draw: one root for all, and a short proof for each. */
export interface ParticipantTree {
  /** In hex: what is published when the participants are fixed. */
  readonly root: string;
  /** The lot ids in the order of the leaves: by code unit. */
  readonly lotIds: readonly string[];
  /** The proof that a lot id took part; undefined for one that did not. */
  readonly proofOf: (lotId: string) => InclusionProof | undefined;
}

/** What together with a lot id gives the root. */
export interface InclusionProof {
  /** 0 is the first leaf. */
  readonly leafIndex: number;
  readonly leafCount: number;
  /** Hashes in hex beside the way from the leaf up to the root; a level on which the way has no neighbour has none. */
  readonly path: readonly string[];
}

/**
 * The tree over lot ids, whatever the order they come in. A leaf is hashed with a 0x00 in front and a node with a 0x01 (as
 * RFC 6962 does), so that no node can pass for a leaf; an odd one moves up as it is. The root of nobody is the hash of
 * nothing. Throws a TypeError for a lot id that comes twice: then one household would have two chances.
 */
export function participantTree(lotIds: readonly string[]): ParticipantTree {
  const sorted = [...lotIds].sort(compareText);
  const twice = sorted.find((lotId, index) => lotId === sorted[index + 1]);
  if (twice !== undefined) throw new TypeError('a lot id that takes part twice');
  const levels = [sorted.map((lotId) => hash('sha256', `\u0000${lotId}`, 'buffer'))];
  for (let level = levels[0]!; level.length > 1; level = levels.at(-1)!) levels.push(levelAbove(level));
  return {
    root: (levels.at(-1)![0] ?? hash('sha256', '', 'buffer')).toString('hex'),
    lotIds: sorted,
    proofOf(lotId) {
      const leafIndex = indexOf(sorted, lotId);
      if (leafIndex === undefined) return undefined;
      const path = levels.flatMap((level, height) => {
        const beside = level[(leafIndex >> height) ^ 1];
        return beside === undefined ? [] : [beside.toString('hex')];
      });
      return { leafIndex, leafCount: sorted.length, path };
    },
  };
}

/** The Merkle root of the participants in hex. */
export function participantRoot(lotIds: readonly string[]): string {
  return participantTree(lotIds).root;
}

type Hash = ReturnType<typeof Buffer.of>;

const NODE = Buffer.of(1);

function levelAbove(level: readonly Hash[]): Hash[] {
  const above: Hash[] = [];
  for (let index = 0; index < level.length; index += 2) {
    const left = level[index]!;
    const right = level[index + 1];
    above.push(right === undefined ? left : hash('sha256', Buffer.concat([NODE, left, right]), 'buffer'));
  }
  return above;
}

/** Where a text stands in a sorted list. */
function indexOf(sorted: readonly string[], text: string): number | undefined {
  let [low, high] = [0, sorted.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareText(sorted[middle]!, text);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
