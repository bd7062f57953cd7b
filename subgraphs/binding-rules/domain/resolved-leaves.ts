import { mapLeaves, type Condition } from '../../../rules/condition.ts';
import { describeRule } from '../../../rules/describe-rule.ts';
import type { Rule } from '../../../rules/rule.ts';

/** Every condition of a rule. */
export function conditionsOf(rule: Rule): readonly Condition[] {
  return 'condition' in rule ? [rule.appliesTo, rule.condition] : [rule.appliesTo];
}

/**
 * The rules with what only a whole rule set knows written into their conditions: the amounts of rent limits, and the
 * categories of the urgency scheme. A sentence that was generated is generated anew.
 */
export function withResolvedLeaves(rules: readonly Rule[], categories: readonly string[]): readonly Rule[] {
  const amounts = new Map(
    rules.flatMap((rule) =>
      rule.stage === 'THRESHOLD' ? [[rule.threshold, rule.amountCents] as const] : [],
    ),
  );
  const resolved = (leaf: Condition): Condition => {
    if (leaf.kind === 'rent-at-most') return { ...leaf, amountCents: amounts.get(leaf.threshold) ?? null };
    if (leaf.kind === 'urgency-fits' && leaf.ofScheme) return { ...leaf, categories: [...categories].sort() };
    return leaf;
  };
  return rules.map((rule) => {
    const changed = {
      ...rule,
      appliesTo: mapLeaves(rule.appliesTo, resolved),
      ...('condition' in rule ? { condition: mapLeaves(rule.condition, resolved) } : {}),
    } as Rule;
    const generated = describeRule(rule);
    const isGenerated = rule.sentence.nl === generated.nl && rule.sentence.en === generated.en;
    return isGenerated ? { ...changed, sentence: describeRule(changed) } : changed;
  });
}
