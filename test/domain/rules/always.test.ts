import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

describe('always', () => {
  it('holds for everybody and every home', () => {
    expect(
      holds({ kind: 'always' }, seeker({ lawfulResidence: false }), home({ segment: 'FREE_SECTOR' })),
    ).toBe(true);
  });

  it('refuses a key it does not know, so that a condition written in the wrong place is not lost', () => {
    expect(faults({ kind: 'always', minimum: 18 })).toEqual(['UNKNOWN_KEY minimum']);
  });
});
