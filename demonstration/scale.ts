import type { MunicipalityCode, RegionCode } from '../rules/area.ts';
import { CORPORATIONS, SEEKERS_BY_MUNICIPALITY, type CorporationPlace } from './places.ts';
import type { Weights } from './randomness.ts';

/** How much of a region is made: `full` for use, `small` of the same shape for tests. */
export type Scale = 'full' | 'small';

/** How many seekers react to one home: a range, chosen with its weight. */
export type ReactionCounts = Weights<readonly [minimum: number, maximum: number]>;

/** In whose manner a region divides homes: which of them by draw, for which urgencies of its own, with or without points. */
export type Manner = 'GOOI' | 'AMSTERDAM';

/** What a region has at a scale. See README.md for where the numbers come from. */
export interface RegionScale {
  readonly region: RegionCode;
  readonly registrar: string;
  readonly registrarName: string;
  readonly manner: Manner;
  readonly corporations: readonly CorporationPlace[];
  /** Share of its seekers that live in each of its municipalities. */
  readonly seekersByMunicipality: Weights<MunicipalityCode>;
  readonly registrations: number;
  /** Vacancies that were published and closed in the past year. */
  readonly closedVacancies: number;
  /** Vacancies that are open for reactions on the reference day. */
  readonly openVacancies: number;
  readonly drafts: number;
  readonly withdrawn: number;
  readonly complexes: number;
  /** Homes that are registered for direct mediation on the reference day. */
  readonly mediatedHomes: number;
  /** Households that wait for direct mediation, besides the urgencies below. */
  readonly mediatedSeekers: number;
  /** Urgencies that were granted since the autumn of the year before; most of them are housed by now. */
  readonly urgencies: number;
  readonly reactions: ReactionCounts;
  /** Numbers of reactions that some open homes get in any case: homes that everybody wants. */
  readonly wantedHomes: readonly number[];
}

/** The weights give a median of about 150 and a mean of about 200. */
export const GOOI_REACTIONS: ReactionCounts = [
  [[15, 60], 13],
  [[60, 110], 22],
  [[110, 180], 28],
  [[180, 320], 24],
  [[320, 650], 11],
  [[650, 1300], 2],
];

/** A smaller register: about a quarter fewer. */
export const AMSTERDAM_REACTIONS: ReactionCounts = [
  [[10, 60], 14],
  [[60, 120], 26],
  [[120, 200], 32],
  [[200, 320], 23],
  [[320, 480], 5],
];

export const SMALL_REACTIONS: ReactionCounts = [
  [[4, 10], 30],
  [[10, 22], 45],
  [[22, 40], 25],
];

export const GOOI = {
  region: 'GOOI',
  registrar: 'R0001',
  registrarName: 'Woningzoekendenregister Gooi en Vechtstreek',
  ...ownOf('GOOI'),
};
export const AMSTERDAM = {
  region: 'AMSTERDAM',
  registrar: 'R0002',
  registrarName: 'Woningzoekendenregister Stadsregio Amsterdam',
  ...ownOf('AMSTERDAM'),
};

export const REGIONS_AT: Readonly<Record<Scale, readonly RegionScale[]>> = {
  full: [
    {
      ...GOOI,
      registrations: 35_000,
      closedVacancies: 1_500,
      openVacancies: 300,
      drafts: 12,
      withdrawn: 18,
      complexes: 210,
      mediatedHomes: 40,
      mediatedSeekers: 60,
      urgencies: 620,
      reactions: GOOI_REACTIONS,
      wantedHomes: [5_500, 2_400, 1_600, 1_250],
    },
    {
      ...AMSTERDAM,
      registrations: 5_000,
      closedVacancies: 300,
      openVacancies: 80,
      drafts: 4,
      withdrawn: 6,
      complexes: 70,
      mediatedHomes: 10,
      mediatedSeekers: 12,
      urgencies: 75,
      reactions: AMSTERDAM_REACTIONS,
      wantedHomes: [700],
    },
  ],
  small: [
    {
      ...GOOI,
      registrations: 600,
      closedVacancies: 20,
      openVacancies: 15,
      drafts: 2,
      withdrawn: 2,
      complexes: 14,
      mediatedHomes: 8,
      mediatedSeekers: 15,
      urgencies: 26,
      reactions: SMALL_REACTIONS,
      wantedHomes: [110, 75],
    },
    {
      ...AMSTERDAM,
      registrations: 100,
      closedVacancies: 6,
      openVacancies: 6,
      drafts: 1,
      withdrawn: 1,
      complexes: 6,
      mediatedHomes: 3,
      mediatedSeekers: 5,
      urgencies: 6,
      reactions: SMALL_REACTIONS,
      wantedHomes: [],
    },
  ],
};

function ownOf(manner: Manner): Pick<RegionScale, 'manner' | 'corporations' | 'seekersByMunicipality'> {
  return {
    manner,
    corporations: CORPORATIONS.filter(({ region }) => region === manner),
    seekersByMunicipality: SEEKERS_BY_MUNICIPALITY[manner]!,
  };
}
