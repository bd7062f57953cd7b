import { addDays, daysBetween, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { shareOf } from '../../../platform/primitives/share.ts';

/** What a household's waiting consists of. */
export interface Waiting {
  readonly registeredOn: CalendarDate;
  /** The last letting through the register, and the search value in days with which that home was obtained. */
  readonly lastMove: { readonly on: CalendarDate; readonly searchValueDays: number } | null;
  /** Moving leaves a self-contained home empty (doorstromer). */
  readonly leavesSelfContainedHome: boolean;
  readonly presentAddressSince: CalendarDate | null;
}

/** How a registrar reckons: which share is retained on moving, and up to which day residence counts instead of registration. */
export interface WaitingScheme {
  readonly retainedBasisPoints: number;
  readonly transitionalUntil: CalendarDate | null;
}

/** A search value (zoekwaarde) and its parts, days. */
export interface SearchValueDays {
  readonly days: number;
  readonly waitingDays: number;
  readonly retainedDays: number;
  readonly transitionalDays: number;
}

/**
 * Registration time (inschrijfduur) on `on`: whole days since the registration, 0 on that day; null before it.
 */
export function registrationDaysOn(waiting: Waiting, on: CalendarDate): number | null {
  return on < waiting.registeredOn ? null : daysBetween(waiting.registeredOn, on);
}

/**
 * Search value on `on` (regional model of Gooi en Vechtstreek): registration time since the last move, plus the retained
 * share of the search value with which the present home was obtained, for who leaves a self-contained home. Transitional:
 * who lives at the same address since a day before the registration or last move, on or before the stated day, counts
 * residence from then up to that day. Null before the registration. Rounded down, so that nobody gains a day by rounding.
 */
export function searchValueOn(waiting: Waiting, scheme: WaitingScheme, on: CalendarDate): SearchValueDays | null {
  if (on < waiting.registeredOn) return null;
  const lastMove = waiting.lastMove !== null && waiting.lastMove.on <= on ? waiting.lastMove : null;
  const since = lastMove === null || lastMove.on < waiting.registeredOn ? waiting.registeredOn : lastMove.on;
  const waitingDays = daysBetween(since, on);
  const retainedDays =
    lastMove !== null && waiting.leavesSelfContainedHome
      ? shareOf({ basisPoints: scheme.retainedBasisPoints }, lastMove.searchValueDays, 'DOWN')
      : 0;
  const transitionalDays = transitionalDaysOn(waiting, scheme, since);
  return { days: waitingDays + retainedDays + transitionalDays, waitingDays, retainedDays, transitionalDays };
}

function transitionalDaysOn(waiting: Waiting, scheme: WaitingScheme, since: CalendarDate): number {
  const { presentAddressSince, leavesSelfContainedHome } = waiting;
  if (scheme.transitionalUntil === null || presentAddressSince === null || !leavesSelfContainedHome) return 0;
  if (presentAddressSince > scheme.transitionalUntil) return 0;
  const afterLastDay = addDays(scheme.transitionalUntil, 1);
  const until = since < afterLastDay ? since : afterLastDay;
  return Math.max(0, daysBetween(presentAddressSince, until));
}
