import { ageOn } from '../../../platform/primitives/calendar-date.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { VacancyFacts } from '../../../rules/facts.ts';
import type { FrozenCandidate } from './replay-home.ts';

/** By what a preview tells whom homes go to, beside the priority groups, which the rules make. */
export const CLASS_DIMENSIONS = ['AGE', 'PRESENT_MUNICIPALITY', 'URGENCY', 'HOUSING'] as const;
export type ClassDimension = (typeof CLASS_DIMENSIONS)[number];

/** The class of a home that goes to nobody. */
export const NOBODY = 'NOBODY';

type ClassesOf = Readonly<Record<string, BilingualText>>;

/** Ages are those of the eldest applicant, in completed years on the closing day. */
export const CLASSES: Readonly<Record<ClassDimension, ClassesOf>> = {
  AGE: {
    TO_22: { nl: 'tot en met 22 jaar', en: 'up to 22 years' },
    FROM_23: { nl: '23 tot en met 27 jaar', en: '23 to 27 years' },
    FROM_28: { nl: '28 tot en met 34 jaar', en: '28 to 34 years' },
    FROM_35: { nl: '35 tot en met 54 jaar', en: '35 to 54 years' },
    FROM_55: { nl: '55 tot en met 64 jaar', en: '55 to 64 years' },
    FROM_65: { nl: '65 jaar en ouder', en: '65 years and older' },
  },
  PRESENT_MUNICIPALITY: {
    MUNICIPALITY: { nl: 'woont in de gemeente van de woning', en: 'lives in the municipality of the home' },
    REGION: { nl: 'woont elders in de woningmarktregio', en: 'lives elsewhere in the housing region' },
    OUTSIDE: { nl: 'woont buiten de woningmarktregio', en: 'lives outside the housing region' },
  },
  URGENCY: {
    URGENT: { nl: 'met een geldige urgentie', en: 'with a valid urgency' },
    NOT_URGENT: { nl: 'zonder urgentie', en: 'without an urgency' },
  },
  HOUSING: {
    STARTER: {
      nl: 'starter: laat geen zelfstandige woning leeg achter',
      en: 'starter: leaves no home empty',
    },
    MOVER: {
      nl: 'doorstromer: laat een zelfstandige woning leeg achter',
      en: 'mover: leaves a self-contained home empty',
    },
  },
};

export const NOBODY_IN_WORDS: BilingualText = {
  nl: 'niemand: geen van wie reageerde wordt toegelaten',
  en: 'nobody: none of those who reacted is admitted',
};

/** The class of a candidate for a home, on the day of the facts. */
export function classOf(
  dimension: ClassDimension,
  { facts, on }: FrozenCandidate,
  { place }: VacancyFacts,
): string {
  switch (dimension) {
    case 'AGE':
      return ageClass(Math.max(...facts.applicantBirthDates.map((birthDate) => ageOn(birthDate, on))));
    case 'PRESENT_MUNICIPALITY': {
      const present = facts.residences.filter(({ from, until }) => periodHolds({ from, until }, on));
      if (present.some(({ municipality }) => municipality === place.municipality)) return 'MUNICIPALITY';
      return present.some(({ municipality }) => place.regionMunicipalities.includes(municipality))
        ? 'REGION'
        : 'OUTSIDE';
    }
    case 'URGENCY':
      return facts.urgencies.some(({ validity }) => periodHolds(validity, on)) ? 'URGENT' : 'NOT_URGENT';
    case 'HOUSING':
      return facts.leavesSelfContainedHome ? 'MOVER' : 'STARTER';
  }
}

function ageClass(years: number): string {
  if (years >= 65) return 'FROM_65';
  if (years >= 55) return 'FROM_55';
  if (years >= 35) return 'FROM_35';
  if (years >= 28) return 'FROM_28';
  return years >= 23 ? 'FROM_23' : 'TO_22';
}
