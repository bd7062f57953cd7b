import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

describe('accessibility-need', () => {
  const walker = { kind: 'accessibility-need', minimum: 'WALKER' };

  it('holds for a need that the home meets', () => {
    expect(holds(walker, seeker({ accessibility: 'WALKER' }), home({ accessibility: 'WHEELCHAIR' }))).toBe(
      true,
    );
    expect(holds(walker, seeker({ accessibility: 'WHEELCHAIR' }), home({ accessibility: 'WALKER' }))).toBe(
      false,
    );
  });

  it('does not hold for a lesser need: an accessible home is for who cannot do without', () => {
    expect(holds(walker, seeker({ accessibility: 'STICK' }), home({ accessibility: 'WHEELCHAIR' }))).toBe(
      false,
    );
  });

  it('refuses NONE, which would be no need', () => {
    expect(faults({ kind: 'accessibility-need', minimum: 'NONE' })).toEqual(['UNKNOWN_VALUE minimum']);
  });
});
