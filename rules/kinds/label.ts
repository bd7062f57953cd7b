import type { LeafKind } from '../condition-kind.ts';
import { VACANCY_LABELS, type VacancyLabel } from '../facts.ts';

/** The vacancy carries this label. See Huisvestingswet 2014 art. 11 and 14(1): priority may be tied to designated homes. */
export interface LabelCondition {
  readonly kind: 'label';
  readonly label: VacancyLabel;
}

const NAMES: Readonly<Record<VacancyLabel, { readonly nl: string; readonly en: string }>> = {
  LOCAL_BINDING: { nl: 'lokale binding', en: 'local binding' },
  CORE_BINDING: { nl: 'kernbinding', en: 'core binding' },
  REGIONAL_BINDING: { nl: 'regionale binding', en: 'regional binding' },
  VITAL_PROFESSION: { nl: 'vitaal beroep', en: 'vital profession' },
  YOUTH: { nl: 'jongeren', en: 'youth' },
  AGE_55_PLUS: { nl: '55-plus', en: '55 plus' },
  AGE_65_PLUS: { nl: '65-plus', en: '65 plus' },
  LARGE_HOUSEHOLD: { nl: 'groot huishouden', en: 'large household' },
  STARTER: { nl: 'starters', en: 'starters' },
  MOVER: { nl: 'doorstromers', en: 'movers' },
};

/** A label in words. */
export function labelName(label: VacancyLabel): { readonly nl: string; readonly en: string } {
  return NAMES[label];
}

export const LABEL: LeafKind<LabelCondition> = {
  kind: 'label',
  shape: 'LEAF',
  title: { nl: 'label', en: 'label' },
  see: 'Huisvestingswet 2014 art. 11, 14(1)',
  looksAt: 'VACANCY',

  parse: (reader) => ({ kind: 'label', label: reader.oneOf('label', VACANCY_LABELS) }),
  compile(condition) {
    const { label } = condition;
    return (_facts, vacancy) => vacancy.labels.includes(label);
  },
  examine: (condition, _facts, vacancy) => ({
    holds: new Set(vacancy.labels).has(condition.label),
    observed: { label: condition.label },
  }),
  describe: (condition) => ({
    nl: `de woning heeft het label ${NAMES[condition.label].nl}`,
    en: `the home carries the label ${NAMES[condition.label].en}`,
  }),
  contrast: () => null,
};
