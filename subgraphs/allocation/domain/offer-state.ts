/** Status of an offer (VERA AANBIEDINGSTATUS AAN, TOE, GEW, ING; EXPIRED is ING with reason REA). */
export const OFFER_STATUSES = ['MADE', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'EXPIRED'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

/** What a seeker, a corporation or time does with an offer. */
export const OFFER_STEPS = ['ACCEPT', 'REFUSE', 'WITHDRAW', 'EXPIRE'] as const;
export type OfferStep = (typeof OFFER_STEPS)[number];

const NEXT: Readonly<Record<OfferStatus, Readonly<Partial<Record<OfferStep, OfferStatus>>>>> = {
  MADE: { ACCEPT: 'ACCEPTED', REFUSE: 'REFUSED', WITHDRAW: 'WITHDRAWN', EXPIRE: 'EXPIRED' },
  // Who accepted may think better of it until the lease is signed, and may turn out not to qualify.
  ACCEPTED: { REFUSE: 'REFUSED', WITHDRAW: 'WITHDRAWN' },
  REFUSED: {},
  WITHDRAWN: {},
  EXPIRED: {},
};

export type OfferMove =
  | { readonly kind: 'MOVED'; readonly status: OfferStatus }
  | { readonly kind: 'REFUSED'; readonly code: 'OFFER_STATE' | 'OFFER_EXPIRED' };

/** The offer after a step at a moment. An answer counts up to the moment at which the offer expires, and not from then on. */
export function offerAfter(
  { status, expiresAt }: { readonly status: OfferStatus; readonly expiresAt: string },
  step: OfferStep,
  now: string,
): OfferMove {
  const next = NEXT[status][step];
  if (next === undefined) return { kind: 'REFUSED', code: 'OFFER_STATE' };
  const isOver = Date.parse(expiresAt) <= Date.parse(now);
  if (status === 'MADE' && (step === 'ACCEPT' || step === 'REFUSE') && isOver)
    return { kind: 'REFUSED', code: 'OFFER_EXPIRED' };
  if (step === 'EXPIRE' && !isOver) return { kind: 'REFUSED', code: 'OFFER_STATE' };
  return { kind: 'MOVED', status: next };
}

/** Whether an offer may still lead to a lease. */
export function stands({ status }: { readonly status: OfferStatus }): boolean {
  return status === 'MADE' || status === 'ACCEPTED';
}
