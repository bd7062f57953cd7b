import { daysBetween, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { searchValueParts, type SearchValueParts, type Waiting } from '../../../rules/order-value.ts';
import { lastMoveOn, presentAddressOn } from './facts-on.ts';

export type { Waiting };

/** How a registrar reckons: which share is retained on moving, and before which day residence counts as waiting. */
export interface WaitingScheme {
  readonly retainedPercent: number;
  readonly transitionalUntil: CalendarDate | null;
}

/** A search value (zoekwaarde) with its parts, days. */
export interface SearchValueDays extends SearchValueParts {
  readonly days: number;
}

/** Registration time (inschrijfduur) on `on`: whole days since the registration, 0 on that day; null before it. */
export function registrationDaysOn(
  { registeredOn }: Pick<Waiting, 'registeredOn'>,
  on: CalendarDate,
): number | null {
  return on < registeredOn ? null : daysBetween(registeredOn, on);
}

/**
 * Search value on `on`, reckoned by the same function that orders candidates; null before the registration. What had
 * not happened on that day does not count in an answer about that day.
 */
export function searchValueOn(
  waiting: Waiting,
  scheme: WaitingScheme,
  on: CalendarDate,
): SearchValueDays | null {
  if (on < waiting.registeredOn) return null;
  const parts = searchValueParts(
    scheme.retainedPercent,
    scheme.transitionalUntil,
    {
      ...waiting,
      lastMove: lastMoveOn(waiting.lastMove, on),
      presentAddressSince: presentAddressOn(waiting.presentAddressSince, on),
    },
    on,
  );
  return { ...parts, days: parts.waitingDays + parts.retainedDays + parts.transitionalDays };
}
