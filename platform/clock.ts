import { calendarDate, type CalendarDate } from './primitives/calendar-date.ts';

/**
 * The only source of time. Everything else takes the moment as an argument.
 * Days are those of the Netherlands: a vacancy that closes on a day closes in Amsterdam's day.
 */
export interface Clock {
  /** Now, as UTC `YYYY-MM-DDThh:mm:ss.sssZ`. */
  now(): string;
  /** Today in the Netherlands. */
  today(): CalendarDate;
}

const AMSTERDAM = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day in the Netherlands at a moment. */
export function dayInNetherlands(moment: string): CalendarDate {
  return calendarDate(AMSTERDAM.format(new Date(moment)));
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  today: () => dayInNetherlands(new Date().toISOString()),
};

/**
 * A clock that stands still: the demonstration's reference moment, so that an answer does not change with the
 * calendar, and tests.
 */
export function fixedClock(moment: string): Clock {
  const now = new Date(moment).toISOString();
  const today = dayInNetherlands(now);
  return { now: () => now, today: () => today };
}

/** Milliseconds of a monotonic counter, for durations only. */
export function monotonicMs(): number {
  return performance.now();
}
