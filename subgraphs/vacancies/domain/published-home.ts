import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { AllocationModel, MediationCategory, VacancyFacts, VacancyLabel } from '../../../rules/facts.ts';
import type { Publication } from './quota-ledger.ts';

/** What this subgraph keeps of a dwelling, as far as rules look at it. */
export interface Dwelling extends Pick<
  VacancyFacts,
  'dwellingType' | 'rooms' | 'areaM2' | 'rentCents' | 'accessibility' | 'segment'
> {
  readonly owner: string;
  readonly complex: string | null;
  readonly region: string;
  readonly municipality: string;
  readonly core: string | null;
}

/** How a dwelling is offered. */
export interface Offering {
  readonly owner: string;
  readonly id: string;
  readonly model: AllocationModel;
  readonly labels: readonly VacancyLabel[];
  readonly mediationCategory: MediationCategory | null;
}

/** When it is offered. */
export interface Opening {
  readonly publishedOn: CalendarDate;
  readonly closesOn: CalendarDate;
  readonly offeredSince: CalendarDate;
}

/** What the ledger counts of a home that is published on a day. */
export function publicationOf(
  { model, labels, mediationCategory }: Offering,
  { owner, region, municipality, core }: Dwelling,
  publishedOn: CalendarDate,
): Publication {
  return { owner, region, municipality, core, model, labels, category: mediationCategory ?? '', publishedOn };
}

/**
 * The home as the rules of scope look at it. The other municipalities of the region are not among what they ask, so only
 * its own is named.
 */
export function homeOf(offering: Offering, dwelling: Dwelling, opening: Opening): VacancyFacts {
  const { owner, id, model, labels } = offering;
  const { region, municipality, core, complex } = dwelling;
  return {
    id: `${owner}:${id}`,
    model,
    labels,
    segment: dwelling.segment,
    place: { region, municipality, core, regionMunicipalities: [municipality] },
    dwellingType: dwelling.dwellingType,
    rooms: dwelling.rooms,
    areaM2: dwelling.areaM2,
    rentCents: dwelling.rentCents,
    accessibility: dwelling.accessibility,
    complex: complex === null ? null : `${owner}:${complex}`,
    ...opening,
  };
}

/**
 * Since when a home that is published today has been offered: where the last offer ended for lack of a candidate, since
 * that began; else since today. See Huisvestingswet 2014 art. 17.
 */
export function offeredSinceAfter(
  last: { readonly offeredSince: CalendarDate | null; readonly withdrawalReason: string | null } | undefined,
  today: CalendarDate,
): CalendarDate {
  return last?.withdrawalReason === 'NO_CANDIDATE' ? (last.offeredSince ?? today) : today;
}
