import type { Transaction } from '../../../platform/database/connect.ts';
import { refusal, type RefusalData } from '../../../platform/errors.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { VacancyFacts } from '../../../rules/facts.ts';
import type { LimitReached } from '../../../rules/reaction-limit.ts';
import type { Judge, Reason } from '../domain/judge.ts';
import type { Loaders } from '../loaders.ts';
import * as store from '../store.ts';
import { openReactions } from '../store/following.ts';
import type { ReactionRow } from '../tables.ts';

/** A limit that leaves no room, and which reactions fill it. */
export type ReachedLimit = LimitReached<GlobalId & { readonly home: VacancyFacts }>;

/** Refused by a limit, with what it says and what is open. */
export type LimitRefusal = RefusalData & {
  readonly limit: number;
  readonly text: Reason['text'];
  readonly citation: Reason['citation'];
  readonly openReactions: readonly ReactionRow[];
};

/**
 * The limit on open reactions that keeps a registration from reacting to a home; undefined when there is room, or nothing limits it.
 * Where there is a limit, what one registration does at the same moment is done one after the other until the transaction
 * ends, so that two reactions cannot both take the last room. A home it reacted to already takes no more room.
 */
export async function limitOf(
  transaction: Transaction,
  registration: string,
  vacancy: GlobalId,
  { judge, vacancyFacts }: { readonly judge: Judge; readonly vacancyFacts: VacancyFacts },
  now: string,
): Promise<ReachedLimit | undefined> {
  if (!judge.isLimited(vacancyFacts)) return undefined;
  await store.lockReactionsOf(transaction, registration);
  const open = await openReactions(transaction, [registration], now);
  if (open.some((one) => one.owner === vacancy.owner && one.vacancy === vacancy.id)) return undefined;
  return judge.limitReached(
    vacancyFacts,
    open.map(({ owner, id, vacancyFacts: home }) => ({ owner, id, home })),
  );
}

/** The refusal that tells it, for the seeker whose reactions these are. */
export async function limitRefusal(
  { rule, counted }: ReachedLimit,
  { loaders }: SubgraphContext<Loaders>,
): Promise<LimitRefusal> {
  const { instrument, title, article, version, url } = rule.citation;
  const rows = await loaders.reactions.loadMany(
    counted.slice(0, 100).map(({ owner, id }) => ({ owner, id })),
  );
  return {
    ...refusal('REACTION_LIMIT'),
    limit: rule.reactions,
    text: rule.sentence,
    citation: { instrument, title, article, version, url },
    openReactions: rows
      .filter((row): row is ReactionRow => row !== null && !(row instanceof Error))
      .sort((one, other) => (one.reactedAt < other.reactedAt ? -1 : 1)),
  };
}
