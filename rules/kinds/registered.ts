import type { LeafKind } from '../condition-kind.ts';

/** The seeker is registered on the day. See Huisvestingswet 2014 art. 11a and Woningwet art. 1 (woonruimteverdeler). */
export interface RegisteredCondition {
  readonly kind: 'registered';
}

export const REGISTERED: LeafKind<RegisteredCondition> = {
  kind: 'registered',
  shape: 'LEAF',
  title: { nl: 'ingeschreven', en: 'registered' },
  see: 'Huisvestingswet 2014 art. 11a; Woningwet art. 1',
  looksAt: 'SEEKER',

  parse: () => ({ kind: 'registered' }),
  compile: () => (facts, _vacancy, on) => facts.registeredOn <= on,
  examine: (_condition, facts, _vacancy, on) => ({
    holds: !(facts.registeredOn > on),
    observed: { registeredOn: facts.registeredOn },
  }),
  describe: () => ({ nl: 'de woningzoekende is ingeschreven', en: 'the seeker is registered' }),
  contrast: (_condition, wanted, facts, _vacancy, on) =>
    wanted
      ? { code: 'REGISTERED', parameters: { registeredOn: on }, facts: { ...facts, registeredOn: on } }
      : null,
};
