import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { Period } from '../platform/primitives/period.ts';
import type { CoreCode, MunicipalityCode, Place } from './area.ts';

/** A stay (residence) or work (employment) in one municipality, and in one of its cores where that is known. */
export interface Tie extends Period {
  readonly municipality: MunicipalityCode;
  readonly core: CoreCode | null;
}

/** Accessibility of a dwelling, or the need of a household, from less to more (VERA TOEGANKELIJKHEIDSLABEL). */
export const ACCESSIBILITY_LEVELS = ['NONE', 'STICK', 'WALKER', 'WHEELCHAIR'] as const;
export type Accessibility = (typeof ACCESSIBILITY_LEVELS)[number];

/** What a seeker asks of a home. Absent bounds do not restrict. An urgent gets priority only for what fits it. */
export interface SearchProfile {
  readonly dwellingTypes: readonly DwellingType[];
  readonly minimumRooms: number | null;
  readonly maximumRooms: number | null;
  readonly maximumRentCents: number | null;
  readonly minimumAreaM2: number | null;
  readonly accessibility: Accessibility;
  /** Empty means: anywhere in the region of the decision. */
  readonly municipalities: readonly MunicipalityCode[];
}

export const DWELLING_TYPES = ['APARTMENT', 'HOUSE', 'STUDIO', 'MAISONETTE', 'SENIOR_HOME'] as const;
export type DwellingType = (typeof DWELLING_TYPES)[number];

/**
 * A granted urgency as rules may see it: which category of which regulation, never its grounds in a person's life.
 * `statutoryGroup` is the letter of art. 12(3) Huisvestingswet 2014 (a to j from 2026-07-01), or null for a regional or local category.
 */
export interface UrgencyFact {
  readonly category: string;
  readonly statutoryGroup: string | null;
  readonly municipality: MunicipalityCode;
  readonly validity: Period;
  readonly decidedOn: CalendarDate;
  readonly directMediation: boolean;
  readonly searchProfile: SearchProfile;
}

/**
 * Everything that rules may look at of one seeker, as it stood on `on`. No name, no address, no income:
 * incomes are outcomes of comparisons made where the income is kept.
 */
export interface CandidateFacts {
  /** The day these facts describe. */
  readonly on: CalendarDate;
  readonly registeredOn: CalendarDate;
  /** When the seeker reacted to the home, ISO 8601 in UTC; absent where that does not order, and where nobody reacted yet. */
  readonly reactedAt?: string;
  /** Lawfully resident or Dutch (art. 10(2) Huisvestingswet 2014). */
  readonly lawfulResidence: boolean;
  /** Birth dates of the applicants, who will sign the lease; at least one. */
  readonly applicantBirthDates: readonly CalendarDate[];
  readonly adults: number;
  readonly children: number;
  readonly residences: readonly Tie[];
  readonly employments: readonly Tie[];
  /** Whether moving leaves a self-contained home in the region empty: a mover (doorstromer), else a starter. */
  readonly leavesSelfContainedHome: boolean;
  /** Since when the household lives at its present address; for the transitional rule of the search value. */
  readonly presentAddressSince: CalendarDate | null;
  /** The last letting through the register, and the search value in days with which it was obtained. */
  readonly lastMove: { readonly on: CalendarDate; readonly searchValueDays: number } | null;
  /** Threshold code to outcome of `income at most`; a threshold that was not tested is absent. */
  readonly incomeAtMost: Readonly<Record<string, boolean>>;
  /** Code of a vital profession (maatschappelijk vitaal beroep), as the employer confirmed it. */
  readonly vitalProfession: string | null;
  readonly accessibility: Accessibility;
  /** Months in the last year in which the seeker reacted at least once: active searching. */
  readonly activeSearchMonths: number;
  /** Situation points that the registrar granted, whole points. */
  readonly situationPoints: number;
  readonly urgencies: readonly UrgencyFact[];
  /** Models from which the seeker is excluded by a sanction, and until when. */
  readonly exclusions: readonly {
    readonly model: AllocationModel;
    readonly until: CalendarDate;
    readonly reason: string;
  }[];
  /** What people judged of this household where a regulation leaves an open norm; never the story behind it. */
  readonly judgements: readonly JudgementFact[];
}

/** The recorded outcome of a human judgement of an open norm, such as hardship or a reasonable interest. */
export interface JudgementFact {
  /** Code of the open norm, as the regulation declares it. */
  readonly norm: string;
  /** The municipality whose regulation leaves the norm open. */
  readonly municipality: MunicipalityCode;
  readonly met: boolean;
  readonly validity: Period;
}

export const ALLOCATION_MODELS = [
  'OFFER',
  'LOTTERY',
  'URGENT_SEEKER_LOTTERY',
  'DIRECT_MEDIATION',
  'FIRST_LETTING',
  'EXPERIMENT',
  'DIRECT_LET',
] as const;
/** How a home finds a resident (toewijzingsmodel; VERA PUBLICATIEMODEL and PUBLICATIEDETAILMODEL). */
export type AllocationModel = (typeof ALLOCATION_MODELS)[number];

/** Why a home is mediated and not advertised: a closed list, by which it is counted. */
export const MEDIATION_CATEGORIES = [
  'PERMIT_HOLDER_TARGET',
  'HARDSHIP',
  'OWN_DISCRETION',
  'URGENT',
  'CARE_OUTFLOW',
] as const;
export type MediationCategory = (typeof MEDIATION_CATEGORIES)[number];

export const SEGMENTS = ['SOCIAL_RENT', 'MID_RENT', 'FREE_SECTOR', 'AFFORDABLE_PURCHASE'] as const;
export type Segment = (typeof SEGMENTS)[number];

export const VACANCY_LABELS = [
  'LOCAL_BINDING',
  'CORE_BINDING',
  'REGIONAL_BINDING',
  'VITAL_PROFESSION',
  'YOUTH',
  'AGE_55_PLUS',
  'AGE_65_PLUS',
  'LARGE_HOUSEHOLD',
  'STARTER',
  'MOVER',
] as const;
/** A condition that the corporation chose for this vacancy within the regulation (VERA EENHEIDCRITERIUM). */
export type VacancyLabel = (typeof VACANCY_LABELS)[number];

/** Everything that rules may look at of one vacancy. All of it is public. */
export interface VacancyFacts {
  readonly id: string;
  readonly model: AllocationModel;
  readonly segment: Segment;
  readonly labels: readonly VacancyLabel[];
  readonly place: Place;
  readonly dwellingType: DwellingType;
  readonly rooms: number;
  readonly areaM2: number;
  readonly rentCents: number;
  readonly accessibility: Accessibility;
  readonly publishedOn: CalendarDate;
  /** The complex that the home is part of, `L0001:<uuid>`. */
  readonly complex: string | null;
  /** First day on which the home was offered in this run without a letting; the day of publication when it is offered afresh. */
  readonly offeredSince: CalendarDate;
  /** The day the reaction period ends; the facts of this day decide (peildatum). */
  readonly closesOn: CalendarDate;
}
