import { addYears } from '../../../../platform/primitives/calendar-date.ts';
import type { Finding } from '../../../../rules/finding.ts';
import { declaredTerm, finding, type Checked } from './check.ts';

/** The term by which the law says how many years a municipal regulation may run at most. */
export const REGULATION_YEARS = 'REGULATION_YEARS';

/** A municipal regulation runs for at most the years of the law. See Huisvestingswet 2014 art. 4. */
export function checkDuration({ regulation, higher }: Checked): readonly Finding[] {
  if (regulation.layer !== 'MUNICIPAL') return [];
  const declared = declaredTerm(higher, REGULATION_YEARS);
  if (declared === undefined) return [];
  const { term, by } = declared;
  const { from, until } = regulation.validity;
  const latest = addYears(from, term.maximum);
  if (until !== null && until <= latest) return [];
  const nl = `de regeling mag ten hoogste ${term.maximum} jaar gelden, tot uiterlijk ${latest}`;
  const en = `the regulation may run for at most ${term.maximum} years, until ${latest} at the latest`;
  return [finding('validity.until', 'TERM_TOO_LONG', nl, en, `${by.code} ${term.article}`)];
}
