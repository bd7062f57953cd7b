import { addDays, daysBetween, type CalendarDate } from './calendar-date.ts';

/** A half-open period of days: `from` is in it, `until` is not; `until: null` has no end. */
export interface Period {
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
}

/** Whether `on` lies in `period`. */
export function periodHolds(period: Period, on: CalendarDate): boolean {
  return period.from <= on && (period.until === null || on < period.until);
}

/** Whether two periods share at least one day. */
export function periodsOverlap(one: Period, other: Period): boolean {
  return (one.until === null || other.from < one.until) && (other.until === null || one.from < other.until);
}

/**
 * The longest unbroken run of days that `periods` cover inside the window, in days.
 * Periods may overlap, touch and come in any order; touching periods are one run.
 */
export function longestRunDays(
  periods: readonly Period[],
  window: { readonly from: CalendarDate; readonly until: CalendarDate },
): number {
  const clipped = periods
    .map((period) => ({
      from: period.from < window.from ? window.from : period.from,
      until: period.until === null || period.until > window.until ? window.until : period.until,
    }))
    .filter((period) => period.from < period.until)
    .sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  let longest = 0;
  let run: { from: CalendarDate; until: CalendarDate } | undefined;
  for (const period of clipped) {
    if (run !== undefined && period.from <= run.until) {
      if (period.until > run.until) run.until = period.until;
    } else {
      run = { from: period.from, until: period.until };
    }
    longest = Math.max(longest, daysBetween(run.from, run.until));
  }
  return longest;
}

/** The last day in a period with an end. */
export function lastDay(period: Period & { readonly until: CalendarDate }): CalendarDate {
  return addDays(period.until, -1);
}
