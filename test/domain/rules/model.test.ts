import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

describe('model', () => {
  it('holds for a home offered under one of the models', () => {
    const draws = { kind: 'model', models: ['LOTTERY', 'URGENT_SEEKER_LOTTERY'] };
    expect(holds(draws, seeker(), home({ model: 'LOTTERY' }))).toBe(true);
    expect(holds(draws, seeker(), home({ model: 'OFFER' }))).toBe(false);
    expect(holds({ kind: 'model', models: ['OFFER'] }, seeker(), home({ model: 'OFFER' }))).toBe(true);
  });

  it('refuses an unknown model and an empty list', () => {
    expect(faults({ kind: 'model', models: ['AUCTION', 'OFFER'] })).toEqual(['UNKNOWN_VALUE models']);
    expect(faults({ kind: 'model', models: [] })).toEqual(['MISSING models']);
  });
});
