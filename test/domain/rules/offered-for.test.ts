import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { faults, holds, home, seeker } from './examples.ts';

describe('offered-for', () => {
  const eightWeeks = { kind: 'offered-for', minimumWeeks: 8 };
  const offered = home({ offeredSince: calendarDate('2025-01-01') });

  it('holds from the day on which the weeks are full', () => {
    expect(holds(eightWeeks, seeker(), offered, calendarDate('2025-02-25'))).toBe(false);
    expect(holds(eightWeeks, seeker(), offered, calendarDate('2025-02-26'))).toBe(true);
  });

  it('refuses terms that are no number of weeks', () => {
    expect(faults({ kind: 'offered-for', minimumWeeks: 0 })).toEqual(['OUT_OF_BOUNDS minimumWeeks']);
    expect(faults({ kind: 'offered-for' })).toEqual(['MISSING minimumWeeks']);
  });
});
