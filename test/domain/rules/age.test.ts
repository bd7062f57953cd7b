import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { faults, holds, home, seeker } from './examples.ts';

describe('age', () => {
  const born = (...dates: string[]) => seeker({ applicantBirthDates: dates.map(calendarDate) });

  it('counts completed years: 18 from the birthday itself', () => {
    const adult = { kind: 'age', of: 'ALL', minimum: 18 };
    expect(holds(adult, born('2007-06-01'), home(), calendarDate('2025-06-01'))).toBe(true);
    expect(holds(adult, born('2007-06-02'), home(), calendarDate('2025-06-01'))).toBe(false);
  });

  it('includes the whole year of the maximum: 25 until the day before turning 26', () => {
    const young = { kind: 'age', of: 'ALL', maximum: 25 };
    expect(holds(young, born('1999-06-02'), home(), calendarDate('2025-06-01'))).toBe(true);
    expect(holds(young, born('1999-06-01'), home(), calendarDate('2025-06-01'))).toBe(false);
  });

  it('lets who is born on 29 February turn a year on 1 March', () => {
    const adult = { kind: 'age', of: 'ALL', minimum: 18 };
    expect(holds(adult, born('2008-02-29'), home(), calendarDate('2026-02-28'))).toBe(false);
    expect(holds(adult, born('2008-02-29'), home(), calendarDate('2026-03-01'))).toBe(true);
  });

  it('tells any applicant from all applicants', () => {
    const couple = born('1955-01-01', '1975-01-01');
    expect(holds({ kind: 'age', of: 'ANY', minimum: 65 }, couple)).toBe(true);
    expect(holds({ kind: 'age', of: 'ALL', minimum: 65 }, couple)).toBe(false);
  });

  it('refuses bounds that leave nobody, and no bound at all', () => {
    expect(faults({ kind: 'age', of: 'ALL', minimum: 30, maximum: 20 })).toEqual(['CONTRADICTION ']);
    expect(faults({ kind: 'age', of: 'ALL' })).toEqual(['MISSING ']);
    expect(faults({ kind: 'age', of: 'ALL', minimum: 17.5 })).toEqual(['WRONG_TYPE minimum']);
  });
});
