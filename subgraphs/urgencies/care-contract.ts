import { refusal, type ErrorCode, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { EndHousedUrgencyInput, RecordCareContractInput } from '../../schema/generated/urgencies.ts';
import { mayRecordSignature } from './domain/care-contract.ts';
import { validityWhenEnded } from './domain/validity-when-ended.ts';
import type { Loaders } from './loaders.ts';
import * as base from './store.ts';
import * as store from './store/mediation.ts';
import type { UrgencyRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

/**
 * Records who signed a care contract, and when. A home is let to the household only from the last signature on. A contract that
 * all three signed stays as it is. Repeating key and input records once.
 */
export async function recordCareContract(
  input: RecordCareContractInput,
  context: Context,
): Promise<{ readonly urgency: UrgencyRow } | RefusalData> {
  const { viewer, clock, loaders } = context;
  const id = parseGlobalId(input.urgency);
  const seen = id === undefined ? null : await loaders.urgencies.load(id);
  if (id === undefined || seen === null) return refusal('UNKNOWN_URGENCY');
  const { signatures } = input;
  const recorder =
    viewer.role === 'CARE_PROVIDER' ? ('CARE_PROVIDER' as const) : ('URGENCY_OFFICER' as const);
  const isSound =
    isIdempotencyKey(input.idempotencyKey) &&
    signatures.length > 0 &&
    new Set(signatures.map(({ party }) => party)).size === signatures.length &&
    signatures.every(
      ({ party, on }) =>
        on <= clock.today() && mayRecordSignature(recorder, party, seen.careProvider !== null),
    );
  if (!isSound) return refusal('INVALID_INPUT');
  const request = { viewer, key: input.idempotencyKey, operation: 'recordCareContract', request: input };
  const outcome = await context.write((sql) =>
    once<ErrorCode | 'RECORDED'>(sql, request, async () => {
      if (seen.status !== 'GRANTED') return { remember: false, effect: 'URGENCY_STATE' };
      const contract = await store.lockContract(sql, id);
      if (contract === undefined) return { remember: false, effect: 'UNKNOWN_CONDITION' };
      if (contract.metOn !== null) return { remember: false, effect: 'CONTRACT_SIGNED' };
      for (const { party, on } of signatures) await store.signContract(sql, id, party, on);
      return { remember: true, effect: 'RECORDED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if (outcome.effect !== 'RECORDED') return refusal(outcome.effect);
  loaders.urgencies.clear(id);
  loaders.conditions.clear(id);
  const urgency = await loaders.urgencies.load(id);
  return urgency === null ? refusal('UNKNOWN_URGENCY') : { urgency };
}

/** Ends the urgency of a household that was housed; whether it changed anything. Done by the hub. */
export async function endHousedUrgency(
  { urgency, on }: EndHousedUrgencyInput,
  context: Context,
): Promise<boolean> {
  const id = parseGlobalId(urgency);
  if (id === undefined) return false;
  return context.write(async (sql) => {
    const row = await base.lockUrgency(sql, id);
    if (row === undefined || row.status !== 'GRANTED' || row.validFrom === null) return false;
    const { until } = validityWhenEnded({ from: row.validFrom, until: row.validUntil }, on);
    await base.endUrgency(sql, id, until);
    return true;
  });
}
