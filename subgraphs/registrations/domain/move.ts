import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { RegistrationStatus } from './registration-state.ts';
import { searchValueOn, type Waiting, type WaitingScheme } from './search-value-on.ts';

/** What a registration is after a move through the register. */
export interface Moved {
  readonly status: RegistrationStatus;
  readonly lastMove: { readonly on: CalendarDate; readonly searchValueDays: number } | null;
}

/**
 * What a letting does to waiting time. A register that retains part of the search value keeps the registration, asleep,
 * with the value that the home was obtained with; in one that retains nothing the time is used up and the registration
 * ends. A move on the same day or before the last one is known already and changes nothing.
 */
export function movedOn(
  waiting: Waiting & { readonly status: RegistrationStatus },
  scheme: WaitingScheme,
  on: CalendarDate,
): Moved {
  const { status, lastMove } = waiting;
  if (status === 'ENDED' || (lastMove !== null && on <= lastMove.on)) return { status, lastMove };
  if (scheme.retainedPercent === 0) return { status: 'ENDED', lastMove };
  const days = searchValueOn(waiting, scheme, on)?.days ?? 0;
  return { status: 'DORMANT', lastMove: { on, searchValueDays: days } };
}
