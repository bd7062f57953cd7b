import type { MunicipalityCode, RegionCode } from '../rules/area.ts';
import type { Weights } from './randomness.ts';

/** Who lets homes where. Every name is made up. */
export interface CorporationPlace {
  readonly code: string;
  readonly name: string;
  readonly region: RegionCode;
  /** Where its homes stand, with the share of its stock. */
  readonly stock: Weights<MunicipalityCode>;
  /** Share of the region's vacancies. */
  readonly weight: number;
}

/** Share of a region's seekers that live in each of its municipalities, after their numbers of inhabitants. */
export const SEEKERS_BY_MUNICIPALITY: Readonly<Record<RegionCode, Weights<MunicipalityCode>>> = {
  GOOI: [
    ['GM0402', 370],
    ['GM1942', 220],
    ['GM0406', 175],
    ['GM1696', 85],
    ['GM0376', 50],
    ['GM0417', 50],
    ['GM0317', 50],
  ],
  AMSTERDAM: [
    ['GM0363', 560],
    ['GM0394', 110],
    ['GM0439', 80],
    ['GM0362', 75],
    ['GM0385', 35],
    ['GM0358', 30],
    ['GM0451', 30],
    ['GM0384', 30],
    ['GM0852', 15],
    ['GM0437', 15],
    ['GM0415', 10],
    ['GM0431', 10],
  ],
};

/** Where seekers from outside both regions live. */
export const ELSEWHERE: Weights<MunicipalityCode> = [
  ['GM0344', 22],
  ['GM0307', 18],
  ['GM0034', 18],
  ['GM0308', 8],
  ['GM0342', 8],
  ['GM0310', 6],
  ['GM0995', 5],
  ['GM0479', 5],
  ['GM0518', 4],
  ['GM0599', 4],
  ['GM0014', 1],
  ['GM0268', 1],
];

export const CORPORATIONS: readonly CorporationPlace[] = [
  {
    code: 'L0001',
    name: 'Woonstichting Heidehart',
    region: 'GOOI',
    weight: 30,
    stock: [
      ['GM0402', 85],
      ['GM1696', 15],
    ],
  },
  {
    code: 'L0002',
    name: 'Stichting Wonen aan het Gooimeer',
    region: 'GOOI',
    weight: 22,
    stock: [
      ['GM0406', 70],
      ['GM0376', 30],
    ],
  },
  {
    code: 'L0003',
    name: 'Woongoed Vestingsteden',
    region: 'GOOI',
    weight: 20,
    stock: [['GM1942', 100]],
  },
  {
    code: 'L0004',
    name: 'Corporatie De Trekvogel',
    region: 'GOOI',
    weight: 12,
    stock: [
      ['GM0402', 60],
      ['GM1942', 40],
    ],
  },
  {
    code: 'L0005',
    name: 'Woningbeheer Wijdewater',
    region: 'GOOI',
    weight: 8,
    stock: [['GM1696', 100]],
  },
  {
    code: 'L0006',
    name: 'Stichting Brinkwonen',
    region: 'GOOI',
    weight: 8,
    stock: [
      ['GM0417', 50],
      ['GM0317', 50],
    ],
  },
  {
    code: 'L0011',
    name: 'Woningstichting Amstelboog',
    region: 'AMSTERDAM',
    weight: 42,
    stock: [
      ['GM0363', 80],
      ['GM0384', 10],
      ['GM0437', 10],
    ],
  },
  {
    code: 'L0012',
    name: 'Stichting IJ-oever Wonen',
    region: 'AMSTERDAM',
    weight: 28,
    stock: [
      ['GM0363', 85],
      ['GM0431', 8],
      ['GM0415', 7],
    ],
  },
  {
    code: 'L0013',
    name: 'Corporatie Poldervaart',
    region: 'AMSTERDAM',
    weight: 18,
    stock: [
      ['GM0394', 45],
      ['GM0362', 30],
      ['GM0358', 13],
      ['GM0451', 12],
    ],
  },
  {
    code: 'L0014',
    name: 'Woongroep Zuiderzeedijk',
    region: 'AMSTERDAM',
    weight: 12,
    stock: [
      ['GM0439', 60],
      ['GM0385', 25],
      ['GM0852', 15],
    ],
  },
];

export const CARE_PROVIDERS: readonly { readonly code: string; readonly name: string }[] = [
  { code: 'Z0001', name: 'Stichting De Overstap' },
  { code: 'Z0002', name: 'Opvang De Luifel' },
  { code: 'Z0003', name: 'Jeugdhulp Bakboord' },
];

/** Districts where a municipality has no cores of its own in the table of areas. */
export const DISTRICTS: readonly string[] = ['Centrum', 'Noord', 'Oost', 'Zuid', 'West'];

export const NEIGHBOURHOODS: readonly string[] = [
  'Vogelbuurt',
  'Bloemenbuurt',
  'Bomenbuurt',
  'Componistenbuurt',
  'Schildersbuurt',
  'Rivierenbuurt',
  'Zeeheldenbuurt',
  'Kruidenbuurt',
];

const STREET_BEGINNINGS: readonly string[] = [
  'Wulpen',
  'Kievit',
  'Ratelaar',
  'Zonnedauw',
  'Vlierbes',
  'Haagbeuk',
  'Sleedoorn',
  'Klaproos',
  'Kardoes',
  'Veenmos',
  'Lisdodde',
  'Wollegras',
  'Rietzanger',
  'Boomklever',
  'Hermelijn',
  'Weerwolfsbloem',
];
const STREET_ENDINGS: readonly string[] = ['straat', 'laan', 'hof', 'weg', 'plein', 'pad'];

/** A street that exists nowhere we know of; the first 96 differ. */
export function streetName(index: number): string {
  const beginning = STREET_BEGINNINGS[index % STREET_BEGINNINGS.length]!;
  const ending = STREET_ENDINGS[Math.floor(index / STREET_BEGINNINGS.length) % STREET_ENDINGS.length]!;
  return `${beginning}${ending}`;
}
