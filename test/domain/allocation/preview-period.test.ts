import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { halfYearsIn, previewPeriod } from '../../../subgraphs/allocation/domain/preview-period.ts';

const TODAY = calendarDate('2026-11-02');

describe('the period of a preview', () => {
  it.each([
    [null, null, '2025-07-01', '2026-07-01'],
    [null, '2026-01-01', '2025-01-01', '2026-01-01'],
    ['2026-01-01', null, '2026-01-01', '2026-07-01'],
    ['2024-07-01', '2026-07-01', '2024-07-01', '2026-07-01'],
  ])('from %s until %s is from %s until %s', (from, until, begin, end) => {
    expect(previewPeriod(from, until, TODAY)).toEqual({ from: begin, until: end });
  });

  it.each([
    ['a day inside a half-year', '2025-07-02', '2026-07-01'],
    ['an end inside a half-year', '2025-07-01', '2026-06-30'],
    ['a half-year that has not ended', '2026-07-01', '2027-01-01'],
    ['no time', '2026-07-01', '2026-07-01'],
    ['an end before the beginning', '2026-07-01', '2026-01-01'],
    ['more than two years', '2024-01-01', '2026-07-01'],
    ['a day that does not exist', '2025-13-01', '2026-07-01'],
  ])('is not %s', (_what, from, until) => {
    expect(previewPeriod(from, until, TODAY)).toBeUndefined();
  });

  it('ends on the first day of the present half-year at the latest, also on that day', () => {
    const first = calendarDate('2026-07-01');
    expect(previewPeriod(null, null, first)).toEqual({ from: '2025-07-01', until: '2026-07-01' });
    expect(previewPeriod(null, null, calendarDate('2026-06-30'))).toEqual({
      from: '2025-01-01',
      until: '2026-01-01',
    });
  });

  it('has so many half-years', () => {
    const half = (from: string, until: string) =>
      halfYearsIn({ from: calendarDate(from), until: calendarDate(until) });
    expect([
      half('2025-07-01', '2026-01-01'),
      half('2025-07-01', '2026-07-01'),
      half('2024-01-01', '2026-01-01'),
    ]).toEqual([1, 2, 4]);
  });
});
