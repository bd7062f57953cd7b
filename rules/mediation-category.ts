import type { MediationCategory } from './facts.ts';

/** Category of the urgency of a permit holder, who stands apart in the law (Huisvestingswet 2014 art. 12(4), 28). */
export const PERMIT_HOLDER = 'PERMIT_HOLDER';
/** The open norm by which a municipality judges the hardship clause. */
export const HARDSHIP_NORM = 'HARDSHIP';

/** A mediated home as far as its category goes. */
export interface MediatedAs {
  readonly category: MediationCategory;
  /** The care provider that it is for; null when it is for none. */
  readonly careProvider: string | null;
}

/** What decides in which categories a household may be mediated. */
export interface MediatedHousehold {
  /** Category of its urgency. */
  readonly category: string;
  /** The care provider that mediates it. */
  readonly careProvider: string | null;
  /** Whether the municipality of the home judged the hardship clause to be met. */
  readonly hardship: boolean;
}

/**
 * Whether a household may be mediated to a home in its category. Each category has households of its own, so that what is
 * counted of it is what happened; only the room of the corporation itself is open to all of them.
 */
export function isMediatedIn(home: MediatedAs, household: MediatedHousehold): boolean {
  switch (home.category) {
    case 'PERMIT_HOLDER_TARGET':
      return household.category === PERMIT_HOLDER;
    case 'HARDSHIP':
      return household.hardship;
    case 'OWN_DISCRETION':
      return true;
    case 'URGENT':
      return household.category !== PERMIT_HOLDER && household.careProvider === null;
    case 'CARE_OUTFLOW':
      return home.careProvider === null
        ? household.careProvider !== null
        : household.careProvider === home.careProvider;
  }
}
