import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { incomeTestsOn, tiesOn } from '../../subgraphs/registrations/domain/facts-on.ts';

const FIRST = calendarDate('2026-01-01');
const day: fc.Arbitrary<CalendarDate> = fc.integer({ min: 0, max: 60 }).map((days) => addDays(FIRST, days));
const kind = fc.constantFrom('RESIDENCE' as const, 'EMPLOYMENT' as const);

/** A tie that ends some days after it begins, or goes on. */
const tie = fc
  .record({ kind, fromDay: day, days: fc.option(fc.integer({ min: 1, max: 40 })) })
  .map(({ kind: of, fromDay, days }) => ({
    kind: of,
    fromDay,
    untilDay: days === null ? null : addDays(fromDay, days),
  }));
const incomeTest = fc.record({
  threshold: fc.constantFrom('LOW', 'HIGH'),
  atMost: fc.boolean(),
  testedOn: day,
  validUntil: fc.constant(null),
});

describe('facts about a past day', () => {
  it('do not change when a tie ends or begins after that day', () => {
    fc.assert(
      fc.property(fc.array(tie), fc.array(tie), kind, day, (known, later, of, on) => {
        const goingOn = known.map((one) =>
          one.untilDay !== null && one.untilDay > on ? { ...one, untilDay: null } : one,
        );
        const begunLater = later.filter(({ fromDay }) => fromDay > on);
        expect(tiesOn([...known, ...begunLater], of, on)).toEqual(tiesOn(goingOn, of, on));
      }),
      { numRuns: 500 },
    );
  });

  it('do not change when an income is tested after that day, and hold one outcome for each threshold', () => {
    fc.assert(
      fc.property(fc.array(incomeTest), fc.array(incomeTest), day, (known, later, on) => {
        const testedLater = later.filter(({ testedOn }) => testedOn > on);
        const outcomes = incomeTestsOn(known, on);
        expect(incomeTestsOn([...known, ...testedLater], on)).toEqual(outcomes);
        expect(new Set(outcomes.map(({ threshold }) => threshold)).size).toBe(outcomes.length);
      }),
      { numRuns: 500 },
    );
  });
});
