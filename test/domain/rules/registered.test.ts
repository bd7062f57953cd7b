import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { holds, home, seeker } from './examples.ts';

describe('registered', () => {
  it('holds from the day of registration on', () => {
    const registered = { kind: 'registered' };
    const facts = seeker({ registeredOn: calendarDate('2025-06-01') });
    expect(holds(registered, facts, home(), calendarDate('2025-06-01'))).toBe(true);
    expect(holds(registered, facts, home(), calendarDate('2025-05-31'))).toBe(false);
  });
});
