import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { describeCondition } from '../../../rules/condition.ts';
import { condition, faults, holds, home, seeker, urgency } from './examples.ts';

describe('urgency-fits', () => {
  const any = { kind: 'urgency-fits' };
  const urgent = (special: Parameters<typeof urgency>[0]) => seeker({ urgencies: [urgency(special)] });
  const asking = (profile: object) => urgent({ searchProfile: { ...urgency().searchProfile, ...profile } });

  it('holds from the first day of validity until the day before it ends', () => {
    expect(holds(any, urgent({}), home(), calendarDate('2025-01-01'))).toBe(true);
    expect(holds(any, urgent({}), home(), calendarDate('2024-12-31'))).toBe(false);
    expect(holds(any, urgent({}), home(), calendarDate('2025-12-31'))).toBe(true);
    expect(holds(any, urgent({}), home(), calendarDate('2026-01-01'))).toBe(false);
  });

  it('takes only the categories it lists', () => {
    expect(holds({ ...any, categories: ['MEDICAL'] }, urgent({}))).toBe(true);
    expect(holds({ ...any, categories: ['RENEWAL'] }, urgent({}))).toBe(false);
  });

  it('tells the groups of article 12(3) from what lies outside it', () => {
    expect(holds({ ...any, statutory: ['a', 'd'] }, urgent({ statutoryGroup: 'd' }))).toBe(true);
    expect(holds({ ...any, statutory: ['a', 'd'] }, urgent({ statutoryGroup: 'c' }))).toBe(false);
    expect(holds({ ...any, statutory: ['a', 'd'] }, urgent({ statutoryGroup: null }))).toBe(false);
    expect(holds({ ...any, statutory: 'OUTSIDE' }, urgent({ statutoryGroup: null }))).toBe(true);
    expect(holds({ ...any, statutory: 'OUTSIDE' }, urgent({ statutoryGroup: 'c' }))).toBe(false);
  });

  it.each([
    ['fewer rooms than asked', { minimumRooms: 4 }, { minimumRooms: 3 }],
    ['more rooms than asked', { maximumRooms: 2 }, { maximumRooms: 3 }],
    ['a rent above the bound', { maximumRentCents: 64_999 }, { maximumRentCents: 65_000 }],
    ['less area than asked', { minimumAreaM2: 71 }, { minimumAreaM2: 70 }],
    ['another type of home', { dwellingTypes: ['HOUSE'] }, { dwellingTypes: ['HOUSE', 'APARTMENT'] }],
    ['another municipality', { municipalities: ['GM0406'] }, { municipalities: ['GM0402'] }],
  ])('gives no priority for %s', (_misfit, misfit, fit) => {
    expect(holds(any, asking(misfit))).toBe(false);
    expect(holds(any, asking(fit))).toBe(true);
  });

  it('gives no priority for a home that is not accessible enough', () => {
    expect(holds(any, asking({ accessibility: 'WALKER' }), home({ accessibility: 'STICK' }))).toBe(false);
    expect(holds(any, asking({ accessibility: 'WALKER' }), home({ accessibility: 'WALKER' }))).toBe(true);
  });

  it('holds anywhere in the region of the decision, and nowhere else, when it names no municipality', () => {
    expect(holds(any, urgent({ municipality: 'GM0417' }))).toBe(true);
    expect(holds(any, urgent({ municipality: 'GM0363' }))).toBe(false);
  });

  it('lets one urgency that fits do, beside one that does not', () => {
    const both = seeker({ urgencies: [urgency({ category: 'SOCIAL', municipality: 'GM0363' }), urgency()] });
    expect(holds(any, both)).toBe(true);
    expect(holds({ ...any, categories: ['SOCIAL'] }, both)).toBe(false);
  });

  it('refuses a group that the law does not have', () => {
    expect(faults({ ...any, statutory: ['k'] })).toEqual(['UNKNOWN_VALUE statutory', 'MISSING statutory']);
  });

  it('is said with its categories when they are few, and with their number when they are many', () => {
    const said = (categories: readonly string[]) => describeCondition(condition({ ...any, categories })).en;
    expect(said(['MEDICAL', 'RENEWAL'])).toContain('(MEDICAL, RENEWAL)');
    expect(said(['A1', 'B2', 'C3', 'D4'])).toContain('one of the 4 categories of this rule');
    expect(said([])).toBe('the seeker has a valid urgency whose search profile fits the home');
  });
});
