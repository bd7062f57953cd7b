import type { MunicipalityCode, RegionCode } from '../../rules/area.ts';
import type { AreaTable } from '../../subgraphs/binding-rules/subgraph.ts';
import type { CorporationPlace } from '../places.ts';
import { randomnessOf, type Weights } from '../randomness.ts';
import { SEED } from '../reference.ts';
import {
  AMSTERDAM,
  AMSTERDAM_REACTIONS,
  GOOI,
  GOOI_REACTIONS,
  SMALL_REACTIONS,
  type Manner,
  type RegionScale,
} from '../scale.ts';
import { inProportion, POPULATION_SIZES, type PopulationScale } from './population-scale.ts';

/** A region of the population. */
export interface PopulatedRegion extends RegionScale {
  readonly name: string;
  readonly municipalities: readonly MunicipalityCode[];
  /** Whether its regulations come with the hub; else they are made after those of the demonstration's regions. */
  readonly inCorpus: boolean;
}

/** How large registers are among each other. */
const SIZES: Weights<readonly [minimum: number, maximum: number]> = [
  [[10, 20], 25],
  [[20, 36], 40],
  [[36, 56], 35],
];

/** Seekers for each corporation of a region, of which it has two to six. */
const SEEKERS_PER_CORPORATION = 8_000;

/**
 * The regions of a population, those of smaller scales first and each the same at every scale: the two of the demonstration, the
 * others of the corpus, and regions of three or four municipalities in the order of their codes until the largest scale has them all.
 */
export function regionsOf(scale: PopulationScale, areas: AreaTable): readonly PopulatedRegion[] {
  const { gooi, amsterdam, tiers } = POPULATION_SIZES[scale];
  const places = placesOf(areas);
  const sizes = [
    gooi,
    amsterdam,
    ...tiers.flatMap(({ regions, registrations }, tier) =>
      sizesOf(regions, registrations, `${SEED}/population/${tier}`),
    ),
  ];
  return sizes.map((registrations, index) => regionAt(places[index]!, registrations, index));
}

type RegionPlace = Pick<PopulatedRegion, 'name' | 'municipalities' | 'inCorpus'> & {
  readonly code: RegionCode;
};

/** Regions in all at the largest scale. */
const REGIONS = 100;

function placesOf({ regions, municipalities }: AreaTable): readonly RegionPlace[] {
  const first = ['GOOI', 'AMSTERDAM'];
  const ofCorpus = regions
    .toSorted((one, other) => order(one.code) - order(other.code))
    .map(({ code, name, municipalities: members }): RegionPlace => ({
      code,
      name,
      municipalities: [...members].sort(),
      inCorpus: true,
    }));
  const free = municipalities
    .filter(({ region }) => region === null)
    .sort((one, other) => (one.code < other.code ? -1 : 1));
  const count = REGIONS - ofCorpus.length;
  const made = Array.from({ length: count }, (_, index): RegionPlace => {
    const members = free.slice(
      Math.floor((index * free.length) / count),
      Math.floor(((index + 1) * free.length) / count),
    );
    const { code, name } = members[0]!;
    return {
      code: `RG${code.slice(2)}`,
      name: `Regio ${name} (verzonnen)`,
      municipalities: members.map((each) => each.code),
      inCorpus: false,
    };
  });
  return [...ofCorpus, ...made];

  function order(code: RegionCode): number {
    const known = first.indexOf(code);
    return known < 0 ? first.length : known;
  }
}

/** The sizes of some registers that together have `total`. */
function sizesOf(count: number, total: number, seed: string): readonly number[] {
  const randomness = randomnessOf(seed);
  const shares = Array.from({ length: count }, () => {
    const [minimum, maximum] = randomness.weighted(SIZES);
    return randomness.between(minimum * 100, maximum * 100);
  });
  const all = shares.reduce((sum, one) => sum + one, 0);
  let upTo = 0;
  return shares.map((one) => {
    const from = Math.floor((upTo * total) / all);
    upTo += one;
    return Math.floor((upTo * total) / all) - from;
  });
}

function regionAt(place: RegionPlace, registrations: number, index: number): PopulatedRegion {
  const { code, name, municipalities, inCorpus } = place;
  // Every other region orders by points, in the manner of Amsterdam.
  const manner: Manner = index % 2 === 0 ? 'GOOI' : 'AMSTERDAM';
  const own = code === 'GOOI' ? GOOI : code === 'AMSTERDAM' ? AMSTERDAM : undefined;
  const corporations = own?.corporations ?? corporationsOf(place, registrations, index);
  return {
    region: code,
    name,
    municipalities,
    inCorpus,
    registrar: `R${String(index + 1).padStart(4, '0')}`,
    registrarName: own?.registrarName ?? `Woningzoekendenregister ${name}`,
    manner,
    corporations,
    seekersByMunicipality:
      own?.seekersByMunicipality ??
      municipalities.map((each, rank) => [each, Math.floor(1000 / (rank + 1))] as const),
    registrations,
    closedVacancies: inProportion(1_720, registrations),
    openVacancies: inProportion(140, registrations),
    drafts: inProportion(12, registrations),
    withdrawn: inProportion(18, registrations),
    complexes: Math.max(corporations.length, inProportion(210, registrations)),
    mediatedHomes: inProportion(40, registrations),
    mediatedSeekers: inProportion(60, registrations),
    urgencies: inProportion(620, registrations),
    ...reactionsIn(registrations),
  };
}

/** The larger the register, the more people react to one home, up to what a large one has. */
function reactionsIn(registrations: number): Pick<RegionScale, 'reactions' | 'wantedHomes'> {
  if (registrations >= 25_000)
    return { reactions: GOOI_REACTIONS, wantedHomes: [5_500, 2_400, 1_600, 1_250] };
  if (registrations >= 10_000) return { reactions: GOOI_REACTIONS, wantedHomes: [1_600, 1_250] };
  if (registrations >= 2_000) return { reactions: AMSTERDAM_REACTIONS, wantedHomes: [700] };
  return { reactions: SMALL_REACTIONS, wantedHomes: [60] };
}

function corporationsOf(
  { code, municipalities }: RegionPlace,
  registrations: number,
  index: number,
): readonly CorporationPlace[] {
  const count = Math.min(6, Math.max(2, Math.round(registrations / SEEKERS_PER_CORPORATION)));
  return Array.from({ length: count }, (_, each): CorporationPlace => {
    const owner = `L${1000 + index * 10 + each}`;
    const served = municipalities.filter((_place, rank) => rank % count === each);
    const stock = served.length > 0 ? served : [municipalities[each % municipalities.length]!];
    return {
      code: owner,
      name: `Corporatie ${owner} (verzonnen)`,
      region: code,
      weight: 30 - each * 4,
      stock: stock.map((municipality) => [municipality, 1] as const),
    };
  });
}
