import type { Citation } from '../../../rules/rule.ts';
import type { RuleSet } from '../../../rules/rule-set.ts';

/** How a person may depart from the order that follows from the rules, or take that back. */
export const INTERVENTIONS = ['PUT_FIRST', 'PASS_OVER', 'RESTORE'] as const;
export type Intervention = (typeof INTERVENTIONS)[number];

/** What holds of a candidate by hand. */
export type StandingIntervention = Exclude<Intervention, 'RESTORE'>;

export type InterventionOutcome =
  | { readonly kind: 'HOLDS'; readonly standing: StandingIntervention | null }
  | { readonly kind: 'REFUSED'; readonly code: 'INTERVENTION_STATE' };

/**
 * What holds of a candidate after an intervention. What holds is taken back before anything else is done by hand, so that
 * each of the two has a reason of its own.
 */
export function interventionAfter(
  standing: StandingIntervention | null,
  intervention: Intervention,
): InterventionOutcome {
  const takesBack = intervention === 'RESTORE';
  if (takesBack === (standing === null)) return { kind: 'REFUSED', code: 'INTERVENTION_STATE' };
  return { kind: 'HOLDS', standing: takesBack ? null : intervention };
}

/**
 * An article of one of the instruments that the rules of a home were resolved from; undefined when the instrument is none of
 * these. The article itself need not have become a rule: what leaves room for a person seldom does.
 */
export function articleAmong(
  { sources, scope, admission, groups, orders, quotas, restrictions, sanctions }: RuleSet,
  instrument: string,
  article: string,
): Pick<Citation, 'instrument' | 'title' | 'article' | 'version'> | undefined {
  const source = sources.find((one) => one.instrument === instrument);
  const rules = [
    ...scope,
    ...admission,
    ...groups.map(({ rule }) => rule),
    ...orders,
    ...quotas,
    ...restrictions,
    ...sanctions,
  ];
  const cited = rules.find(({ citation }) => citation.instrument === instrument);
  if (source === undefined || cited === undefined) return undefined;
  return { instrument, title: cited.citation.title, article, version: source.version };
}
