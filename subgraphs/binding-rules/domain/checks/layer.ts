import type { Finding } from '../../../../rules/finding.ts';
import { finding, type Checked } from './check.ts';

/** A regional agreement lowers caps and raises floors for a period, and decides nothing else. */
export function checkLayer({ regulation }: Checked): readonly Finding[] {
  if (regulation.layer !== 'REGIONAL_AGREEMENT') return [];
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage === 'QUOTA') return [];
    const nl = 'een regionale afspraak bevat alleen quota; andere regels horen in het model';
    const en = 'a regional agreement holds quotas only; other rules belong in the model';
    return [finding(`rules[${index}].stage`, 'NOT_IN_THIS_LAYER', nl, en, null)];
  });
}
