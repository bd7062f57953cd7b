import { describe, expect, it } from 'vitest';
import {
  ageOn,
  calendarDate,
  dateOfDayNumber,
  dayNumber,
} from '../../../platform/primitives/calendar-date.ts';

describe('a calendar date', () => {
  it('has the day number that the platform counts, on every day of four centuries', () => {
    for (
      let day = dayNumber(calendarDate('1800-01-01'));
      day <= dayNumber(calendarDate('2200-12-31'));
      day += 1
    ) {
      expect(dayNumber(dateOfDayNumber(day))).toBe(day);
    }
  });

  it.each([
    ['0001-01-01', -719_162],
    ['1969-12-31', -1],
    ['1970-01-01', 0],
    ['2000-03-01', 11_017],
    ['9999-12-31', 2_932_896],
  ])('counts %s as %i days from 1970', (date, days) => {
    expect(dayNumber(calendarDate(date))).toBe(days);
  });

  it.each([
    ['2000-02-29', '2024-02-28', 23],
    ['2000-02-29', '2024-02-29', 24],
    ['2000-02-29', '2025-02-28', 24],
    ['2000-02-29', '2025-03-01', 25],
    ['2000-12-31', '2000-12-31', 0],
  ])('gives who is born on %s on %s the age of %i', (birth, on, age) => {
    expect(ageOn(calendarDate(birth), calendarDate(on))).toBe(age);
  });
});
