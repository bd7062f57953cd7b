import { describe, expect, it } from 'vitest';
import { faults, holds, seeker } from './examples.ts';

describe('income-at-most', () => {
  const limit = { kind: 'income-at-most', threshold: 'INCOME_GOOI' };

  it('follows the outcome of the comparison that was made where the income is kept', () => {
    expect(holds(limit, seeker({ incomeAtMost: { INCOME_GOOI: true } }))).toBe(true);
    expect(holds(limit, seeker({ incomeAtMost: { INCOME_GOOI: false } }))).toBe(false);
  });

  it('does not hold for a threshold that was not tested', () => {
    expect(holds(limit, seeker({ incomeAtMost: { OTHER: true } }))).toBe(false);
  });

  it('is not fooled by what every object inherits', () => {
    expect(faults({ kind: 'income-at-most', threshold: 'constructor' })).toEqual(['WRONG_TYPE threshold']);
  });
});
