import { refusal, type RefusalData } from '../../../platform/errors.ts';
import { formatGlobalId, parseGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { PreferReactionsInput } from '../../../schema/generated/allocation.ts';
import { mayActFor } from '../commands.ts';
import type { Loaders } from '../loaders.ts';
import * as base from '../store.ts';
import * as store from '../store/preferences.ts';
import type { ReactionRow } from '../tables.ts';

const PREFERRED_MAXIMUM = 100;

/**
 * Writes in which order a household would like the homes it reacted to, all of it at once: what is not named has no place in the
 * order. It changes nobody's place in a ranking. Repeating key and input writes once.
 */
export async function preferReactions(
  input: PreferReactionsInput,
  context: SubgraphContext<Loaders>,
): Promise<{ readonly reactions: readonly ReactionRow[] } | RefusalData> {
  const { registration, reactions } = input;
  if (!mayActFor(context.viewer, registration)) return refusal('UNKNOWN_REGISTRATION');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  if (reactions.length > PREFERRED_MAXIMUM || new Set(reactions).size < reactions.length)
    return refusal('INVALID_INPUT');
  const ids = reactions.map(parseGlobalId).filter((id): id is GlobalId => id !== undefined);
  if (ids.length < reactions.length) return refusal('UNKNOWN_REACTION');
  const request = {
    viewer: context.viewer,
    key: input.idempotencyKey,
    operation: 'preferReactions',
    request: input,
  };
  const outcome = await context.write((transaction) =>
    once<'PREFERRED' | 'UNKNOWN_REACTION'>(transaction, request, async () => {
      await base.lockReactionsOf(transaction, registration);
      const inPlay = new Set((await store.reactionsInPlay(transaction, registration)).map(formatGlobalId));
      if (!reactions.every((id) => inPlay.has(id))) return { remember: false, effect: 'UNKNOWN_REACTION' };
      await store.writePreferences(transaction, registration, ids);
      return { remember: true, effect: 'PREFERRED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if (outcome.effect !== 'PREFERRED') return refusal(outcome.effect);
  context.loaders.forget();
  const rows = await context.loaders.reactions.loadMany(ids);
  return { reactions: rows.filter((row): row is ReactionRow => row !== null && !(row instanceof Error)) };
}
