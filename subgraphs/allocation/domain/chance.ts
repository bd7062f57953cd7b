import { addMonths, calendarDate, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { AllocationModel, DwellingType, Segment, VacancyFacts } from '../../../rules/facts.ts';

/**
 * What becomes of homes and of those who stand on them, in counts without any person. Pure; what it means and what it reveals
 * is in docs/decisions/0017.
 */

/** Brackets of places by their first place. Stored as numbers from 1: add at the end only, and never move one. */
export const PLACES = [
  { name: 'PLACE_1', from: 1 },
  { name: 'PLACES_2_TO_3', from: 2 },
  { name: 'PLACES_4_TO_10', from: 4 },
  { name: 'PLACES_11_TO_25', from: 11 },
  { name: 'PLACES_26_TO_50', from: 26 },
  { name: 'PLACES_51_TO_100', from: 51 },
  { name: 'PLACES_FROM_101', from: 101 },
] as const;
/** Number of all places together. */
export const ANY_PLACE = 0;
export type PlaceBracket = (typeof PLACES)[number]['name'] | 'ANY_PLACE';

/** Sizes by their first number of rooms: one or two, three, four or more. Stored as numbers from 1. */
export const ROOMS_FROM = [1, 3, 4] as const;

/** Counts all priority groups. */
export const ANY_GROUP = '*';

/** What is compared, each wider than what it follows. The database knows the first five by their number, from 1. */
export const STEPS = [
  'SAME_KIND',
  'SAME_SIZE',
  'SAME_SIZE_IN_REGION',
  'MUNICIPALITY',
  'REGION',
  'REGION_ANY_GROUP',
] as const;
export type ChanceStep = (typeof STEPS)[number];

/** A kind of home; what is null does not narrow. */
export interface HomeKind {
  readonly region: string;
  readonly municipality: string | null;
  readonly segment: Segment;
  readonly model: AllocationModel;
  readonly dwellingType: DwellingType | null;
  readonly rooms: number | null;
}

/** The kind of a home, as far as who asks may know it: of a blind draw, in which nobody chooses by the home, its region alone. */
export function kindOfHome({ place, segment, model, dwellingType, rooms }: VacancyFacts): HomeKind {
  const { region, municipality } = place;
  return model === 'URGENT_SEEKER_LOTTERY'
    ? { region, municipality: null, segment, model, dwellingType: null, rooms: null }
    : { region, municipality, segment, model, dwellingType, rooms };
}

/** Whether places on a home say something: it is advertised. */
export function isCounted(model: AllocationModel): boolean {
  return model !== 'DIRECT_MEDIATION';
}

/** Number of the bracket that a place is in. */
export function placesNumber(place: number): number {
  return PLACES.filter(({ from }) => from <= place).length;
}

/** Name of a bracket by its number. */
export function placesName(number: number): PlaceBracket {
  return number === ANY_PLACE ? 'ANY_PLACE' : PLACES[number - 1]!.name;
}

/** Number of the size that a number of rooms is of; null for an unknown one. */
export function sizeNumber(rooms: number | null): number | null {
  return rooms === null ? null : ROOMS_FROM.filter((from) => from <= rooms).length;
}

/** First day of the quarter of a day. */
export function quarterOf(day: CalendarDate): CalendarDate {
  const month = Number(day.slice(5, 7));
  const first = String(month - ((month - 1) % 3)).padStart(2, '0');
  return calendarDate(`${day.slice(0, 4)}-${first}-01`);
}

/**
 * The past year: the last four quarters that have ended. What was decided in an ended quarter never changes, so that the same
 * question has the same answer for three months, and no two answers differ by one home.
 */
export function pastYear(today: CalendarDate): { readonly from: CalendarDate; readonly until: CalendarDate } {
  const until = quarterOf(today);
  return { from: addMonths(until, -12), until };
}

/** Who stood at one place of a home. */
export interface Stood {
  readonly groupCode: string;
  readonly place: number;
  readonly offered: boolean;
  readonly housed: boolean;
}

/** What a home adds to the counts of one group, or all, at some places, or all. */
export interface HomeCount {
  readonly groupCode: string;
  readonly places: number;
  stood: number;
  offered: number;
  housed: number;
}

/** What a home adds: as `count_chance` of the database does, for homes that are not counted one by one. */
export function countsOfHome(stood: readonly Stood[]): readonly HomeCount[] {
  const counts = new Map<string, HomeCount>();
  for (const { groupCode, place, offered, housed } of stood) {
    for (const group of [groupCode, ANY_GROUP]) {
      for (const places of [placesNumber(place), ANY_PLACE]) {
        const key = `${group} ${places}`;
        const count = counts.get(key) ?? { groupCode: group, places, stood: 0, offered: 0, housed: 0 };
        count.stood += 1;
        count.offered += offered ? 1 : 0;
        count.housed += housed ? 1 : 0;
        counts.set(key, count);
      }
    }
  }
  return [...counts.values()];
}

const MARK_BITS = 2 ** 32;

/** A part of a home's number; the sum of them follows from which homes are counted. */
export function markOfHome(vacancy: string): number {
  return Number.parseInt(vacancy.slice(-8), 16);
}

/** The mark of homes of two counts together. */
export function marksTogether(one: number, other: number): number {
  return (one + other) % MARK_BITS;
}
