import { describe, expect, it } from 'vitest';
import { medianOf, slopeOf } from '../../bench/memory/slope.ts';

const along = (values: readonly number[]) => values.map((value, at) => ({ at, value }));

describe('the slope of samples', () => {
  it('is how much they grow, whatever lies between', () => {
    expect(slopeOf(along([10, 12, 14, 16]))).toBe(2);
    expect(slopeOf(along([16, 14, 12, 10]))).toBe(-2);
    expect(slopeOf(along([5, 9, 5, 9, 5]))).toBe(0);
    expect(slopeOf(along([0, 3, 1, 4, 2]))).toBeCloseTo(0.5);
  });

  it('is none where nothing can be told', () => {
    expect(slopeOf([])).toBe(0);
    expect(slopeOf(along([7]))).toBe(0);
    expect(
      slopeOf([
        { at: 1, value: 7 },
        { at: 1, value: 9 },
      ]),
    ).toBe(0);
  });
});

describe('the median', () => {
  it('is the middle of the values by their size', () => {
    expect(medianOf([100, 9, 10])).toBe(10);
    expect(medianOf([4, 1, 3, 2])).toBe(2);
    expect(medianOf([])).toBe(0);
  });
});
