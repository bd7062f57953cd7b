import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { holds, home, seeker } from './examples.ts';

describe('not-excluded', () => {
  const facts = seeker({
    exclusions: [
      { model: 'URGENT_SEEKER_LOTTERY', until: calendarDate('2025-01-01'), reason: 'REFUSED' },
      { model: 'URGENT_SEEKER_LOTTERY', until: calendarDate('2027-01-01'), reason: 'REFUSED' },
    ],
  });

  it('fails for the model that a standing sanction names, and for no other', () => {
    expect(holds({ kind: 'not-excluded' }, facts, home({ model: 'URGENT_SEEKER_LOTTERY' }))).toBe(false);
    expect(holds({ kind: 'not-excluded' }, facts, home({ model: 'OFFER' }))).toBe(true);
  });

  it('holds again from the day the sanction ends', () => {
    const vacancy = home({ model: 'URGENT_SEEKER_LOTTERY' });
    expect(holds({ kind: 'not-excluded' }, facts, vacancy, calendarDate('2026-12-31'))).toBe(false);
    expect(holds({ kind: 'not-excluded' }, facts, vacancy, calendarDate('2027-01-01'))).toBe(true);
  });
});
