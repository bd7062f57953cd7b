import { refusal, type RefusalData } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { CloseVacancyInput, FreezeRankingInput } from '../../../schema/generated/allocation.ts';
import { close, closeAndFreeze } from '../closing/freeze-ranking.ts';
import type { Loaders } from '../loaders.ts';
import type { RankingRow } from '../tables.ts';
import { hubWorkOf, ownId } from './offers.ts';

type Context = SubgraphContext<Loaders>;

const PURPOSE = 'freeze a ranking';

/** Closes a vacancy of the asking corporation whose reaction period is over. */
export async function closeVacancy(
  { vacancy }: CloseVacancyInput,
  context: Context,
): Promise<{ readonly vacancy: { readonly id: string } } | RefusalData> {
  const id = ownId(vacancy, context);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  const not = await close(id, hubWorkOf(context, PURPOSE));
  return not === undefined ? { vacancy: { id: vacancy } } : refusal(not);
}

/** Closes and freezes for the asking corporation; who was placed and excluded follows from the rules alone. */
export async function freezeRanking(
  { vacancy }: FreezeRankingInput,
  context: Context,
): Promise<{ readonly ranking: RankingRow } | RefusalData> {
  const id = ownId(vacancy, context);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  const not = await closeAndFreeze(id, hubWorkOf(context, PURPOSE));
  if (not !== undefined) return refusal(not);
  context.loaders.forget();
  const ranking = await context.loaders.rankings.load(id);
  return ranking === null ? refusal('UNKNOWN_VACANCY') : { ranking };
}
