import { refusal } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { VerifyCandidateInput } from '../../../schema/generated/allocation.ts';
import { stands } from '../domain/offer-state.ts';
import type { Loaders } from '../loaders.ts';
import * as store from '../store/offers.ts';
import { appendReceipt } from '../receipts.ts';
import { aboutOffer, receiptOfMove } from './offer-receipts.ts';
import { decideOnce, letGo, ownId, type OfferOutcome } from './offers.ts';

type Context = SubgraphContext<Loaders>;

/**
 * Records what was asked of a candidate and what was found. A document that does not bear out the facts that the place
 * rests on ends the offer; the next candidate is up. No copy of a document is kept.
 */
export async function verifyCandidate(input: VerifyCandidateInput, context: Context): Promise<OfferOutcome> {
  const id = ownId(input.offer, context);
  if (id === undefined) return refusal('UNKNOWN_OFFER');
  const checks = new Map(input.checks.map((check) => [check.document, check]));
  const isSound = input.checks.every(
    ({ outcome, reason }) => (outcome === 'REJECTED') === (reason ?? '').trim().length >= 5,
  );
  if (checks.size === 0 || checks.size !== input.checks.length || !isSound) return refusal('INVALID_INPUT');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const outcome = await decideOnce<'CHECKED'>('verifyCandidate', input, context, async (sql) => {
    const [seen] = await store.offersById(sql, [id]);
    if (seen === undefined) return { remember: false, effect: 'UNKNOWN_OFFER' };
    const ranking = await store.lockOffering(sql, { owner: seen.owner, id: seen.vacancy });
    const [row] = await store.offersById(sql, [id]);
    if (ranking === undefined || row === undefined || !stands(row))
      return { remember: false, effect: 'OFFER_STATE' };
    const at = context.clock.now();
    for (const { document, outcome: found, reason } of checks.values()) {
      await store.verify(sql, id, { document, outcome: found, reason: reason ?? null }, { at, by: person });
    }
    const isRejected = [...checks.values()].some(({ outcome: found }) => found === 'REJECTED');
    if (isRejected) {
      await store.moveOffer(sql, id, { status: 'WITHDRAWN', at, by: person, reason: 'DOCUMENTS_REJECTED' });
      await letGo(sql, row, at);
    }
    await appendReceipt(sql, {
      kind: 'VERIFICATION',
      ...aboutOffer(row, at, context.viewer),
      body: { position: row.position },
      facts: {
        checks: [...checks.values()].map(({ document, outcome: found, reason }) => {
          return { document, outcome: found, reason: reason ?? null };
        }),
      },
    });
    if (isRejected) {
      await appendReceipt(sql, receiptOfMove(row, 'WITHDRAWN', 'DOCUMENTS_REJECTED', at, context.viewer));
    }
    return { remember: true, effect: 'CHECKED' };
  });
  if (!('done' in outcome)) return outcome;
  const row = await context.loaders.offers.load(id);
  return row === null ? refusal('UNKNOWN_OFFER') : { offer: row };
}
