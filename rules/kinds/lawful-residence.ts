import type { LeafKind } from '../condition-kind.ts';

/** The applicants are Dutch or lawfully resident. See Huisvestingswet 2014 art. 10(2). */
export interface LawfulResidenceCondition {
  readonly kind: 'lawful-residence';
}

export const LAWFUL_RESIDENCE: LeafKind<LawfulResidenceCondition> = {
  kind: 'lawful-residence',
  shape: 'LEAF',
  title: { nl: 'rechtmatig verblijf', en: 'lawful residence' },
  see: 'Huisvestingswet 2014 art. 10(2)',
  looksAt: 'SEEKER',

  parse: () => ({ kind: 'lawful-residence' }),
  compile: () => (facts) => facts.lawfulResidence,
  examine: (_condition, facts) => ({
    holds: facts.lawfulResidence === true,
    observed: { lawfulResidence: facts.lawfulResidence },
  }),
  describe: () => ({
    nl: 'de woningzoekende is Nederlander of verblijft rechtmatig in Nederland',
    en: 'the seeker is Dutch or lawfully resident in the Netherlands',
  }),
  contrast: (_condition, wanted, facts) => ({
    code: 'LAWFUL_RESIDENCE',
    parameters: { lawfulResidence: wanted },
    facts: { ...facts, lawfulResidence: wanted },
  }),
};
