import { leavesOf, type Condition } from '../../../rules/condition.ts';
import { rulesOf, thresholdsOf, type RuleSet } from '../../../rules/rule-set.ts';

/** The thresholds that rules compare an income with, each with its amount in euro cents where it is stated; by name. */
export function namedThresholds(ruleSet: RuleSet): ReadonlyMap<string, number | undefined> {
  const amounts = thresholdsOf(ruleSet);
  const names = leaves(ruleSet).flatMap((leaf) => (leaf.kind === 'income-at-most' ? [leaf.threshold] : []));
  return new Map([...new Set(names)].sort().map((name) => [name, amounts[name]]));
}

/** The open norms that rules look at a judgement of; by code. */
export function namedNorms(ruleSet: RuleSet): readonly string[] {
  const norms = leaves(ruleSet).flatMap((leaf) => (leaf.kind === 'judged' ? [leaf.norm] : []));
  return [...new Set(norms)].sort();
}

function leaves(ruleSet: RuleSet): readonly Condition[] {
  return rulesOf(ruleSet).flatMap((rule) => ('condition' in rule ? leavesOf(rule.condition) : []));
}
