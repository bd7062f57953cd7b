import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

const ONE = 'L0001:00000000-0000-4000-8000-000000000001';
const OTHER = 'L0001:00000000-0000-4000-8000-000000000002';

describe('complex', () => {
  it('holds for the homes of the complexes named, and for no home outside a complex', () => {
    const named = { kind: 'complex', complexes: [ONE] };
    expect(holds(named, seeker(), home({ complex: ONE }))).toBe(true);
    expect(holds(named, seeker(), home({ complex: OTHER }))).toBe(false);
    expect(holds(named, seeker(), home({ complex: null }))).toBe(false);
    expect(holds({ kind: 'complex', complexes: [ONE, OTHER] }, seeker(), home({ complex: OTHER }))).toBe(
      true,
    );
  });

  it('refuses to be written without complexes, or with what is no id of one', () => {
    expect(faults({ kind: 'complex' })).toEqual(['MISSING complexes']);
    expect(faults({ kind: 'complex', complexes: ['the red house'] })).toEqual(['UNKNOWN_VALUE complexes']);
  });
});
