import { refusal, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { EndUrgencyInput, UrgencyGrantInput } from '../../schema/generated/urgencies.ts';
import { urgencyAfter } from './domain/urgency-state.ts';
import { validityWhenEnded } from './domain/validity-when-ended.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store.ts';
import type { UrgencyRow } from './tables.ts';

type EndEffect = 'UNKNOWN_URGENCY' | 'URGENCY_STATE' | 'ENDED';

/** Ends an urgency of the asking municipality today. Repeating key and input gives the same outcome and writes nothing more. */
export async function endUrgency(
  input: EndUrgencyInput,
  context: SubgraphContext<Loaders>,
): Promise<{ readonly urgency: UrgencyRow } | RefusalData> {
  const id = parseGlobalId(input.urgency);
  if (id === undefined) return refusal('UNKNOWN_URGENCY');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const request = {
    viewer: context.viewer,
    key: input.idempotencyKey,
    operation: 'endUrgency',
    request: input,
  };
  const outcome = await context.write((transaction) =>
    once<EndEffect>(transaction, request, async () => {
      const row = await store.lockUrgency(transaction, id);
      if (row === undefined) return { remember: false, effect: 'UNKNOWN_URGENCY' };
      if (urgencyAfter(row.status, 'END') === undefined || row.validFrom === null) {
        return { remember: false, effect: 'URGENCY_STATE' };
      }
      const validity = { from: row.validFrom, until: row.validUntil };
      await store.endUrgency(transaction, id, validityWhenEnded(validity, context.clock.today()).until);
      return { remember: true, effect: 'ENDED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if (outcome.effect !== 'ENDED') return refusal(outcome.effect);
  const row = await context.loaders.urgencies.load(id);
  return row === null ? refusal('UNKNOWN_URGENCY') : { urgency: row };
}

/** Lets a corporation read the urgencies of a candidate, or no longer; whether it changed anything. Done by the hub. */
export function grantUrgencies(
  input: UrgencyGrantInput,
  context: SubgraphContext<Loaders>,
): Promise<boolean> {
  return context.write((transaction) => store.grantUrgencies(transaction, input));
}
