import { compareText } from '../platform/primitives/compare-text.ts';
import { merkleTree, type MerklePath } from './merkle-tree.ts';

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
export type InclusionProof = MerklePath;

/**
 * The tree over lot ids, whatever the order they come in. A leaf is hashed with a 0x00 in front and a node with a 0x01 (as
 * RFC 6962 does), so that no node can pass for a leaf; an odd one moves up as it is. The root of nobody is the hash of
 * nothing. Throws a TypeError for a lot id that comes twice: then one household would have two chances.
 */
export function participantTree(lotIds: readonly string[]): ParticipantTree {
  const sorted = [...lotIds].sort(compareText);
  const twice = sorted.find((lotId, index) => lotId === sorted[index + 1]);
  if (twice !== undefined) throw new TypeError('a lot id that takes part twice');
  const { root, pathOf } = merkleTree(sorted);
  return {
    root,
    lotIds: sorted,
    proofOf(lotId) {
      const leafIndex = indexOf(sorted, lotId);
      return leafIndex === undefined ? undefined : pathOf(leafIndex);
    },
  };
}

/** The Merkle root of the participants in hex. */
export function participantRoot(lotIds: readonly string[]): string {
  return participantTree(lotIds).root;
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
