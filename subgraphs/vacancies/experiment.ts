import type { ErrorCode } from '../../platform/errors.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import type { Loaders } from './loaders.ts';
import type { VacancyRow } from './tables.ts';

interface Answer {
  readonly experiment: {
    readonly region: { readonly code: string } | null;
    readonly validFrom: CalendarDate;
    readonly validUntil: CalendarDate;
  } | null;
}

/**
 * Why a home may not be published as an experiment on a day; undefined when it may, and for every other model: the experiment
 * that it names must be in the register of its region, and run.
 */
export async function experimentRefusal(
  { model, experiment, region }: Pick<VacancyRow, 'model' | 'experiment' | 'region'>,
  on: CalendarDate,
  { askSupergraph, viewer, trace }: SubgraphContext<Loaders>,
): Promise<ErrorCode | undefined> {
  if (model !== 'EXPERIMENT') return undefined;
  if (experiment === null) return 'NO_EXPERIMENT';
  const asker = hubOnBehalfOf(viewer, 'look up an experiment');
  const { data, errors } = await askSupergraph('ExperimentPeriod', { id: experiment }, asker, trace);
  if ((errors?.length ?? 0) > 0 || !data) return 'RULES_UNAVAILABLE';
  const { experiment: found } = data as unknown as Answer;
  const runs = found?.region?.code === region && found.validFrom <= on && on < found.validUntil;
  return runs ? undefined : 'NO_EXPERIMENT';
}
