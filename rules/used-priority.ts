import { periodHolds } from '../platform/primitives/period.ts';
import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { CandidateFacts, VacancyFacts } from './facts.ts';
import type { PriorityGround, SortRule } from './rule.ts';
import { observedOf, traceCondition } from './trace.ts';

/** With which priority somebody stands in a group: what monitors and quotas on lettings count. */
export interface UsedPriority {
  readonly groupCode: string;
  /** What the priority of the group rests on; empty for a group that gives none. */
  readonly grounds: readonly PriorityGround[];
  /** Category of the urgency that placed somebody; null where none did. */
  readonly urgencyCategory: string | null;
  /** Categories of all urgencies that are valid on the day, whether or not they placed somebody; in one order. */
  readonly urgencyCategories: readonly string[];
}

/** The priority that a candidate of a group uses for a home. `on` is the day whose facts decide. */
export function usedPriority(
  group: SortRule,
  facts: CandidateFacts,
  vacancy: VacancyFacts,
  on: CalendarDate,
): UsedPriority {
  const valid = facts.urgencies.filter(({ validity }) => periodHolds(validity, on));
  const observed = group.grounds.includes('URGENCY')
    ? observedOf(traceCondition(group.condition, facts, vacancy, on))['urgency-fits.category']
    : undefined;
  return {
    groupCode: group.code,
    grounds: group.grounds,
    urgencyCategory: typeof observed === 'string' ? observed : null,
    urgencyCategories: [...new Set(valid.map(({ category }) => category))].sort(),
  };
}
