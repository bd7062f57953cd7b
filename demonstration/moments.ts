import type { CalendarDate } from '../platform/primitives/calendar-date.ts';

/**
 * The moment of a time of day in the Netherlands, in UTC. Summer time lasts from the last Sunday of March up to the last
 * of October (Directive 2000/84/EC); worked out here, so that no table of time zones of a machine has a say.
 */
export function momentInNetherlands(day: CalendarDate, minutesPastMidnight: number, seconds = 0): string {
  const offset = isSummerTime(day) ? 120 : 60;
  return new Date(startOf(day) + (minutesPastMidnight - offset) * 60_000 + seconds * 1000).toISOString();
}

/** 0 is Sunday. */
export function dayOfWeek(day: CalendarDate): number {
  return new Date(startOf(day)).getUTCDay();
}

/** Right for times of day after three at night, when the clock changes. */
function isSummerTime(day: CalendarDate): boolean {
  const year = day.slice(0, 4);
  return day >= lastSundayOf(`${year}-03-31`) && day < lastSundayOf(`${year}-10-31`);
}

function lastSundayOf(lastOfMonth: string): string {
  const end = new Date(`${lastOfMonth}T00:00:00Z`);
  return new Date(end.getTime() - end.getUTCDay() * 86_400_000).toISOString().slice(0, 10);
}

function startOf(day: CalendarDate): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}
