import { describe, expect, it } from 'vitest';
import {
  isSearchProfile,
  type SearchProfileBounds,
} from '../../../subgraphs/registrations/domain/search-profile.ts';

const OPEN: SearchProfileBounds = { dwellingTypes: [], municipalities: [] };
const municipalities = (count: number) => Array.from({ length: count }, (_, index) => `GM${1000 + index}`);

describe('a search profile', () => {
  it('may ask for anything', () => {
    expect(isSearchProfile(OPEN)).toBe(true);
  });

  it.each<Partial<SearchProfileBounds>>([
    { minimumRooms: 1, maximumRooms: 20 },
    { minimumRooms: 3, maximumRooms: 3 },
    { minimumRooms: null, maximumRooms: null },
    { maximumRentCents: 1 },
    { minimumAreaM2: 1_000 },
    { dwellingTypes: ['APARTMENT', 'HOUSE'], municipalities: municipalities(50) },
  ])('may ask for %o', (asked) => {
    expect(isSearchProfile({ ...OPEN, ...asked })).toBe(true);
  });

  it.each<Partial<SearchProfileBounds>>([
    { minimumRooms: 0 },
    { maximumRooms: 21 },
    { minimumRooms: 4, maximumRooms: 3 },
    { maximumRentCents: 0 },
    { maximumRentCents: -1 },
    { minimumAreaM2: 0 },
    { minimumAreaM2: 1_001 },
    { dwellingTypes: ['HOUSE', 'HOUSE'] },
    { dwellingTypes: ['1', '2', '3', '4', '5', '6'] },
    { municipalities: ['Hilversum'] },
    { municipalities: ['GM0402', 'GM0402'] },
    { municipalities: municipalities(51) },
  ])('may not ask for %o', (asked) => {
    expect(isSearchProfile({ ...OPEN, ...asked })).toBe(false);
  });
});
