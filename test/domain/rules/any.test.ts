import { describe, expect, it } from 'vitest';
import { describeCondition } from '../../../rules/condition.ts';
import { condition, faults, holds, seeker } from './examples.ts';

describe('any', () => {
  it.each([1, 2, 3, 4])('lets one part of %i that holds decide, wherever it stands', (size) => {
    for (let holding = 0; holding < size; holding += 1) {
      const of = Array.from({ length: size }, (_part, index) =>
        index === holding ? { kind: 'leaves-home' } : { kind: 'not', of: { kind: 'lawful-residence' } },
      );
      expect(holds({ kind: 'any', of }, seeker({ leavesSelfContainedHome: true }))).toBe(true);
      expect(holds({ kind: 'any', of }, seeker({ leavesSelfContainedHome: false }))).toBe(false);
    }
  });

  it('refuses an empty list, which would shut everybody out', () => {
    expect(faults({ kind: 'any', of: [] })).toEqual(['MISSING of']);
  });

  it('puts its parts between brackets, so that "and" around it cannot be misread', () => {
    const tree = condition({ kind: 'any', of: [{ kind: 'registered' }, { kind: 'leaves-home' }] });
    expect(describeCondition(tree).en).toBe(
      '(the seeker is registered or the seeker leaves a self-contained home)',
    );
  });
});
