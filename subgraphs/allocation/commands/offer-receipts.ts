import type { OfferStatus } from '../domain/offer-state.ts';
import type { DecidedBy, NewReceipt } from '../receipts.ts';
import type { OfferRow } from '../tables.ts';
import type { LettingRow } from '../tables/lettings.ts';

/** What every receipt about an offer says of it. */
export function aboutOffer(
  { owner, vacancy, reaction, id }: Pick<OfferRow, 'owner' | 'vacancy' | 'reaction' | 'id'>,
  at: string,
  by: DecidedBy,
) {
  return { owner, vacancy, reaction, subject: id, at, by };
}

/** The receipt of an offer that was answered, withdrawn, or that time ended. The reason is a personal fact. */
export function receiptOfMove(
  row: OfferRow,
  status: OfferStatus,
  reason: string | null,
  at: string,
  by: DecidedBy,
): NewReceipt {
  const about = aboutOffer(row, at, by);
  const { position } = row;
  const facts = reason === null ? {} : { facts: { reason } };
  switch (status) {
    case 'ACCEPTED':
    case 'REFUSED':
      return { kind: 'OFFER_ANSWERED', ...about, body: { position, answer: status }, ...facts };
    case 'WITHDRAWN':
      return { kind: 'OFFER_WITHDRAWN', ...about, body: { position }, ...facts };
    case 'EXPIRED':
      return { kind: 'OFFER_EXPIRED', ...about, body: { position } };
    case 'MADE':
      throw new TypeError('an offer never becomes made again');
  }
}

/** The receipt of a letting. Of which group the household was, and when it moves, are personal facts. */
export function receiptOfLetting(
  row: OfferRow,
  letting: Omit<LettingRow, 'id'>,
  at: string,
  by: DecidedBy,
): NewReceipt {
  const { position, candidates, model, permit, groupCode, grounds, urgencyCategory, signedOn, startsOn } =
    letting;
  return {
    kind: 'LETTING',
    ...aboutOffer(row, at, by),
    body: {
      position,
      candidates,
      model,
      permit,
      ...(letting.leaseHolder === 'CARE_PROVIDER' ? { leaseHolder: 'CARE_PROVIDER' } : {}),
    },
    facts: {
      groupCode,
      grounds,
      urgencyCategory,
      signedOn,
      startsOn,
      leavesSelfContainedHome: letting.leavesHome,
    },
  };
}
