import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../platform/primitives/canonical-json.ts';
import { compareText } from '../platform/primitives/compare-text.ts';

/** What a draw was made of; with the lot ids this is all that a stranger needs to repeat it. */
export interface DrawInput {
  readonly drawId: string;
  /** `participantRoot` of the lots that took part. */
  readonly participantRoot: string;
  /** The secret whose hash was published before the vacancy was. */
  readonly secret: string;
  /** Value of a public beacon after closing; absent when none was announced. */
  readonly beacon?: string;
}

/** What is published beforehand, so that the secret cannot be chosen afterwards: SHA-256 in hex. */
export function secretCommitment(secret: string): string {
  return sha256(canonicalJson({ secret }));
}

/** SHA-256 in hex over the canonical JSON of the draw: nobody knows it before the participants are fixed. */
export function drawSeed(input: DrawInput): string {
  return sha256(canonicalJson(input));
}

/** The drawn lot in hex, smaller is earlier: HMAC-SHA-256 of the lot id under the seed (64 hex characters as a text). */
export function drawnLot(seed: string, lotId: string): string {
  return createHmac('sha256', seed).update(lotId, 'utf8').digest('hex');
}

/** The lot ids from the first drawn to the last. The order they came in makes no difference. */
export function drawOrder(seed: string, lotIds: readonly string[]): readonly string[] {
  return lotIds
    .map((lotId) => ({ lotId, drawn: drawnLot(seed, lotId) }))
    .sort((one, other) => compareText(one.drawn, other.drawn) || compareText(one.lotId, other.lotId))
    .map(({ lotId }) => lotId);
}

/**
 * The Merkle root of the participants in hex, over their lot ids in code-unit order. A leaf is hashed with a 0x00 in
 * front and a node with a 0x01 (as RFC 6962 does), so that no node can pass for a leaf; an odd one moves up as it is.
 * The empty list has the hash of nothing.
 */
export function participantRoot(lotIds: readonly string[]): string {
  let level = [...lotIds].sort(compareText).map((lotId) => prefixedHash(0, Buffer.from(lotId, 'utf8')));
  if (level.length === 0) return sha256('');
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] as Buffer;
      const right = level[index + 1];
      above.push(right === undefined ? left : prefixedHash(1, Buffer.concat([left, right])));
    }
    level = above;
  }
  return (level[0] as Buffer).toString('hex');
}

/**
 * The lot in hex that decides between candidates of equal value outside a draw, smaller is earlier. It differs per
 * vacancy, so that nobody loses every tie, and depends on nothing that a person could steer after reacting.
 */
export function tieBreakLot(vacancyId: string, lotId: string): string {
  return sha256(canonicalJson({ lotId, vacancyId }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function prefixedHash(prefix: number, content: Buffer): Buffer {
  return createHash('sha256')
    .update(Buffer.from([prefix]))
    .update(content)
    .digest();
}
