import type { MunicipalityCode } from '../rules/area.ts';
import type { Accessibility, DwellingType } from '../rules/facts.ts';
import type { Randomness } from './randomness.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { RegionScale } from './scale.ts';

/** Where a household looks: anywhere in the region (empty), at home, or in some municipalities. */
export function searchArea(
  home: MunicipalityCode,
  scale: RegionScale,
  rules: RulesInForce,
  randomness: Randomness,
): MunicipalityCode[] {
  const region = rules.municipalitiesOf(scale.region);
  const kind = randomness.weighted([
    ['ANYWHERE', 45],
    ['HOME', 30],
    ['SOME', 25],
  ] as const);
  if (kind === 'ANYWHERE') return [];
  const start = region.includes(home) ? home : randomness.pick(region);
  return kind === 'HOME'
    ? [start]
    : [...new Set([start, randomness.pick(region), randomness.pick(region)])].sort();
}

/** What a household looks for: enough rooms, a rent that its income can carry, now and then a kind of home. */
export function profileOf(
  persons: number,
  incomeCents: number,
  age: number,
  accessibility: Accessibility,
  randomness: Randomness,
) {
  const minimumRooms = persons >= 4 ? 4 : persons === 3 ? 3 : persons === 2 ? 2 : null;
  const maximumRooms = persons === 1 && randomness.chance(600) ? 3 : null;
  const lowIncome = incomeCents < 3_200_000;
  const types: readonly DwellingType[] =
    age >= 60 || accessibility === 'WALKER' || accessibility === 'WHEELCHAIR'
      ? ['APARTMENT', 'SENIOR_HOME']
      : persons >= 3
        ? ['HOUSE', 'MAISONETTE']
        : ['APARTMENT', 'MAISONETTE', 'STUDIO'];
  return {
    profileDwellingTypes: randomness.chance(300) ? [...types] : [],
    profileMinimumRooms: minimumRooms,
    profileMaximumRooms: maximumRooms,
    profileMaximumRentCents: lowIncome
      ? persons <= 2
        ? 71_302
        : 76_414
      : randomness.chance(500)
        ? 93_293
        : null,
    profileMinimumAreaM2: randomness.chance(80) ? 50 : null,
  };
}
