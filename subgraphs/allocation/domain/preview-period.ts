import {
  addMonths,
  calendarDate,
  parseCalendarDate,
  type CalendarDate,
} from '../../../platform/primitives/calendar-date.ts';

/** The days on which the homes of a preview closed: `from` is in it, `until` is not. */
export interface PreviewPeriod {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** A preview looks back over two years at most. */
const MAXIMUM_MONTHS = 24;

/**
 * The period that is asked for, or by default the last full year. Whole calendar half-years that have ended, so that two
 * periods never differ by a few homes; undefined for anything else.
 */
export function previewPeriod(
  from: string | null,
  until: string | null,
  today: CalendarDate,
): PreviewPeriod | undefined {
  const last = startOfHalfYear(today);
  const end = until === null ? last : parseCalendarDate(until);
  if (end === undefined) return undefined;
  const begin = from === null ? addMonths(end, -12) : parseCalendarDate(from);
  if (begin === undefined || begin >= end || end > last) return undefined;
  if (startOfHalfYear(begin) !== begin || startOfHalfYear(end) !== end) return undefined;
  return addMonths(begin, MAXIMUM_MONTHS) < end ? undefined : { from: begin, until: end };
}

/** How many half-years a period has. */
export function halfYearsIn({ from, until }: PreviewPeriod): number {
  const half = (day: CalendarDate) => Number(day.slice(0, 4)) * 2 + (day.slice(5, 7) < '07' ? 0 : 1);
  return half(until) - half(from);
}

function startOfHalfYear(day: CalendarDate): CalendarDate {
  return calendarDate(`${day.slice(0, 4)}-${day.slice(5, 7) < '07' ? '01' : '07'}-01`);
}
