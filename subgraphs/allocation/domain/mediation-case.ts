import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { MediationCategory, SearchProfile, UrgencyFact, VacancyFacts } from '../../../rules/facts.ts';
import { HARDSHIP_NORM } from '../../../rules/mediation-category.ts';
import type { SeekerCase, VacancyCase } from './assemble-facts.ts';

/** A mediated home as `MediatedHome` and `MediationCase` answer it. */
export interface MediatedHomeCase extends VacancyCase {
  readonly mediationCategory: MediationCategory | null;
  readonly careProvider: { readonly code: string } | null;
}

/** An urgency as `UrgencyCase` answers it: never its grounds. */
export interface UrgencyCase {
  readonly id: string;
  readonly municipality: { readonly code: string } | null;
  readonly category: string;
  readonly status: string;
  readonly decidedOn: CalendarDate | null;
  readonly validFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  readonly directMediation: boolean;
  readonly waitingSince: CalendarDate | null;
  readonly searchProfile: SearchProfile;
  readonly conditions: readonly { readonly kind: string; readonly metOn: CalendarDate | null }[];
  readonly careProvider: { readonly code: string } | null;
  readonly registration: { readonly id: string } | null;
}

/** An urgency that waits for mediation on a day, as it is matched; undefined when it does not. */
export function waitingUrgency(
  { municipality, decidedOn, validFrom, validUntil, ...urgency }: UrgencyCase,
  on: CalendarDate,
): UrgencyFact | undefined {
  const isValid =
    decidedOn !== null &&
    validFrom !== null &&
    decidedOn <= on &&
    validFrom <= on &&
    (validUntil === null || on < validUntil);
  if (!isValid || !urgency.directMediation || urgency.status !== 'GRANTED' || municipality === null)
    return undefined;
  return {
    category: urgency.category,
    // The letter of the law decides nothing about a search profile.
    statutoryGroup: null,
    municipality: municipality.code,
    validity: { from: validFrom, until: validUntil },
    decidedOn,
    directMediation: true,
    searchProfile: urgency.searchProfile,
  };
}

/** Whether a municipality judged the hardship clause to be met for a household. */
export function meetsHardship(
  judgements: NonNullable<SeekerCase['judgementFacts']>,
  municipality: string,
): boolean {
  return judgements.some((one) => one.norm === HARDSHIP_NORM && one.municipality === municipality && one.met);
}

/** What owners of urgencies are told of a home to find who waits for it: nothing of who lives or lived there. */
export function matchedAs(home: VacancyFacts, category: MediationCategory, careProvider: string | null) {
  const { dwellingType, rooms, areaM2, rentCents, accessibility, place } = home;
  return {
    category,
    careProvider,
    dwellingType,
    rooms,
    areaM2,
    rentCents,
    accessibility,
    municipality: place.municipality,
    regionMunicipalities: place.regionMunicipalities,
  };
}
