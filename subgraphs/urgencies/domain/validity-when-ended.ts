import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Period } from '../../../platform/primitives/period.ts';

/**
 * The validity of an urgency that is ended on `on`: that day is the first on which it no longer holds. Ending never
 * makes it hold longer, and leaves a validity of no days when it had not begun.
 */
export function validityWhenEnded({ from, until }: Period, on: CalendarDate): Period {
  const end = until === null || on < until ? on : until;
  return { from, until: end < from ? from : end };
}
