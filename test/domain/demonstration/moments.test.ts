import { describe, expect, it } from 'vitest';
import { dayOfWeek, momentInNetherlands } from '../../../demonstration/moments.ts';
import { REFERENCE_DAY, REFERENCE_INSTANT } from '../../../demonstration/reference.ts';
import { dayInNetherlands } from '../../../platform/clock.ts';
import { addDays, calendarDate } from '../../../platform/primitives/calendar-date.ts';

describe('a time of day in the Netherlands', () => {
  it.each([
    ['2026-01-15', '2026-01-15T19:00:00.000Z'],
    ['2026-07-15', '2026-07-15T18:00:00.000Z'],
    // Summer time begins on the last Sunday of March and ends on the last of October.
    ['2026-03-28', '2026-03-28T19:00:00.000Z'],
    ['2026-03-29', '2026-03-29T18:00:00.000Z'],
    ['2026-10-24', '2026-10-24T18:00:00.000Z'],
    ['2026-10-25', '2026-10-25T19:00:00.000Z'],
  ])('eight in the evening of %s is %s', (day, moment) => {
    expect(momentInNetherlands(calendarDate(day), 20 * 60)).toBe(moment);
  });

  it('is on that day by the clock of the hub, all year round, from four at night on', () => {
    for (let days = 0; days < 400; days += 1) {
      const day = addDays(REFERENCE_DAY, -days);
      expect(dayInNetherlands(momentInNetherlands(day, 4 * 60))).toBe(day);
      expect(dayInNetherlands(momentInNetherlands(day, 23 * 60 + 55))).toBe(day);
    }
  });
});

describe('the reference moment', () => {
  it('is nine in the morning of the reference day, a Monday', () => {
    expect(Date.parse(momentInNetherlands(REFERENCE_DAY, 9 * 60))).toBe(Date.parse(REFERENCE_INSTANT));
    expect(dayOfWeek(REFERENCE_DAY)).toBe(1);
  });
});
