import type { Finding } from '../../../../rules/finding.ts';
import { finding, type Checked } from './check.ts';

/** A municipality decides about the homes in it (Huisvestingswet 2014 art. 4): reactions elsewhere are for the region to limit. */
export function checkReactionLimits({ regulation }: Checked): readonly Finding[] {
  if (regulation.layer !== 'MUNICIPAL' && regulation.layer !== 'COMPLEX') return [];
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage !== 'REACTION_LIMIT' || rule.per === 'MUNICIPALITY') return [];
    const nl = 'een gemeente begrenst reacties op woningen in de gemeente; over de regio gaat het model';
    const en = 'a municipality limits reactions to homes in it; the region is for the model to limit';
    return [finding(`rules[${index}].per`, 'NOT_IN_THIS_LAYER', nl, en, 'huisvestingswet-2014 4')];
  });
}
