import { calendarDate, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Period } from '../../../platform/primitives/period.ts';

/** Months that carrying capacity looks back on, the present one included. */
const MONTHS = 36;

/** Parts of the surroundings of a home, from wide to narrow where they nest. */
export const CAPACITY_AREAS = ['NEIGHBOURHOOD', 'DISTRICT', 'COMPLEX'] as const;
export type CapacityAreaKind = (typeof CAPACITY_AREAS)[number];

/** What was let somewhere, and how much of it was mediated. */
export interface LetHomes {
  readonly lettings: number;
  readonly mediated: number;
}

/** The carrying capacity of one part of a home's surroundings, with the numbers that it follows from. */
export interface CarryingCapacity extends LetHomes {
  readonly area: CapacityAreaKind;
  readonly name: string;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  /** Hundredths of a percent, rounded down; null where nothing was let. */
  readonly basisPoints: number | null;
}

/** The three years that count on a day: whole months, up to and including its own. */
export function capacityPeriod(on: CalendarDate): Period & { readonly until: CalendarDate } {
  const month = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1;
  return { from: firstOf(month + 1 - MONTHS), until: firstOf(month + 1) };
}

/** The last three calendar years that are complete on a day: figures for everybody change once a year. */
export function figuresPeriod(on: CalendarDate): Period & { readonly until: CalendarDate } {
  const year = Number(on.slice(0, 4));
  return { from: calendarDate(`${year - 3}-01-01`), until: calendarDate(`${year}-01-01`) };
}

/** Share of what was mediated, hundredths of a percent, rounded down; null where nothing was let. */
export function mediatedBasisPoints({ lettings, mediated }: LetHomes): number | null {
  return lettings === 0 ? null : Math.floor((mediated * 10_000) / lettings);
}

function firstOf(month: number): CalendarDate {
  const [year, inYear] = [Math.floor(month / 12), (month % 12) + 1];
  return calendarDate(`${year}-${String(inYear).padStart(2, '0')}-01`);
}
