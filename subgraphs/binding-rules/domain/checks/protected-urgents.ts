import { leavesOf, type Condition } from '../../../../rules/condition.ts';
import type { Finding } from '../../../../rules/finding.ts';
import type { RestrictRule, Rule, SortRule } from '../../../../rules/rule.ts';
import { certaintyOf } from './certainty.ts';
import { articleOf, finding, rulesAbove, type Checked } from './check.ts';

/**
 * Priority by binding may not work against the urgents that the law protects. See Huisvestingswet 2014 art. 16. It does
 * where a binding is required of them to be admitted or to count as urgent, or where bound seekers stand above them.
 */
export function checkProtectedUrgents(checked: Checked): readonly Finding[] {
  const above = rulesAbove(checked);
  const protection = above.find(
    (rule): rule is RestrictRule => rule.stage === 'RESTRICT' && rule.effect === 'NOT_AGAINST',
  );
  if (protection === undefined) return [];
  const { rules } = checked.regulation;
  const urgents = [...above, ...rules].filter(isUrgent);
  const first = urgents.reduce((rank, rule) => Math.min(rank, rule.rank), Number.POSITIVE_INFINITY);
  return rules.flatMap((rule, index) => {
    const article = articleOf(protection);
    if ((rule.stage === 'SELECT' || isUrgent(rule)) && asksBinding(rule.condition)) {
      const nl =
        'binding mag geen eis zijn aan urgenten die de wet beschermt; toegestaan is binding of zo’n urgentie';
      const en =
        'no binding may be asked of urgents that the law protects; allowed is a binding or such an urgency';
      return [finding(`rules[${index}].condition`, 'BINDING_AGAINST_PROTECTED', nl, en, article)];
    }
    if (rule.stage !== 'SORT' || rule.rank > first || !sharesGround(rule, protection)) return [];
    const nl = `bindingsvoorrang staat hier boven de urgenten (rang ${first}); toegestaan is een rang daarna`;
    const en = `priority by binding stands above the urgents here (rank ${first}); allowed is a rank after it`;
    return [finding(`rules[${index}].rank`, 'BINDING_AGAINST_PROTECTED', nl, en, article)];
  });
}

function isUrgent(rule: Rule): rule is SortRule {
  return rule.stage === 'SORT' && rule.grounds.includes('URGENCY');
}

function sharesGround({ grounds }: SortRule, protection: RestrictRule): boolean {
  return grounds.some((ground) => protection.grounds.includes(ground));
}

/** Whether somebody with a fitting protected urgency and no binding at all can certainly not meet a condition. */
function asksBinding(condition: Condition): boolean {
  if (!leavesOf(condition).some(({ kind }) => kind === 'binding')) return false;
  return !certaintyOf(condition, unboundProtected).canHold;
}

function unboundProtected(leaf: Condition): boolean | undefined {
  if (leaf.kind === 'binding') return false;
  return leaf.kind === 'urgency-fits' && leaf.statutory !== 'OUTSIDE' ? true : undefined;
}
