import { describe, expect, it } from 'vitest';
import { MEDIATION_CATEGORIES } from '../../../rules/facts.ts';
import { isMediatedIn } from '../../../rules/mediation-category.ts';

const HOUSEHOLDS = {
  'a permit holder': { category: 'PERMIT_HOLDER', careProvider: null, hardship: false },
  'an urgent without a provider': { category: 'MEDICAL', careProvider: null, hardship: false },
  'an urgent of Z0001': { category: 'SHELTERED_LIVING', careProvider: 'Z0001', hardship: false },
  'a case of hardship': { category: 'SOCIAL', careProvider: null, hardship: true },
} as const;

/** Who may be mediated in each category; a home for care outflow is for Z0001 here. */
const MAY: Readonly<Record<(typeof MEDIATION_CATEGORIES)[number], readonly (keyof typeof HOUSEHOLDS)[]>> = {
  PERMIT_HOLDER_TARGET: ['a permit holder'],
  HARDSHIP: ['a case of hardship'],
  OWN_DISCRETION: [
    'a permit holder',
    'an urgent without a provider',
    'an urgent of Z0001',
    'a case of hardship',
  ],
  URGENT: ['an urgent without a provider', 'a case of hardship'],
  CARE_OUTFLOW: ['an urgent of Z0001'],
};

describe('the categories of direct mediation', () => {
  it.each(MEDIATION_CATEGORIES)('%s has households of its own', (category) => {
    const careProvider = category === 'CARE_OUTFLOW' ? 'Z0001' : null;
    const found = Object.entries(HOUSEHOLDS).filter(([, household]) =>
      isMediatedIn({ category, careProvider }, household),
    );
    expect(found.map(([name]) => name)).toEqual(MAY[category]);
  });

  it('keep a home of one care provider from whom another mediates, and one of none from nobody who is mediated', () => {
    const household = HOUSEHOLDS['an urgent of Z0001'];
    expect(isMediatedIn({ category: 'CARE_OUTFLOW', careProvider: 'Z0002' }, household)).toBe(false);
    expect(isMediatedIn({ category: 'CARE_OUTFLOW', careProvider: null }, household)).toBe(true);
  });
});
