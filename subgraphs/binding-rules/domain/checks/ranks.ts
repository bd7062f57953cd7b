import type { Finding } from '../../../../rules/finding.ts';
import { articleOf, finding, rulesAbove, type Checked } from './check.ts';
import { caseThatDiffers } from './case-that-differs.ts';

/** Each rank is used once: two groups of one rank decide differently, and the finding shows for whom. */
export function checkRanks(checked: Checked): readonly Finding[] {
  const { rules } = checked.regulation;
  const above = rulesAbove(checked);
  return rules.flatMap((rule, index) => {
    if (rule.stage !== 'SORT') return [];
    const same = [...above, ...rules.slice(0, index)].find(
      (candidate) => candidate.stage === 'SORT' && candidate.rank === rule.rank,
    );
    if (same?.stage !== 'SORT') return [];
    const nl = `rang ${rule.rank} is ook die van ${same.code}; elke rang komt een keer voor`;
    const en = `rank ${rule.rank} is also that of ${same.code}; each rank is used once`;
    const path = `rules[${index}].rank`;
    return [finding(path, 'RANK_AMBIGUOUS', nl, en, articleOf(same), caseThatDiffers(same, rule))];
  });
}
