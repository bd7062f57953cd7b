import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';

/** A tie as it is stored, both kinds. */
interface StoredTie {
  readonly kind: 'RESIDENCE' | 'EMPLOYMENT';
  readonly fromDay: CalendarDate;
  readonly untilDay: CalendarDate | null;
}

/**
 * The ties that were known on `on`: those that had begun. A tie that ended later still lasted then, so its end is
 * not yet known; that way an answer about a past day does not change with what happened since.
 */
export function tiesOn<Tie extends StoredTie>(
  ties: readonly Tie[],
  kind: Tie['kind'],
  on: CalendarDate,
): readonly Tie[] {
  return ties
    .filter((tie) => tie.kind === kind && tie.fromDay <= on)
    .map((tie) => (tie.untilDay !== null && tie.untilDay > on ? { ...tie, untilDay: null } : tie));
}

/** Of each threshold the latest comparison that holds on `on`; of two on one day, the one that was recorded last. */
export function incomeTestsOn<
  Test extends {
    readonly threshold: string;
    readonly testedOn: CalendarDate;
    readonly validUntil: CalendarDate | null;
  },
>(tests: readonly Test[], on: CalendarDate): readonly Test[] {
  const latest = new Map<string, Test>();
  for (const test of tests) {
    if (test.testedOn > on || (test.validUntil !== null && test.validUntil <= on)) continue;
    const known = latest.get(test.threshold);
    if (known === undefined || known.testedOn <= test.testedOn) latest.set(test.threshold, test);
  }
  return [...latest.values()];
}

/** The sanctions that last on `on`. */
export function exclusionsOn<Exclusion extends { readonly untilDay: CalendarDate }>(
  exclusions: readonly Exclusion[],
  on: CalendarDate,
): readonly Exclusion[] {
  return exclusions.filter(({ untilDay }) => on < untilDay);
}

/** The last letting through the register, as far as it had happened on `on`. */
export function lastMoveOn<Move extends { readonly on: CalendarDate }>(
  lastMove: Move | null,
  on: CalendarDate,
): Move | null {
  return lastMove !== null && lastMove.on <= on ? lastMove : null;
}

/** Since when the household lives at its present address, null when it did not yet on `on`. */
export function presentAddressOn(since: CalendarDate | null, on: CalendarDate): CalendarDate | null {
  return since !== null && since <= on ? since : null;
}
