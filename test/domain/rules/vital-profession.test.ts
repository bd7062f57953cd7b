import { describe, expect, it } from 'vitest';
import { condition, faults, holds, seeker } from './examples.ts';

describe('vital-profession', () => {
  const vital = { kind: 'vital-profession', professions: ['POLICE', 'CARE'] };

  it('holds for the professions that the regulation lists', () => {
    expect(holds(vital, seeker({ vitalProfession: 'CARE' }))).toBe(true);
    expect(holds(vital, seeker({ vitalProfession: 'EDUCATION' }))).toBe(false);
    expect(holds(vital, seeker({ vitalProfession: null }))).toBe(false);
  });

  it('has one form whatever the order of the list', () => {
    expect(condition(vital)).toEqual(
      condition({ kind: 'vital-profession', professions: ['CARE', 'POLICE', 'CARE'] }),
    );
  });

  it('refuses an empty list', () => {
    expect(faults({ kind: 'vital-profession', professions: [] })).toEqual(['MISSING professions']);
  });
});
