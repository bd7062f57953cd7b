import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { dayInNetherlands } from '../../../platform/clock.ts';
import type { VacancyFacts } from '../../../rules/facts.ts';
import { compileCondition } from '../../../rules/condition.ts';
import { orderRuleFor, type RuleSet } from '../../../rules/rule-set.ts';
import type { RankingRow } from '../tables.ts';

/**
 * Whether a home may be offered before its reaction period is over (direct te huur): who reacted first goes first, one priority
 * group is all there is, and somebody reacted. Then nobody who would react later could come before anybody who did, so that
 * closing takes nothing away from them.
 */
export function closesEarly(
  ruleSet: RuleSet,
  home: VacancyFacts,
  { reactionCount }: Pick<RankingRow, 'reactionCount'>,
): boolean {
  if (home.model !== 'DIRECT_LET' || reactionCount === 0) return false;
  if (orderRuleFor(ruleSet, home.model)?.order.kind !== 'REACTION_TIME') return false;
  const groups = ruleSet.groups.filter(({ rule }) =>
    compileCondition(rule.appliesTo)({} as never, home, home.publishedOn),
  );
  return groups.length === 1;
}

/** The home with its closing brought forward to a moment: the facts of that day decide. */
export function closedAt(home: VacancyFacts, now: string): VacancyFacts {
  const closesOn: CalendarDate = dayInNetherlands(now);
  return { ...home, closesOn };
}
