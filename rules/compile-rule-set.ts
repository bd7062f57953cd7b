import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { compileCondition } from './condition.ts';
import type { Test } from './condition-kind.ts';
import { effectiveCondition } from './effective-group.ts';
import type { CandidateFacts, VacancyFacts } from './facts.ts';
import { orderValue } from './order-value.ts';
import type { Order, Rule } from './rule.ts';
import { orderRuleFor, type RuleSetContent } from './rule-set.ts';

/** What `assess` decides, without the reasons. Group rank and order value are 0 for who is not admitted. */
export interface CompactAssessment {
  readonly admitted: boolean;
  readonly groupRank: number;
  readonly orderValue: number;
}

/** A rule set as one function of facts, vacancy and day; agrees with `assess` for every argument. */
export type CompiledRuleSet = (
  facts: CandidateFacts,
  vacancy: VacancyFacts,
  on: CalendarDate,
) => CompactAssessment;

interface CompiledRule {
  readonly appliesTo: Test;
  readonly test: Test;
  readonly byPublication: boolean;
  readonly rank: number;
}

/** The part of a rule set that concerns one home. */
interface Applicable {
  readonly required: readonly CompiledRule[];
  readonly groups: readonly CompiledRule[];
  readonly order: Order | null;
  readonly orderByPublication: boolean;
}

const NOT_ADMITTED: CompactAssessment = Object.freeze({ admitted: false, groupRank: 0, orderValue: 0 });

/**
 * Compiles a rule set for ranking. Which rules apply is worked out once per vacancy object and remembered for the
 * last one, because a ranking asks for one home thousands of times in a row; vacancies are immutable, so that this
 * memory can never be seen.
 */
export function compileRuleSet(ruleSet: RuleSetContent): CompiledRuleSet {
  const required = [...ruleSet.scope, ...ruleSet.admission].map((rule) =>
    compiled(rule, compileCondition(rule.condition), 0),
  );
  const groups = ruleSet.groups.map(({ rank, rule }) =>
    compiled(rule, compileCondition(effectiveCondition(rule, ruleSet.restrictions)), rank),
  );
  let lastVacancy: VacancyFacts | undefined;
  let lastOn: CalendarDate | undefined;
  let applicable: Applicable = { required: [], groups: [], order: null, orderByPublication: false };

  return (facts, vacancy, on) => {
    if (vacancy !== lastVacancy || on !== lastOn) {
      const applies = (rule: CompiledRule): boolean =>
        rule.appliesTo(facts, vacancy, rule.byPublication ? vacancy.publishedOn : on);
      const order = orderRuleFor(ruleSet, vacancy.model);
      applicable = {
        required: required.filter(applies),
        groups: groups.filter(applies),
        order: order?.order ?? null,
        orderByPublication: order?.governedBy === 'PUBLICATION',
      };
      lastVacancy = vacancy;
      lastOn = on;
    }
    const { order } = applicable;
    if (order === null) return NOT_ADMITTED;
    for (const rule of applicable.required) {
      if (!rule.test(facts, vacancy, rule.byPublication ? vacancy.publishedOn : on)) return NOT_ADMITTED;
    }
    for (const group of applicable.groups) {
      if (group.test(facts, vacancy, group.byPublication ? vacancy.publishedOn : on)) {
        const day = applicable.orderByPublication ? vacancy.publishedOn : on;
        return { admitted: true, groupRank: group.rank, orderValue: orderValue(order, facts, day) };
      }
    }
    return NOT_ADMITTED;
  };
}

function compiled(rule: Rule, test: Test, rank: number): CompiledRule {
  return {
    appliesTo: compileCondition(rule.appliesTo),
    test,
    byPublication: rule.governedBy === 'PUBLICATION',
    rank,
  };
}
