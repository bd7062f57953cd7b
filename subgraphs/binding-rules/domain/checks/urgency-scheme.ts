import type { Finding } from '../../../../rules/finding.ts';
import { schemeOf } from '../urgency-scheme.ts';
import { finding, type Checked } from './check.ts';

/**
 * An urgency scheme contains the groups that the law of its first day names, and from 2026-07-01 there must be one. See
 * Huisvestingswet 2014 art. 12(1), 12(3). A regulation that began under an older law keeps the scheme of that law.
 */
export function checkUrgencyScheme({ regulation, higher }: Checked): readonly Finding[] {
  const { layer, adopts, urgencyScheme } = regulation;
  const law = higher.find(({ urgencyMandate }) => urgencyMandate !== null);
  const mandate = law?.urgencyMandate;
  // Only what a municipality has in force at the end is held against the law; a model may leave groups to it.
  if (law === undefined || mandate === null || mandate === undefined || layer !== 'MUNICIPAL') return [];
  const adopted = higher.filter(({ layer: of, code }) => of === 'REGIONAL_MODEL' && code === adopts);
  const scheme = schemeOf([...adopted, regulation]);
  const path = urgencyScheme === null ? 'urgencyScheme' : 'urgencyScheme.categories';
  if (scheme.length === 0) {
    if (mandate.schemeArticle === null) return [];
    const nl = 'de verordening moet een urgentieregeling bevatten';
    const en = 'the regulation must contain an urgency scheme';
    return [finding(path, 'SCHEME_MISSING', nl, en, `${law.code} ${mandate.schemeArticle}`)];
  }
  const missing = mandate.groups.filter((group) =>
    scheme.every(({ statutoryGroup }) => statutoryGroup !== group),
  );
  if (missing.length === 0) return [];
  const groups = missing.join(', ');
  const nl = `de urgentieregeling mist de wettelijke groepen ${groups}; elke groep van de wet hoort erin`;
  const en = `the urgency scheme lacks the statutory groups ${groups}; each group of the law belongs in it`;
  return [finding(path, 'MANDATORY_GROUP_MISSING', nl, en, `${law.code} ${mandate.article}`)];
}
