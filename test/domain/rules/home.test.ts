import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker } from './examples.ts';

describe('home', () => {
  const within = (bound: object, vacancy: Parameters<typeof home>[0]): boolean =>
    holds({ kind: 'home', ...bound }, seeker(), home(vacancy));

  it('counts its bounds as still allowed', () => {
    expect(within({ minimumRooms: 4 }, { rooms: 4 })).toBe(true);
    expect(within({ minimumRooms: 4 }, { rooms: 3 })).toBe(false);
    expect(within({ maximumRooms: 2 }, { rooms: 2 })).toBe(true);
    expect(within({ maximumRooms: 2 }, { rooms: 3 })).toBe(false);
    expect(within({ maximumAreaM2: 55 }, { areaM2: 55 })).toBe(true);
    expect(within({ maximumAreaM2: 55 }, { areaM2: 56 })).toBe(false);
    expect(within({ maximumRentCents: 68_296 }, { rentCents: 68_296 })).toBe(true);
    expect(within({ maximumRentCents: 68_296 }, { rentCents: 68_297 })).toBe(false);
  });

  it('takes the types and segments that it lists, and any when it lists none', () => {
    expect(within({ dwellingTypes: ['HOUSE'] }, { dwellingType: 'HOUSE' })).toBe(true);
    expect(within({ dwellingTypes: ['HOUSE'] }, { dwellingType: 'STUDIO' })).toBe(false);
    expect(within({ segments: ['SOCIAL_RENT', 'MID_RENT'] }, { segment: 'MID_RENT' })).toBe(true);
    expect(within({ segments: ['SOCIAL_RENT'] }, { segment: 'MID_RENT' })).toBe(false);
  });

  it('takes homes that serve at least the need that it names', () => {
    expect(within({ minimumAccessibility: 'WALKER' }, { accessibility: 'STICK' })).toBe(false);
    expect(within({ minimumAccessibility: 'WALKER' }, { accessibility: 'WALKER' })).toBe(true);
    expect(within({ minimumAccessibility: 'WALKER' }, { accessibility: 'WHEELCHAIR' })).toBe(true);
    expect(faults({ kind: 'home', minimumAccessibility: 'NONE' })).toEqual(['MISSING ']);
  });

  it('refuses to be written without a bound', () => {
    expect(faults({ kind: 'home' })).toEqual(['MISSING ']);
  });
});
