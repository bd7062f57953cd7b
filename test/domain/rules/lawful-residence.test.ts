import { describe, expect, it } from 'vitest';
import { holds, seeker } from './examples.ts';

describe('lawful-residence', () => {
  it('holds for who is Dutch or lawfully resident', () => {
    expect(holds({ kind: 'lawful-residence' }, seeker({ lawfulResidence: true }))).toBe(true);
    expect(holds({ kind: 'lawful-residence' }, seeker({ lawfulResidence: false }))).toBe(false);
  });
});
