import type { Condition } from '../../../../rules/condition.ts';
import type { Finding } from '../../../../rules/finding.ts';
import { certaintyOf } from './certainty.ts';
import { finding, warning, type Checked } from './check.ts';

/**
 * Criteria may not shut out low incomes altogether. See Huisvestingswet 2014 art. 9(2)b. A requirement that nobody
 * meets whose income is at most every limit does so; for homes above social rent it is left to the regulation.
 */
export function checkLowIncomes({ regulation }: Checked): readonly Finding[] {
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage !== 'SELECT' || certaintyOf(rule.condition, lowestIncome).canHold) return [];
    const { canHold: social, canFail: onlySome } = certaintyOf(rule.appliesTo, socialRent);
    if (!social) return [];
    const nl = onlySome
      ? 'deze eis sluit lage inkomens uit van een deel van de sociale huur; dat mag niet voor alle woningen tegelijk'
      : 'deze eis sluit lage inkomens geheel uit; toegestaan is een grens die een inkomen ten hoogste mag hebben';
    const en = onlySome
      ? 'this requirement shuts low incomes out of a part of social rent; it may not do so for all homes at once'
      : 'this requirement shuts out low incomes altogether; allowed is a limit that an income may not exceed';
    const make = onlySome ? warning : finding;
    return [make(`rules[${index}].condition`, 'LOW_INCOMES_EXCLUDED', nl, en, 'huisvestingswet-2014 9(2)b')];
  });
}

function lowestIncome(leaf: Condition): boolean | undefined {
  return leaf.kind === 'income-at-most' ? true : undefined;
}

function socialRent(leaf: Condition): boolean | undefined {
  if (leaf.kind !== 'home' || leaf.segments.length === 0) return undefined;
  return leaf.segments.includes('SOCIAL_RENT') ? undefined : false;
}
