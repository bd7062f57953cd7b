import { refusal, type RefusalData } from '../../../platform/errors.ts';
import { parseGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../../platform/viewer.ts';
import type { CloseVacancyInput, FreezeRankingInput } from '../../../schema/generated/allocation.ts';
import { close, closeAndFreeze } from '../closing/freeze-ranking.ts';
import type { HubWork } from '../closing/hub-work.ts';
import type { Loaders } from '../loaders.ts';
import type { RankingRow } from '../tables.ts';

type Context = SubgraphContext<Loaders>;

const PURPOSE = 'freeze a ranking';

/** Closes a vacancy of the asking corporation whose reaction period is over. */
export async function closeVacancy(
  { vacancy }: CloseVacancyInput,
  context: Context,
): Promise<{ readonly vacancy: { readonly id: string } } | RefusalData> {
  const id = ownVacancy(vacancy, context);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  const not = await close(id, workOf(context));
  return not === undefined ? { vacancy: { id: vacancy } } : refusal(not);
}

/** Closes and freezes for the asking corporation; who was placed and excluded follows from the rules alone. */
export async function freezeRanking(
  { vacancy }: FreezeRankingInput,
  context: Context,
): Promise<{ readonly ranking: RankingRow } | RefusalData> {
  const id = ownVacancy(vacancy, context);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  const not = await closeAndFreeze(id, workOf(context));
  if (not !== undefined) return refusal(not);
  context.loaders.forget();
  const ranking = await context.loaders.rankings.load(id);
  return ranking === null ? refusal('UNKNOWN_VACANCY') : { ranking };
}

function ownVacancy(vacancy: string, { viewer }: Context): GlobalId | undefined {
  const id = parseGlobalId(vacancy);
  return id?.owner === viewer.organisation ? id : undefined;
}

/** The hub's work on behalf of who asks. */
function workOf({ clock, writeAsHub, askSupergraph, viewer, trace }: Context): HubWork {
  return {
    clock,
    write: (work) => writeAsHub(PURPOSE, work),
    async ask<Data>(operation: string, variables: Readonly<Record<string, unknown>>) {
      const { data, errors } = await askSupergraph(
        operation,
        variables,
        hubOnBehalfOf(viewer, PURPOSE),
        trace,
      );
      return (errors?.length ?? 0) > 0 || !data ? undefined : (data as Data);
    },
  };
}
