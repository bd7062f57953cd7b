import { addMonths, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { AllocationModel, CandidateFacts } from './facts.ts';
import type { SanctionedConduct, SanctionRule } from './rule.ts';
import type { RuleSetContent } from './rule-set.ts';

/** Something that a seeker did at a home, on a day. */
export interface Conduct {
  readonly conduct: SanctionedConduct;
  /** How the home was offered. */
  readonly model: AllocationModel;
  readonly on: CalendarDate;
}

/**
 * From which models the rules exclude somebody, and until when, after what happened up to and including the last of
 * `history`; empty when that last one is answered by no sanction. The exclusion begins on its day; `reason` is the code
 * of the rule. The order of `history` makes no difference.
 */
export function exclusionsAfter(
  ruleSet: Pick<RuleSetContent, 'sanctions'>,
  history: readonly Conduct[],
): CandidateFacts['exclusions'] {
  const last = history.reduce<Conduct | undefined>(
    (latest, conduct) => (latest === undefined || conduct.on > latest.on ? conduct : latest),
    undefined,
  );
  if (last === undefined) return [];
  return ruleSet.sanctions
    .filter((rule) => answers(rule, last, history))
    .flatMap((rule) =>
      rule.excludesFrom.map((model) => ({
        model,
        until: addMonths(last.on, rule.months),
        reason: rule.code,
      })),
    );
}

function answers(rule: SanctionRule, last: Conduct, history: readonly Conduct[]): boolean {
  const concerns = ({ conduct, model }: Conduct): boolean =>
    conduct === rule.conduct && rule.models.includes(model);
  // On one day several things may have happened; any of them that concerns the rule makes it the last.
  if (!history.some((conduct) => conduct.on === last.on && concerns(conduct))) return false;
  const since = rule.withinMonths === null ? null : addMonths(last.on, -rule.withinMonths);
  const counted = history.filter((conduct) => concerns(conduct) && (since === null || conduct.on > since));
  return counted.length >= rule.occurrences;
}
