import type { LeafKind } from '../condition-kind.ts';

/**
 * The household income is at most the named threshold; only the outcome of that comparison is known here.
 * See Woningwet art. 46, 48 and Huisvestingswet 2014 art. 9(2)b.
 */
export interface IncomeAtMostCondition {
  readonly kind: 'income-at-most';
  /** Code of a THRESHOLD rule. */
  readonly threshold: string;
}

export const INCOME_AT_MOST: LeafKind<IncomeAtMostCondition> = {
  kind: 'income-at-most',
  shape: 'LEAF',
  title: { nl: 'inkomensgrens', en: 'income limit' },
  see: 'Woningwet art. 46, 48; Huisvestingswet 2014 art. 9(2)b',
  looksAt: 'SEEKER',

  parse: (reader) => ({ kind: 'income-at-most', threshold: reader.code('threshold') }),
  compile(condition) {
    const { threshold } = condition;
    // A threshold that was not tested does not hold: an income that nobody proved admits to nothing.
    return (facts) => facts.incomeAtMost[threshold] === true;
  },
  examine(condition, facts) {
    const tested = Object.hasOwn(facts.incomeAtMost, condition.threshold);
    const atMost = tested ? facts.incomeAtMost[condition.threshold]! : null;
    return { holds: atMost === true, observed: { threshold: condition.threshold, atMost } };
  },
  describe: (condition) => ({
    nl: `het inkomen is ten hoogste de grens ${condition.threshold}`,
    en: `the income is at most the limit ${condition.threshold}`,
  }),
  contrast: (condition, wanted, facts) => ({
    code: 'INCOME_AT_MOST',
    parameters: { threshold: condition.threshold, atMost: wanted },
    facts: { ...facts, incomeAtMost: { ...facts.incomeAtMost, [condition.threshold]: wanted } },
  }),
};
