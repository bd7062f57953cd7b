import { leavesOf } from './condition.ts';
import type { VacancyFacts } from './facts.ts';
import type { ScopeRule } from './rule.ts';
import type { RuleSetContent } from './rule-set.ts';
import { traceCondition } from './trace.ts';

/**
 * The rule that designates the category of homes that this one belongs to, so that nobody may live in it without a housing
 * permit (Huisvestingswet 2014 art. 7 and 8); undefined where the regulation designates none. A rule of scope designates
 * when it names the segments it covers and the home is in one of them. The first in the order of the rule set speaks.
 */
export function designationOf(ruleSet: RuleSetContent, vacancy: VacancyFacts): ScopeRule | undefined {
  const holds = (condition: ScopeRule['condition']): boolean =>
    traceCondition(condition, {} as never, vacancy, vacancy.publishedOn).holds;
  return ruleSet.scope.find(
    ({ appliesTo, condition }) =>
      leavesOf(condition).some(
        (leaf) => leaf.kind === 'home' && leaf.segments.some((segment) => segment === vacancy.segment),
      ) &&
      holds(appliesTo) &&
      holds(condition),
  );
}
