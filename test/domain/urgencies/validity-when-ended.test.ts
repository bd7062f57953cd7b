import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { validityWhenEnded } from '../../../subgraphs/urgencies/domain/validity-when-ended.ts';

const from = calendarDate('2026-06-01');
const ended = (until: string | null, on: string) =>
  validityWhenEnded({ from, until: until === null ? null : calendarDate(until) }, calendarDate(on)).until;

describe('the validity of an urgency that is ended', () => {
  it('holds up to the day of ending, and no longer than it would have', () => {
    expect(ended('2026-12-01', '2026-09-01')).toBe('2026-09-01');
    expect(ended(null, '2026-09-01')).toBe('2026-09-01');
    expect(ended('2026-08-01', '2026-09-01')).toBe('2026-08-01');
  });

  it('has no day left when it is ended on its first day or before', () => {
    expect(ended('2026-12-01', '2026-06-01')).toBe(from);
    expect(ended('2026-12-01', '2026-05-01')).toBe(from);
    expect(ended(null, '2026-05-01')).toBe(from);
  });
});
