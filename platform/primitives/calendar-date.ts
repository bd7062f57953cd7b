import type { Brand } from './brand.ts';

/**
 * A day on the proleptic Gregorian calendar, `YYYY-MM-DD`, without time or zone.
 * Strings of this form compare in calendar order, so `<` and `===` are the comparison.
 */
export type CalendarDate = Brand<string, 'CalendarDate'>;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MILLISECONDS_PER_DAY = 86_400_000;

/** The date that `text` writes, or `undefined` when there is no such day (`2025-02-29`, `2025-1-1`). */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return text as CalendarDate;
}

/** The date that `text` writes. Throws a RangeError when there is no such day: use it for literals only. */
export function calendarDate(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === undefined) throw new RangeError(`no such day: ${text}`);
  return date;
}

/**
 * Whole days from 1970-01-01 to `date`; negative before. Counts in whole numbers from the characters, without a Date:
 * ranking asks this for each candidate (Howard Hinnant's `days_from_civil`).
 */
export function dayNumber(date: CalendarDate): number {
  const month = digits(date, 5, 7);
  // The year starts in March, so that the leap day is its last.
  const year = month > 2 ? digits(date, 0, 4) : digits(date, 0, 4) - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + digits(date, 8, 10) - 1;
  return (
    year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - 719_468
  );
}

/** The inverse of `dayNumber`. */
export function dateOfDayNumber(days: number): CalendarDate {
  return new Date(days * MILLISECONDS_PER_DAY).toISOString().slice(0, 10) as CalendarDate;
}

/** `days` (whole, may be negative) after `date`. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** `months` after `date`; a day the target month lacks becomes that month's last day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const day = Math.min(Number(date.slice(8, 10)), daysInMonth(year, month));
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as CalendarDate;
}

/** `years` after `date`; 29 February becomes 28 February in a common year. */
export function addYears(date: CalendarDate, years: number): CalendarDate {
  return addMonths(date, years * 12);
}

/** Whole days from `from` to `until`; negative when `until` is earlier. */
export function daysBetween(from: CalendarDate, until: CalendarDate): number {
  return dayNumber(until) - dayNumber(from);
}

/** Completed years of life on `on` of someone born on `birthDate`; born on 29 February, one turns on 1 March. */
export function ageOn(birthDate: CalendarDate, on: CalendarDate): number {
  const years = digits(on, 0, 4) - digits(birthDate, 0, 4);
  const dayThen = digits(birthDate, 5, 7) * 100 + digits(birthDate, 8, 10);
  const dayNow = digits(on, 5, 7) * 100 + digits(on, 8, 10);
  return dayNow < dayThen ? years - 1 : years;
}

/**
 * The last text of a birth date with which one has completed `years` on `on`, so that `ageOn(born, on) >= years` is
 * `born <= lastBirthText(on, years)`. The same month and day, also where that year has no such day; empty before year 0.
 */
export function lastBirthText(on: CalendarDate, years: number): string {
  const year = digits(on, 0, 4) - years;
  return year < 0 ? '' : `${String(year).padStart(4, '0')}${on.slice(4)}`;
}

/** The number that the digits of `date` from `start` to before `end` write. */
function digits(date: CalendarDate, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) value = value * 10 + date.charCodeAt(index) - 48;
  return value;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
