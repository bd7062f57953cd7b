import type { OfferStatus } from './offer-state.ts';
import { stands } from './offer-state.ts';

/** What is asked of a candidate to hold the facts against. */
export const DOCUMENTS = [
  'IDENTITY',
  'LAWFUL_RESIDENCE',
  'INCOME',
  'HOUSEHOLD',
  'RESIDENCE',
  'EMPLOYMENT',
  'URGENCY',
  'VITAL_PROFESSION',
  'ACCESSIBILITY',
] as const;
export type VerifiedDocument = (typeof DOCUMENTS)[number];
export type VerificationOutcome = 'ASKED' | 'FOUND' | 'REJECTED';

/** An offer among those of one home. */
export interface OfferOfHome {
  readonly id: string;
  /** How many-th offer of the home it was, from 1: the order of the places, unless somebody departed from it. */
  readonly turn: number;
  readonly status: OfferStatus;
}

export type WhyNotLet = 'NOT_ACCEPTED' | 'NOT_VERIFIED' | 'HIGHER_CANDIDATE';

/**
 * Why a home cannot be let to the candidate of an offer; undefined when it can. It goes to the first who wants it, in the
 * order in which it was offered: as long as somebody before may still accept, or did, nobody after gets it, however soon
 * they answered.
 */
export function whyNotLet(
  offer: OfferOfHome,
  offers: readonly OfferOfHome[],
  outcomes: readonly VerificationOutcome[],
): WhyNotLet | undefined {
  if (offer.status !== 'ACCEPTED') return 'NOT_ACCEPTED';
  if (outcomes.length === 0 || outcomes.some((outcome) => outcome !== 'FOUND')) return 'NOT_VERIFIED';
  const above = offers.some((other) => other.turn < offer.turn && stands(other));
  return above ? 'HIGHER_CANDIDATE' : undefined;
}
