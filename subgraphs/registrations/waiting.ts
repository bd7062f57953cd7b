import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Waiting, WaitingScheme } from './domain/search-value-on.ts';
import type { RegistrationRow, WaitingSchemeRow } from './tables.ts';

/** What decides on waiting time, of a row. */
export function waitingOf(row: RegistrationRow): Waiting {
  return { ...row, lastMove: lastMoveOf(row) };
}

export function lastMoveOf(row: RegistrationRow): Waiting['lastMove'] {
  const { lastMoveOn, lastMoveSearchValueDays } = row;
  return lastMoveOn === null || lastMoveSearchValueDays === null
    ? null
    : { on: lastMoveOn, searchValueDays: lastMoveSearchValueDays };
}

/** The scheme in force on the day; a registrar without one retains nothing. */
export function schemeOn(schemes: readonly WaitingSchemeRow[], on: CalendarDate): WaitingScheme {
  return (
    schemes.findLast(({ validFrom }) => validFrom <= on) ?? { retainedPercent: 0, transitionalUntil: null }
  );
}
