import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { HandOverLeaseInput, RecordLettingInput } from '../../../schema/generated/allocation.ts';
import { moveOf } from '../consequences/what-follows.ts';
import type { UrgencyCase } from '../domain/mediation-case.ts';
import type { Loaders } from '../loaders.ts';
import { appendReceipt } from '../receipts.ts';
import { insertConsequence } from '../store/consequences.ts';
import * as store from '../store/mediation.ts';
import type { OfferRow } from '../tables.ts';
import type { LettingRow } from '../tables/lettings.ts';
import { decideOnce, hubWorkOf, ownId } from './offers.ts';

type Context = SubgraphContext<Loaders>;

/** In whose name a lease begins, and by which urgency where the home was mediated. */
export interface LeaseTerms {
  /** Null where it is the resident's from the first. */
  readonly careProvider: string | null;
  readonly urgency: string | null;
}

/**
 * On which terms a home may be let. A mediated one only to who still has the urgency, and where that has the condition of a care
 * contract only from the day on which all three signed it; and in the name of a care provider only where one mediates.
 */
export async function leaseTerms(
  offer: OfferRow,
  { leaseHolder, signedOn }: Pick<RecordLettingInput, 'leaseHolder' | 'signedOn'>,
  context: Context,
): Promise<LeaseTerms | ErrorCode> {
  const mediation = await context.loaders.mediationOf(offer);
  const byProvider = leaseHolder === 'CARE_PROVIDER';
  if (mediation === null) return byProvider ? 'LEASE_STATE' : { careProvider: null, urgency: null };
  if (byProvider && mediation.careProvider === null) return 'LEASE_STATE';
  const { urgency: id } = mediation;
  const answer = await hubWorkOf(context).ask<{
    readonly urgency: Pick<UrgencyCase, 'status' | 'conditions'> | null;
  }>('MediationConditions', { urgency: id });
  if (answer === undefined) return 'FACTS_UNAVAILABLE';
  if (answer.urgency?.status !== 'GRANTED') return 'URGENCY_STATE';
  const contract = answer.urgency.conditions.find(({ kind }) => kind === 'CARE_CONTRACT');
  if (contract !== undefined && (contract.metOn === null || contract.metOn > signedOn))
    return 'CONDITION_NOT_MET';
  return { careProvider: byProvider ? mediation.careProvider : null, urgency: id };
}

/**
 * Puts a lease that began in a care provider's name in that of the resident (omklap), with until when the provider keeps an eye
 * on it. Only now is the household's waiting time used up: what it got before was a home under guidance.
 */
export async function handOverLease(
  input: HandOverLeaseInput,
  context: Context,
): Promise<{ readonly letting: LettingRow } | RefusalData> {
  const id = ownId(input.letting, context);
  if (id === undefined) return refusal('UNKNOWN_LETTING');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const { on, watchUntil = null } = input;
  if (on > context.clock.today() || (watchUntil !== null && watchUntil <= on))
    return refusal('INVALID_INPUT');
  const outcome = await decideOnce<{ readonly vacancy: string }>(
    'handOverLease',
    input,
    context,
    async (sql) => {
      const row = await store.lockLetting(sql, id);
      if (row === undefined) return { remember: false, effect: 'UNKNOWN_LETTING' };
      const { owner, vacancy, reaction, registration, careProvider, handedOverOn, startsOn } = row;
      if (careProvider === null || handedOverOn !== null || on < startsOn)
        return { remember: false, effect: 'LEASE_STATE' };
      const at = context.clock.now();
      await store.handOver(sql, id, { handedOverOn: on, watchUntil, handedOverAt: at, handedOverBy: person });
      await insertConsequence(sql, moveOf(owner, registration, on, at));
      await appendReceipt(sql, {
        kind: 'LEASE_HANDED_OVER',
        owner,
        vacancy,
        reaction,
        subject: id.id,
        at,
        by: context.viewer,
        body: { careProvider },
        facts: { on, watchUntil },
      });
      return { remember: true, effect: { vacancy } };
    },
  );
  if (!('done' in outcome)) return outcome;
  const letting = await context.loaders.letting({ owner: id.owner, id: outcome.done.vacancy });
  return letting === null ? refusal('UNKNOWN_LETTING') : { letting };
}
