import { periodHolds } from '../../../../platform/primitives/period.ts';
import type { Finding } from '../../../../rules/finding.ts';
import { namedThresholds } from '../resolve-rule-set.ts';
import { finding, type Checked } from './check.ts';

/** A limit that a rule names has an amount on the first day. */
export function checkThresholds({ regulation, higher }: Checked): readonly Finding[] {
  const known = [...higher, regulation]
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.stage === 'THRESHOLD' && periodHolds(rule.validity, regulation.version))
    .map((rule) => (rule.stage === 'THRESHOLD' ? rule.threshold : ''));
  return regulation.rules.flatMap((rule, index) =>
    namedThresholds(rule)
      .filter((name) => !known.includes(name))
      .map((name) => {
        const nl = `de grens ${name} heeft geen bedrag op ${regulation.version}`;
        const en = `the limit ${name} has no amount on ${regulation.version}`;
        return finding(`rules[${index}].condition`, 'UNKNOWN_THRESHOLD', nl, en, null);
      }),
  );
}
