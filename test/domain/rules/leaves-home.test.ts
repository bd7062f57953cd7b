import { describe, expect, it } from 'vitest';
import { holds, seeker } from './examples.ts';

describe('leaves-home', () => {
  it('holds for a mover and not for a starter', () => {
    expect(holds({ kind: 'leaves-home' }, seeker({ leavesSelfContainedHome: true }))).toBe(true);
    expect(holds({ kind: 'leaves-home' }, seeker({ leavesSelfContainedHome: false }))).toBe(false);
  });
});
