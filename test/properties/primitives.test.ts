import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayInNetherlands } from '../../platform/clock.ts';
import {
  addDays,
  addMonths,
  addYears,
  ageOn,
  lastBirthText,
  calendarDate,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  parseCalendarDate,
} from '../../platform/primitives/calendar-date.ts';
import { canonicalJson } from '../../platform/primitives/canonical-json.ts';
import {
  longestRunDays,
  periodHolds,
  periodsOverlap,
  type Period,
} from '../../platform/primitives/period.ts';
import { share, shareOf } from '../../platform/primitives/share.ts';

const day = fc.integer({ min: -20_000, max: 40_000 }).map(dateOfDayNumber);
const period: fc.Arbitrary<Period> = fc
  .tuple(day, fc.option(fc.integer({ min: 1, max: 9_000 })))
  .map(([from, days]) => ({ from, until: days === null ? null : addDays(from, days) }));

describe('calendar dates', () => {
  it('are numbered without a gap, and compare as text in calendar order', () => {
    fc.assert(
      fc.property(day, day, (one, other) => {
        expect(dateOfDayNumber(dayNumber(one))).toBe(one);
        expect(one < other).toBe(dayNumber(one) < dayNumber(other));
        expect(addDays(one, daysBetween(one, other))).toBe(other);
      }),
    );
  });

  it('are those of the calendar, leap years and all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, date) => {
          const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
          const utc = new Date(`${text}T00:00:00Z`);
          const exists = !Number.isNaN(utc.getTime()) && utc.toISOString().startsWith(text);
          expect(parseCalendarDate(text) !== undefined).toBe(exists);
        },
      ),
    );
  });

  it('a month later stays within the next month, and a year later is twelve months later', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -60, max: 60 }), (from, months) => {
        const after = addMonths(from, months);
        const index = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
        expect(index(after) - index(from)).toBe(months);
        expect(Number(after.slice(8))).toBeLessThanOrEqual(Number(from.slice(8)));
        expect(addYears(from, 3)).toBe(addMonths(from, 36));
      }),
    );
  });

  it('an age grows by one on the birthday and on no other day', () => {
    expect(ageOn(calendarDate('2000-02-29'), calendarDate('2018-02-28'))).toBe(17);
    expect(ageOn(calendarDate('2000-02-29'), calendarDate('2018-03-01'))).toBe(18);
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30_000 }), (born, later) => {
        const on = addDays(born, later);
        const grown = ageOn(born, on) - ageOn(born, addDays(on, -1));
        const birthday =
          on.slice(5) === born.slice(5) ||
          (born.slice(5) === '02-29' && on.slice(5) === '03-01' && addDays(on, -1).slice(5) === '02-28');
        expect(grown).toBe(birthday ? 1 : 0);
      }),
    );
  });

  it('who was born by the last birth date of an age has that age, and nobody else', () => {
    expect('2000-02-29' <= lastBirthText(calendarDate('2018-02-28'), 18)).toBe(false);
    expect('2000-02-29' <= lastBirthText(calendarDate('2018-03-01'), 18)).toBe(true);
    expect(lastBirthText(calendarDate('2018-03-01'), 2019)).toBe('');
    fc.assert(
      fc.property(day, day, fc.integer({ min: 0, max: 151 }), (born, on, years) => {
        expect(born <= lastBirthText(on, years)).toBe(ageOn(born, on) >= years);
        // The birthdays themselves, which two random days seldom are.
        expect(born <= lastBirthText(addYears(born, years), years)).toBe(
          ageOn(born, addYears(born, years)) >= years,
        );
      }),
    );
  });

  it('a moment lies in the day of the Netherlands, also when the clock is changed', () => {
    expect(dayInNetherlands('2026-03-28T23:30:00Z')).toBe('2026-03-29');
    expect(dayInNetherlands('2026-03-29T21:59:59Z')).toBe('2026-03-29');
    expect(dayInNetherlands('2026-03-29T22:00:00Z')).toBe('2026-03-30');
    expect(dayInNetherlands('2026-10-25T22:59:59Z')).toBe('2026-10-25');
    expect(dayInNetherlands('2026-10-25T23:00:00Z')).toBe('2026-10-26');
  });
});

describe('periods', () => {
  it('overlap exactly when some day lies in both', () => {
    fc.assert(
      fc.property(period, period, (one, other) => {
        const latest = one.from > other.from ? one.from : other.from;
        expect(periodsOverlap(one, other)).toBe(periodHolds(one, latest) && periodHolds(other, latest));
      }),
    );
  });

  it('the longest run is that of the days themselves, whatever order the periods come in', () => {
    const from = calendarDate('2020-01-01');
    const window = { from, until: addDays(from, 60) };
    const short = fc
      .tuple(fc.integer({ min: -20, max: 80 }), fc.integer({ min: 1, max: 30 }))
      .map(([start, days]): Period => ({ from: addDays(from, start), until: addDays(from, start + days) }));
    fc.assert(
      fc.property(fc.array(short, { maxLength: 6 }), (periods) => {
        let longest = 0;
        let run = 0;
        for (let index = 0; index < 60; index += 1) {
          run = periods.some((one) => periodHolds(one, addDays(from, index))) ? run + 1 : 0;
          longest = Math.max(longest, run);
        }
        expect(longestRunDays(periods, window)).toBe(longest);
        expect(longestRunDays([...periods].reverse(), window)).toBe(longest);
      }),
    );
  });
});

describe('shares', () => {
  it('round as declared: down never passes the exact share, up never falls short, nearest is one of the two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (basisPoints, of) => {
          const part = share(basisPoints);
          const [down, up, nearest] = [
            shareOf(part, of, 'DOWN'),
            shareOf(part, of, 'UP'),
            shareOf(part, of, 'NEAREST'),
          ];
          expect(down * 10_000).toBeLessThanOrEqual(basisPoints * of);
          expect(up * 10_000).toBeGreaterThanOrEqual(basisPoints * of);
          expect(up - down).toBeLessThanOrEqual(1);
          expect([down, up]).toContain(nearest);
        },
      ),
    );
  });
});

describe('canonical JSON', () => {
  const json = fc.object({
    values: [fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)],
    maxDepth: 4,
  });

  it('is one text for one value, whatever order its members came in', () => {
    const shuffled = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffled)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, member]) => [key, shuffled(member)]),
            )
          : value;
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('reads back as the value, and writes the same text again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('refuses fractions, which two machines may write differently', () => {
    expect(() => canonicalJson({ share: 0.25 })).toThrow(TypeError);
  });
});
