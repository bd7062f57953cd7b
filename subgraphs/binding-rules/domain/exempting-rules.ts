import { describeRule } from '../../../rules/describe-rule.ts';
import { ALWAYS } from '../../../rules/condition.ts';
import type { Rule, ScopeRule } from '../../../rules/rule.ts';
import type { Regulation } from './regulation.ts';

/** Code of the rule that keeps the homes of exempted groups out of distribution. */
export const EXEMPTED_GROUPS = 'EXEMPTED_GROUPS';

/**
 * What the register of exempted groups does: a home in a complex that stands in it may not be published, for its
 * residents choose their own new neighbours. A building without a complex is let by nobody who publishes here.
 */
export function exemptingRules(regulation: Regulation): readonly Rule[] {
  const { exemptions, code, version, articles } = regulation;
  const complexes = (exemptions?.groups ?? []).flatMap(({ complex }) => complex ?? []).sort();
  if (exemptions === null || complexes.length === 0) return [];
  const rule: ScopeRule = {
    stage: 'SCOPE',
    id: `${code}@${version}#${EXEMPTED_GROUPS}`,
    code: EXEMPTED_GROUPS,
    layer: regulation.layer,
    citation: {
      instrument: code,
      title: regulation.title,
      article: exemptions.article,
      url: regulation.url,
      text: articles.find(({ article }) => article === exemptions.article)?.text ?? '',
      version,
    },
    governedBy: 'PUBLICATION',
    argument: null,
    appliesTo: ALWAYS,
    condition: { kind: 'not', of: { kind: 'complex', complexes } },
    sentence: { nl: '', en: '' },
  };
  return [{ ...rule, sentence: describeRule(rule) }];
}
