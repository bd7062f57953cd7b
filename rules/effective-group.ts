import { ALWAYS, mapLeaves, type Condition } from './condition.ts';
import type { RestrictRule, SortRule } from './rule.ts';

/** The restrictions that concern a group: they share a ground with it. */
export function restrictionsOn(
  rule: SortRule,
  restrictions: readonly RestrictRule[],
): readonly RestrictRule[] {
  return restrictions.filter((restriction) =>
    restriction.grounds.some((ground) => rule.grounds.includes(ground)),
  );
}

/**
 * A group's condition after the law has had its say, again as an ordinary condition: what the closures compile and
 * the trace interprets is one and the same tree, so a restriction cannot be applied by one and forgotten by the other.
 */
export function effectiveCondition(rule: SortRule, restrictions: readonly RestrictRule[]): Condition {
  const concerning = restrictionsOn(rule, restrictions);
  const exemptions = concerning.filter(({ effect }) => effect === 'NOT_AGAINST').map(exemptionOf);
  const narrowings = concerning.filter(({ effect }) => effect === 'ONLY_WHEN').map(narrowingOf);
  const exempted = (condition: Condition): Condition =>
    exemptions.length === 0
      ? condition
      : mapLeaves(condition, (leaf) =>
          leaf.kind === 'binding' ? { kind: 'any', of: [leaf, ...exemptions] } : leaf,
        );
  const parts = [rule.condition, ...narrowings].map(exempted);
  return parts.length === 1 ? (parts[0] as Condition) : { kind: 'all', of: parts };
}

/** What must hold for ONLY_WHEN to leave a group alone: the condition, or a home it is not about. */
export function narrowingOf(restriction: RestrictRule): Condition {
  if (restriction.appliesTo.kind === ALWAYS.kind) return restriction.condition;
  return { kind: 'any', of: [{ kind: 'not', of: restriction.appliesTo }, restriction.condition] };
}

function exemptionOf(restriction: RestrictRule): Condition {
  if (restriction.appliesTo.kind === ALWAYS.kind) return restriction.condition;
  return { kind: 'all', of: [restriction.appliesTo, restriction.condition] };
}
