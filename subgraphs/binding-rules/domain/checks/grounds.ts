import type { Finding } from '../../../../rules/finding.ts';
import type { RestrictRule, Rule } from '../../../../rules/rule.ts';
import { finding, type Checked } from './check.ts';

/** A priority on a ground that the law closes altogether is no priority: say so before it is published. */
export function checkGrounds({ regulation, higher }: Checked): readonly Finding[] {
  const closed = higher
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.stage === 'RESTRICT' && neverHolds(rule));
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage !== 'SORT') return [];
    return closed.flatMap((restriction) => {
      const ground = restriction.grounds.find((candidate) => rule.grounds.includes(candidate));
      if (ground === undefined) return [];
      const { instrument, article, version } = restriction.citation;
      const nl = `voorrang op grond van ${ground} heeft in de versie van ${version} geen wettelijke grondslag`;
      const en = `priority on the ground ${ground} has no legal basis in the version of ${version}`;
      return [
        finding(`rules[${index}].grounds`, 'PRIORITY_WITHOUT_GROUND', nl, en, `${instrument} ${article}`),
      ];
    });
  });
}

function neverHolds(rule: Rule): rule is RestrictRule {
  return (
    rule.stage === 'RESTRICT' &&
    rule.effect === 'ONLY_WHEN' &&
    rule.appliesTo.kind === 'always' &&
    rule.condition.kind === 'not' &&
    rule.condition.of.kind === 'always'
  );
}
