import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

describe('rent-at-most', () => {
  const limit = { kind: 'rent-at-most', threshold: 'QUALITY_DISCOUNT_LOW', amountCents: 68_296 };

  it('counts the limit itself as within it', () => {
    expect(holds(limit, seeker(), home({ rentCents: 68_296 }))).toBe(true);
    expect(holds(limit, seeker(), home({ rentCents: 68_297 }))).toBe(false);
  });

  it('holds for no home while the amount of the limit is not known', () => {
    expect(holds({ ...limit, amountCents: null }, seeker(), home({ rentCents: 0 }))).toBe(false);
  });

  it('names its limit', () => {
    expect(faults({ kind: 'rent-at-most' })).toEqual(['MISSING threshold']);
  });
});
