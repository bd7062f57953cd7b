import { leavesOf } from '../../../../rules/condition.ts';
import type { Finding } from '../../../../rules/finding.ts';
import { conditionsOf } from '../resolved-leaves.ts';
import { finding, type Checked } from './check.ts';

/** What a rule leaves to a person's judgement is asked as a question somewhere: nobody can judge a norm that nobody stated. */
export function checkOpenNorms({ regulation, higher }: Checked): readonly Finding[] {
  const stated = new Set(
    [...higher, regulation].flatMap(({ openNorms }) => openNorms.map(({ code }) => code)),
  );
  return regulation.rules.flatMap((rule, index) =>
    conditionsOf(rule)
      .flatMap(leavesOf)
      .flatMap((leaf) => {
        if (leaf.kind !== 'judged' || stated.has(leaf.norm)) return [];
        const nl = `de open norm ${leaf.norm} is nergens als vraag gesteld`;
        const en = `the open norm ${leaf.norm} is stated as a question nowhere`;
        return [finding(`rules[${index}].condition`, 'UNKNOWN_NORM', nl, en, null)];
      }),
  );
}
