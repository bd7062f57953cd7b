import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';

/**
 * Since when a household waits for mediation: the day of the decision, or the first day of its validity when that is later,
 * because nobody mediates before it holds. Null while nothing is decided. The database works out the same to sort by.
 */
export function waitingSince({
  decidedOn,
  validFrom,
}: {
  readonly decidedOn: CalendarDate | null;
  readonly validFrom: CalendarDate | null;
}): CalendarDate | null {
  if (decidedOn === null || validFrom === null) return null;
  return decidedOn < validFrom ? validFrom : decidedOn;
}
