import { periodHolds } from '../../../platform/primitives/period.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { UrgencyStatus } from './urgency-state.ts';

/** What decides whether an urgency gives priority on a day. */
interface StoredUrgency {
  readonly status: UrgencyStatus;
  readonly decidedOn: CalendarDate | null;
  readonly validFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
}

/** An urgency that was decided and has a first day. */
export type ValidUrgency<Urgency> = Urgency & {
  readonly decidedOn: CalendarDate;
  readonly validFrom: CalendarDate;
};

/**
 * The urgencies that had been decided and whose validity holds on `on`. One that ended early is valid up to the day it
 * ended, so that an answer about a past day does not change with what happened since.
 */
export function urgenciesOn<Urgency extends StoredUrgency>(
  urgencies: readonly Urgency[],
  on: CalendarDate,
): readonly ValidUrgency<Urgency>[] {
  return urgencies.filter(
    (urgency): urgency is ValidUrgency<Urgency> =>
      (urgency.status === 'GRANTED' || urgency.status === 'ENDED') &&
      urgency.decidedOn !== null &&
      urgency.decidedOn <= on &&
      urgency.validFrom !== null &&
      periodHolds({ from: urgency.validFrom, until: urgency.validUntil }, on),
  );
}
