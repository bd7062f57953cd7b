import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

describe('all', () => {
  const both = { kind: 'all', of: [{ kind: 'registered' }, { kind: 'leaves-home' }] };

  it('holds only when each part holds', () => {
    expect(holds(both, seeker({ leavesSelfContainedHome: true }))).toBe(true);
    expect(holds(both, seeker({ leavesSelfContainedHome: false }))).toBe(false);
  });

  it.each([1, 2, 3, 4, 5])('lets one failing part of %i decide, wherever it stands', (size) => {
    for (let failing = 0; failing < size; failing += 1) {
      const of = Array.from({ length: size }, (_part, index) =>
        index === failing ? { kind: 'leaves-home' } : { kind: 'lawful-residence' },
      );
      expect(holds({ kind: 'all', of })).toBe(false);
      expect(holds({ kind: 'all', of }, seeker({ leavesSelfContainedHome: true }), home())).toBe(true);
    }
  });

  it('refuses an empty list, which would admit everybody', () => {
    expect(faults({ kind: 'all', of: [] })).toEqual(['MISSING of']);
  });
});
