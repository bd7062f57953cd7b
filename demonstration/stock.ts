import type { CoreCode, MunicipalityCode } from '../rules/area.ts';
import type { Accessibility, DwellingType } from '../rules/facts.ts';
import type { ComplexRow, DwellingRow } from '../subgraphs/vacancies/subgraph.ts';
import { DISTRICTS, NEIGHBOURHOODS, streetName } from './places.ts';
import { randomnessOf, type Randomness, type Weights } from './randomness.ts';
import { SEED } from './reference.ts';
import { rowId } from './row-id.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { RegionScale } from './scale.ts';

/** The dwellings of a region, in complexes of one kind each. */
export interface Stock {
  readonly complexes: readonly ComplexRow[];
  readonly dwellings: readonly DwellingRow[];
}

/** What a complex is made of. */
interface Building {
  readonly name: string;
  readonly type: DwellingType;
  readonly rooms: readonly [minimum: number, maximum: number];
  /** Square metres of the first room, with what else is in a home, and of each further one. */
  readonly areaM2: readonly [first: number, further: number];
  readonly accessibility: Weights<Accessibility>;
}

const STEPS: Weights<Accessibility> = [
  ['NONE', 9],
  ['STICK', 1],
];
const LIFT: Weights<Accessibility> = [
  ['NONE', 4],
  ['STICK', 4],
  ['WALKER', 2],
];

const BUILDINGS: Weights<Building> = [
  [{ name: 'galerijflat', type: 'APARTMENT', rooms: [2, 4], areaM2: [30, 15], accessibility: LIFT }, 34],
  [{ name: 'portiekflat', type: 'APARTMENT', rooms: [2, 3], areaM2: [28, 14], accessibility: STEPS }, 20],
  [{ name: 'eengezinswoningen', type: 'HOUSE', rooms: [3, 5], areaM2: [34, 17], accessibility: STEPS }, 22],
  [{ name: 'studio’s', type: 'STUDIO', rooms: [1, 1], areaM2: [24, 0], accessibility: LIFT }, 10],
  [{ name: 'maisonnettes', type: 'MAISONETTE', rooms: [3, 4], areaM2: [30, 16], accessibility: STEPS }, 6],
  [
    {
      name: 'seniorenwoningen',
      type: 'SENIOR_HOME',
      rooms: [2, 3],
      areaM2: [36, 14],
      accessibility: [
        ['STICK', 2],
        ['WALKER', 5],
        ['WHEELCHAIR', 3],
      ],
    },
    8,
  ],
];

const ENERGY_LABELS: Weights<string> = [
  ['A++', 4],
  ['A', 24],
  ['B', 22],
  ['C', 28],
  ['D', 14],
  ['E', 6],
  ['F', 2],
];

/** Where the rent of a social home lies: below and between the quality-discount limits of 2025 and 2026, and above them. */
const RENTS: Weights<readonly [minimum: number, maximum: number]> = [
  [[42_000, 56_000], 18],
  [[56_000, 68_296], 40],
  [[68_297, 73_193], 20],
  [[73_194, 90_007], 22],
];

/** Complexes of the region's corporations, each with `perComplex` dwellings of which a few are let outside social rent. */
export function stockOf(scale: RegionScale, perComplex: number, rules: RulesInForce): Stock {
  const randomness = randomnessOf(`${SEED}/stock/${scale.region}`);
  const { corporations } = scale;
  const weights = corporations.map((corporation) => [corporation, corporation.weight] as const);
  const complexes: ComplexRow[] = [];
  const dwellings: DwellingRow[] = [];
  for (let index = 0; index < scale.complexes; index += 1) {
    // Every corporation has one at the least, also in a small region.
    const corporation = corporations[index] ?? randomness.weighted(weights);
    const building = randomness.weighted(BUILDINGS);
    const municipality = randomness.weighted(corporation.stock);
    const site = siteIn(municipality, rules, randomness);
    const street = streetName(randomness.below(96));
    const id = rowId('complex', `${scale.region}/${index}`);
    complexes.push({ owner: corporation.code, id, name: `${street}, ${building.name}` });
    const around = {
      owner: corporation.code,
      complex: id,
      region: scale.region,
      municipality,
      ...site,
      street,
    };
    const energyLabel = randomness.weighted(ENERGY_LABELS);
    for (let number = 1; number <= perComplex; number += 1) {
      const dwelling = dwellingIn(building, randomness);
      const houseNumber = number * 2 - (index % 2);
      dwellings.push({
        ...around,
        id: rowId('dwelling', `${id}/${number}`),
        houseNumber,
        energyLabel,
        ...dwelling,
      });
    }
  }
  return { complexes, dwellings };
}

function siteIn(
  municipality: MunicipalityCode,
  rules: RulesInForce,
  randomness: Randomness,
): { readonly core: CoreCode | null; readonly district: string; readonly neighbourhood: string } {
  const cores = rules.coresOf(municipality);
  const core = cores.length === 0 ? null : randomness.pick(cores);
  return {
    core: core?.code ?? null,
    district: core?.name ?? randomness.pick(DISTRICTS),
    neighbourhood: randomness.pick(NEIGHBOURHOODS),
  };
}

function dwellingIn(
  building: Building,
  randomness: Randomness,
): Pick<DwellingRow, 'dwellingType' | 'rooms' | 'areaM2' | 'accessibility' | 'rentCents' | 'segment'> {
  const [fewest, most] = building.rooms;
  const rooms = randomness.between(fewest, most);
  const [first, further] = building.areaM2;
  const [lowest, highest] = building.type === 'STUDIO' ? [38_000, 50_000] : randomness.weighted(RENTS);
  const social = !randomness.chance(25);
  return {
    dwellingType: building.type,
    rooms,
    areaM2: first + (rooms - 1) * further + randomness.between(0, 9),
    accessibility: randomness.weighted(building.accessibility),
    rentCents: social ? randomness.between(lowest, highest) : randomness.between(95_000, 117_500),
    segment: social ? 'SOCIAL_RENT' : 'MID_RENT',
  };
}
