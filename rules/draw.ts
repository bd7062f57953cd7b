import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../platform/primitives/canonical-json.ts';
import { compareText } from '../platform/primitives/compare-text.ts';

/** What a draw was made of; with the lot ids this is all that a stranger needs to repeat it. */
export interface DrawInput {
  readonly drawId: string;
  /** `participantRoot` of the lots that took part (participant-tree.ts). */
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

/**
 * The lot id under which a household takes part in one draw: HMAC-SHA-256 of the draw's id under the key that its register
 * keeps for it. The same for the same household however often it registers, and unlike its lot id in every other draw for
 * whoever does not have the key.
 */
export function lotIdIn(drawId: string, lotKey: string): string {
  return createHmac('sha256', lotKey).update(drawId, 'utf8').digest('hex');
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
  return drawLots(seed, lotIds).map(({ lotId }) => lotId);
}

/** A lot id with what was drawn for it. */
export interface DrawnLot {
  readonly lotId: string;
  /** `drawnLot` of it. */
  readonly lot: string;
}

/** The same order, with what decided it. */
export function drawLots(seed: string, lotIds: readonly string[]): readonly DrawnLot[] {
  return lotIds
    .map((lotId) => ({ lotId, lot: drawnLot(seed, lotId) }))
    .sort((one, other) => compareText(one.lot, other.lot) || compareText(one.lotId, other.lotId));
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
