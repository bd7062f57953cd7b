import type { VerificationOutcome, VerifiedDocument } from './letting.ts';
import type { Group, Reason } from './judge.ts';

/** Status of a request for a housing permit; it lapses with the offer that it was asked for. */
export const PERMIT_STATUSES = ['REQUESTED', 'GRANTED', 'REFUSED', 'LAPSED'] as const;
export type PermitStatus = (typeof PERMIT_STATUSES)[number];

/** What a municipality decides a permit on: how the rules judged the household, and what was asked and found. No more. */
export interface PermitAssessment {
  readonly group: Group;
  /** Place in the frozen ranking, 1 first. */
  readonly position: number;
  readonly reasons: readonly Reason[];
  readonly checks: readonly { readonly document: VerifiedDocument; readonly outcome: VerificationOutcome }[];
}

/**
 * Whether a letting may follow as far as the permit goes. A home that no regulation designates needs none (Huisvestingswet
 * 2014 art. 7 and 8).
 */
export function permitAllows(
  isDesignated: boolean,
  permit: { readonly status: PermitStatus } | undefined,
): boolean {
  return !isDesignated || permit?.status === 'GRANTED';
}
