import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import {
  capacityPeriod,
  figuresPeriod,
  mediatedBasisPoints,
} from '../../../subgraphs/vacancies/domain/carrying-capacity.ts';
import { disclosedLettings } from '../../../subgraphs/vacancies/domain/mediation-figures.ts';

describe('carrying capacity', () => {
  it('looks back on thirty-six whole months, the present one included', () => {
    expect(capacityPeriod(calendarDate('2026-11-02'))).toEqual({ from: '2023-12-01', until: '2026-12-01' });
    expect(capacityPeriod(calendarDate('2026-12-31'))).toEqual({ from: '2024-01-01', until: '2027-01-01' });
  });

  it('is a share in hundredths of a percent, rounded down, and none where nothing was let', () => {
    expect(mediatedBasisPoints({ lettings: 3, mediated: 1 })).toBe(3_333);
    expect(mediatedBasisPoints({ lettings: 3, mediated: 0 })).toBe(0);
    expect(mediatedBasisPoints({ lettings: 0, mediated: 0 })).toBeNull();
  });
});

describe('figures of mediation', () => {
  it('are of complete calendar years, so that they change once a year', () => {
    const years = { from: '2023-01-01', until: '2026-01-01' };
    expect(figuresPeriod(calendarDate('2026-01-01'))).toEqual(years);
    expect(figuresPeriod(calendarDate('2026-12-31'))).toEqual(years);
  });

  it.each([
    [4, 0, null, null],
    [5, 5, 5, null],
    [40, 4, 40, null],
    [40, 36, 40, null],
    [40, 5, 40, 5],
    [43, 12, 45, 10],
  ])('of %i lettings of which %i mediated tell %s and %s', (lettings, mediated, shown, shownMediated) => {
    expect(disclosedLettings({ lettings, mediated })).toEqual({ lettings: shown, mediated: shownMediated });
  });
});
