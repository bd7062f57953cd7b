import { describe, expect, it } from 'vitest';
import { faults, holds, seeker } from './examples.ts';

describe('not', () => {
  it('turns the outcome of its part around', () => {
    const starter = { kind: 'not', of: { kind: 'leaves-home' } };
    expect(holds(starter, seeker({ leavesSelfContainedHome: false }))).toBe(true);
    expect(holds(starter, seeker({ leavesSelfContainedHome: true }))).toBe(false);
  });

  it('names the fault of its part by the path to it', () => {
    expect(faults({ kind: 'not', of: { kind: 'age', of: 'ALL', minimum: -1 } })).toEqual([
      'OUT_OF_BOUNDS of.minimum',
    ]);
  });
});
