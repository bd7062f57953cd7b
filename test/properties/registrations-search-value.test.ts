import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  calendarDate,
  daysBetween,
  type CalendarDate,
} from '../../platform/primitives/calendar-date.ts';
import type { CandidateFacts } from '../../rules/facts.ts';
import { orderValue } from '../../rules/order-value.ts';
import {
  registrationDaysOn,
  searchValueOn,
  type Waiting,
  type WaitingScheme,
} from '../../subgraphs/registrations/domain/search-value-on.ts';
import { lastMoveOn, presentAddressOn } from '../../subgraphs/registrations/domain/facts-on.ts';

/** Days close together, so that moves, addresses, registrations and questions fall before, on and after one another. */
const day: fc.Arbitrary<CalendarDate> = fc
  .integer({ min: 0, max: 400 })
  .map((days) => addDays(calendarDate('2015-06-01'), days));
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 3 });

const waiting: fc.Arbitrary<Waiting> = fc.record({
  registeredOn: day,
  lastMove: orNull(fc.record({ on: day, searchValueDays: fc.integer({ min: 0, max: 5000 }) })),
  leavesSelfContainedHome: fc.boolean(),
  presentAddressSince: orNull(day),
});
const scheme: fc.Arbitrary<WaitingScheme> = fc.record({
  retainedPercent: fc.integer({ min: 0, max: 100 }),
  transitionalUntil: orNull(day),
});

/** The value, on a day on which there is one. */
function valueOn(one: Waiting, reckoned: WaitingScheme, on: CalendarDate): number {
  const value = searchValueOn(one, reckoned, on);
  fc.pre(value !== null);
  return value!.days;
}

const RUNS = { numRuns: 1000 };

describe('search value', () => {
  it('exists from the day of registration on, and is never negative', () => {
    fc.assert(
      fc.property(waiting, scheme, day, (one, reckoned, on) => {
        const value = searchValueOn(one, reckoned, on);
        expect(value === null).toBe(on < one.registeredOn);
        expect(registrationDaysOn(one, on) === null).toBe(value === null);
        for (const part of Object.values(value ?? {})) expect(part).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('is what a regulation with the same parameters orders by, on the facts of that day', () => {
    fc.assert(
      fc.property(waiting, scheme, day, (one, reckoned, on) => {
        const known = {
          ...one,
          lastMove: lastMoveOn(one.lastMove, on),
          presentAddressSince: presentAddressOn(one.presentAddressSince, on),
        };
        const ordered = orderValue(
          { kind: 'SEARCH_VALUE', ...reckoned },
          known as unknown as CandidateFacts,
          on,
        );
        expect(valueOn(one, reckoned, on)).toBe(ordered);
      }),
      RUNS,
    );
  });

  it('grows by one a day for who does not move: more waiting time never harms', () => {
    fc.assert(
      fc.property(waiting, scheme, day, fc.integer({ min: 1, max: 400 }), (one, reckoned, on, days) => {
        const later = addDays(on, days);
        fc.pre(one.lastMove === null || one.lastMove.on <= on || later < one.lastMove.on);
        expect(valueOn(one, reckoned, later) - valueOn(one, reckoned, on)).toBe(days);
      }),
      RUNS,
    );
  });

  it('is never less for who registered earlier', () => {
    fc.assert(
      fc.property(waiting, scheme, day, fc.integer({ min: 1, max: 400 }), (one, reckoned, on, days) => {
        const earlier = { ...one, registeredOn: addDays(one.registeredOn, -days) };
        expect(valueOn(earlier, reckoned, on)).toBeGreaterThanOrEqual(valueOn(one, reckoned, on));
      }),
      RUNS,
    );
  });

  it('counts no day twice: waiting and residence together are no more days than have passed', () => {
    fc.assert(
      fc.property(waiting, scheme, day, (one, reckoned, on) => {
        const value = searchValueOn(one, reckoned, on);
        fc.pre(value !== null);
        const since = [one.registeredOn, one.presentAddressSince ?? on, one.lastMove?.on ?? on].sort()[0]!;
        expect(value!.waitingDays + value!.transitionalDays).toBeLessThanOrEqual(daysBetween(since, on));
      }),
      RUNS,
    );
  });

  it('keeps at most what there was, and nothing for who leaves no home', () => {
    fc.assert(
      fc.property(waiting, scheme, day, (one, reckoned, on) => {
        const value = searchValueOn(one, reckoned, on);
        fc.pre(value !== null);
        expect(value!.retainedDays).toBeLessThanOrEqual(one.lastMove?.searchValueDays ?? 0);
        if (!one.leavesSelfContainedHome) expect(value!.days).toBe(value!.waitingDays);
      }),
      RUNS,
    );
  });
});
