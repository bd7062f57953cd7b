import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { faults, holds, home, seeker } from './examples.ts';

describe('offered-for', () => {
  const eightWeeks = { kind: 'offered-for', minimumWeeks: 8 };
  const offered = (publishedOn: string) =>
    home({ offeredSince: calendarDate('2025-01-01'), publishedOn: calendarDate(publishedOn) });

  it('holds for what is published when the weeks are full, whatever the day of judging', () => {
    expect(holds(eightWeeks, seeker(), offered('2025-02-25'), calendarDate('2026-01-01'))).toBe(false);
    expect(holds(eightWeeks, seeker(), offered('2025-02-26'), calendarDate('2024-01-01'))).toBe(true);
  });

  it('does not hold for a home that is offered afresh', () => {
    expect(holds(eightWeeks, seeker(), home())).toBe(false);
  });

  it('refuses terms that are no number of weeks', () => {
    expect(faults({ kind: 'offered-for', minimumWeeks: 0 })).toEqual(['OUT_OF_BOUNDS minimumWeeks']);
    expect(faults({ kind: 'offered-for' })).toEqual(['MISSING minimumWeeks']);
  });
});
