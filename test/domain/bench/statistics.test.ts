import { describe, expect, it } from 'vitest';
import { median, percentile, slopeOf } from '../../bench/statistics.ts';

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
  it('is the middle of the values by their size, or the mean of the two in the middle', () => {
    expect(median([100, 9, 10])).toBe(10);
    expect(median([9, 1, 5, 2])).toBe(3.5);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a percentile', () => {
  it('is a value that was measured, the least that the share does not pass', () => {
    const hundred = Float64Array.from({ length: 100 }, (_none, index) => index + 1);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([7], 0.5)).toBe(7);
    expect(percentile([], 0.5)).toBe(0);
  });
});
