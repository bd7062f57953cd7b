import { describe, expect, it } from 'vitest';
import { faults, holds, seeker } from './examples.ts';

describe('household', () => {
  it('counts adults and children together as persons', () => {
    const three = { kind: 'household', minimumPersons: 3 };
    expect(holds(three, seeker({ adults: 1, children: 2 }))).toBe(true);
    expect(holds(three, seeker({ adults: 2, children: 0 }))).toBe(false);
  });

  it('asks for children where the rule does', () => {
    const family = { kind: 'household', minimumPersons: 3, minimumChildren: 1 };
    expect(holds(family, seeker({ adults: 3, children: 0 }))).toBe(false);
    expect(holds(family, seeker({ adults: 2, children: 1 }))).toBe(true);
  });

  it('lets a maximum shut out who is with more', () => {
    expect(holds({ kind: 'household', maximumPersons: 2 }, seeker({ adults: 2 }))).toBe(true);
    expect(holds({ kind: 'household', maximumPersons: 2 }, seeker({ adults: 2, children: 1 }))).toBe(false);
  });

  it('refuses bounds that leave nobody', () => {
    expect(faults({ kind: 'household', minimumPersons: 3, maximumPersons: 2 })).toEqual(['CONTRADICTION ']);
  });
});
