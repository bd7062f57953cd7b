import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

describe('label', () => {
  it('holds for a vacancy that carries the label', () => {
    const local = { kind: 'label', label: 'LOCAL_BINDING' };
    expect(holds(local, seeker(), home({ labels: ['YOUTH', 'LOCAL_BINDING'] }))).toBe(true);
    expect(holds(local, seeker(), home({ labels: ['CORE_BINDING'] }))).toBe(false);
  });

  it('refuses a label that does not exist', () => {
    expect(faults({ kind: 'label', label: 'FRIENDS' })).toEqual(['UNKNOWN_VALUE label']);
  });
});
