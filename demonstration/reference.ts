import type { CalendarDate } from '../platform/primitives/calendar-date.ts';

/**
 * The moment that the demonstration is set on. It is data: the loader stores it with the rows, so that a question asked
 * next year gets the answer it gets today.
 */
export const REFERENCE_INSTANT = '2026-11-02T09:00:00+01:00';

/** The day of that moment in the Netherlands, a Monday. */
export const REFERENCE_DAY = '2026-11-02' as CalendarDate;

/** The year that the lettings of the past lie in: from this day up to the reference day. */
export const PAST_YEAR_FROM = '2025-11-01' as CalendarDate;

/** Same seed and same code: same rows, to the byte, on every machine. */
export const SEED = 'verdeelsleutel 2026-11-02';
