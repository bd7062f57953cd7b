import { euros } from '../bilingual-text.ts';
import type { LeafKind } from '../condition-kind.ts';

/**
 * The rent of the home is at most a named threshold, such as a quality-discount limit (aftoppingsgrens). See Besluit
 * toegelaten instellingen volkshuisvesting 2015 art. 54: suitable allocation by rent and income.
 */
export interface RentAtMostCondition {
  readonly kind: 'rent-at-most';
  /** Code of a THRESHOLD rule. */
  readonly threshold: string;
  /** The amount in force, euro cents; null until the threshold is resolved. Nothing is at most an unknown amount. */
  readonly amountCents: number | null;
}

export const RENT_AT_MOST: LeafKind<RentAtMostCondition> = {
  kind: 'rent-at-most',
  shape: 'LEAF',
  title: { nl: 'huurgrens', en: 'rent limit' },
  see: 'Btiv 2015 art. 54',
  looksAt: 'VACANCY',

  parse: (reader) => ({
    kind: 'rent-at-most',
    threshold: reader.code('threshold'),
    amountCents: reader.optionalInteger('amountCents', 0),
  }),
  compile(condition) {
    const amountCents = condition.amountCents ?? -1;
    return (_facts, vacancy) => vacancy.rentCents <= amountCents;
  },
  examine: ({ threshold, amountCents }, _facts, { rentCents }) => ({
    holds: amountCents !== null && rentCents <= amountCents,
    observed: { threshold, amountCents, rentCents },
  }),
  describe({ threshold, amountCents }) {
    const amount = amountCents === null ? { nl: '', en: '' } : euros(amountCents);
    const shown = amountCents === null ? amount : { nl: ` van ${amount.nl}`, en: ` of ${amount.en}` };
    return {
      nl: `de huur is ten hoogste de grens ${threshold}${shown.nl}`,
      en: `the rent is at most the limit ${threshold}${shown.en}`,
    };
  },
  contrast: () => null,
};
