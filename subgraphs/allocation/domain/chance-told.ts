import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { AllocationModel } from '../../../rules/facts.ts';
import {
  ANY_GROUP,
  ANY_PLACE,
  PLACES,
  placesName,
  STEPS,
  type ChanceStep,
  type HomeKind,
  type PlaceBracket,
} from './chance.ts';
import { wholeInWords } from './explained-words.ts';

/** Counts of one step, group and bracket, as they leave the database: null where there are too few to tell. */
export interface ChanceRow {
  /** Number of the step, from 1. */
  readonly step: number;
  readonly groupCode: string;
  readonly places: number;
  readonly homes: number | null;
  readonly stood: number | null;
  readonly offered: number | null;
  readonly housed: number | null;
  readonly noise: number | null;
}

/** Lower bounds of shares, in hundredths, from the top. */
const SHARES = [
  { name: 'FROM_75_PERCENT', percent: 75 },
  { name: 'FROM_50_PERCENT', percent: 50 },
  { name: 'FROM_25_PERCENT', percent: 25 },
  { name: 'FROM_10_PERCENT', percent: 10 },
  { name: 'FROM_2_PERCENT', percent: 2 },
  { name: 'UNDER_2_PERCENT', percent: 0 },
] as const;
export type ChanceShare = (typeof SHARES)[number]['name'];

export interface ChanceFare {
  readonly places: PlaceBracket;
  /** Null for all groups together. */
  readonly groupCode: string | null;
  readonly stood: number | null;
  readonly offered: ChanceShare | null;
  readonly housed: ChanceShare | null;
  readonly text: BilingualText;
}

export interface ToldChance {
  readonly step: ChanceStep;
  readonly homes: number;
  readonly fares: readonly ChanceFare[];
}

/** Where somebody stands or would stand; a place that nobody knows before a draw is null. */
export interface OwnPlace {
  readonly groupCode: string;
  readonly placesNumber: number | null;
}

const ROUNDED_TO = 5;

/** How those fared who stood where somebody stands: on the first step on which there are enough of them. */
export function chanceAt({ groupCode, placesNumber }: OwnPlace, rows: readonly ChanceRow[]): ToldChance {
  const places = placesNumber ?? ANY_PLACE;
  const region = STEPS.indexOf('REGION') + 1;
  for (const [index, step] of STEPS.entries()) {
    const any = step === 'REGION_ANY_GROUP';
    const number = any ? region : index + 1;
    const row = rowOf(rows, number, any ? ANY_GROUP : groupCode, places);
    if (typeof row?.stood !== 'number') continue;
    return { step, homes: homesOf(rows, number), fares: [fareOf(places, any ? null : groupCode, row)] };
  }
  const fares = [fareOf(places, null, undefined)];
  return { step: 'REGION_ANY_GROUP', homes: homesOf(rows, region), fares };
}

/** How those fared who stood at each bracket of places on a kind of home, whatever their group. */
export function chanceByPlaces(kind: HomeKind, rows: readonly ChanceRow[]): ToldChance {
  const steps = stepsFor(kind);
  const enough = steps.find(
    (step) => typeof rowOf(rows, STEPS.indexOf(step) + 1, ANY_GROUP, ANY_PLACE)?.stood === 'number',
  );
  const step = enough ?? steps.at(-1)!;
  const number = STEPS.indexOf(step) + 1;
  const brackets = isByLot(kind.model) ? [ANY_PLACE] : PLACES.map((_, index) => index + 1);
  const fares = brackets.map((places) => fareOf(places, null, rowOf(rows, number, ANY_GROUP, places)));
  return { step, homes: homesOf(rows, number), fares };
}

/** The steps that what is asked for is enough for. */
function stepsFor({ municipality, dwellingType, rooms }: HomeKind): readonly ChanceStep[] {
  const wanted: readonly (readonly [ChanceStep, boolean])[] = [
    ['SAME_KIND', municipality !== null && rooms !== null && dwellingType !== null],
    ['SAME_SIZE', municipality !== null && rooms !== null],
    ['SAME_SIZE_IN_REGION', rooms !== null],
    ['MUNICIPALITY', municipality !== null],
    ['REGION', true],
  ];
  return wanted.filter(([, answerable]) => answerable).map(([step]) => step);
}

/** Whether places of homes of a model come by lot. */
function isByLot(model: AllocationModel): boolean {
  return model === 'LOTTERY' || model === 'URGENT_SEEKER_LOTTERY';
}

function rowOf(
  rows: readonly ChanceRow[],
  step: number,
  groupCode: string,
  places: number,
): ChanceRow | undefined {
  return rows.find((row) => row.step === step && row.groupCode === groupCode && row.places === places);
}

function homesOf(rows: readonly ChanceRow[], step: number): number {
  return rowOf(rows, step, ANY_GROUP, ANY_PLACE)?.homes ?? 0;
}

function fareOf(places: number, groupCode: string | null, row: ChanceRow | undefined): ChanceFare {
  const fare = { places: placesName(places), groupCode };
  if (row === undefined || row.stood === null) {
    return { ...fare, stood: null, offered: null, housed: null, text: TOO_FEW };
  }
  const stood = ROUNDED_TO * Math.round((row.stood + (row.noise ?? 0)) / ROUNDED_TO);
  const offered = shareOf(row.offered ?? 0, row.stood);
  const housed = shareOf(row.housed ?? 0, row.stood);
  return { ...fare, stood, offered, housed, text: fareText(stood, offered, housed) };
}

/** The step that a share is in. */
export function shareOf(part: number, whole: number): ChanceShare {
  return SHARES.find(({ percent }) => part * 100 >= percent * whole)!.name;
}

const TOO_FEW: BilingualText = {
  nl: 'Te weinig om iets over te zeggen.',
  en: 'Too few to tell anything.',
};

const SHARE_WORDS: Readonly<Record<ChanceShare, BilingualText>> = {
  UNDER_2_PERCENT: { nl: 'minder dan 2 van de 100', en: 'fewer than 2 in 100' },
  FROM_2_PERCENT: { nl: '2 tot 10 van de 100', en: '2 to 10 in 100' },
  FROM_10_PERCENT: { nl: '10 tot 25 van de 100', en: '10 to 25 in 100' },
  FROM_25_PERCENT: { nl: '25 tot 50 van de 100', en: '25 to 50 in 100' },
  FROM_50_PERCENT: { nl: '50 tot 75 van de 100', en: '50 to 75 in 100' },
  FROM_75_PERCENT: { nl: '75 van de 100 of meer', en: '75 in 100 or more' },
};

function fareText(stood: number, offered: ChanceShare, housed: ChanceShare): BilingualText {
  const [made, got] = [SHARE_WORDS[offered], SHARE_WORDS[housed]];
  return {
    nl: `Van ongeveer ${wholeInWords(stood, 'nl')} reacties kregen er ${made.nl} de woning aangeboden, en ${got.nl} kregen de woning.`,
    en: `Of about ${wholeInWords(stood, 'en')} reactions ${made.en} were offered the home, and ${got.en} got it.`,
  };
}

const STEP_WORDS: Readonly<Record<ChanceStep, BilingualText>> = {
  SAME_KIND: {
    nl: 'in dezelfde gemeente, van hetzelfde woningtype en dezelfde grootte',
    en: 'in the same municipality, of the same type and size',
  },
  SAME_SIZE: {
    nl: 'in dezelfde gemeente van dezelfde grootte',
    en: 'in the same municipality, of the same size',
  },
  SAME_SIZE_IN_REGION: { nl: 'van dezelfde grootte in de regio', en: 'of the same size in the region' },
  MUNICIPALITY: { nl: 'in dezelfde gemeente', en: 'in the same municipality' },
  REGION: { nl: 'in de regio', en: 'in the region' },
  REGION_ANY_GROUP: {
    nl: 'in de regio, alle voorrangsgroepen samen',
    en: 'in the region, all priority groups together',
  },
};

/** Which homes were compared, and how many, in words. */
export function comparedInWords({ step, homes }: ToldChance, from: string, until: string): BilingualText {
  const where = STEP_WORDS[step];
  return {
    nl: `${wholeInWords(homes, 'nl')} ${homes === 1 ? 'woning' : 'woningen'} ${where.nl}, waarvan tussen ${from} en ${until} is beslist wie ze kreeg.`,
    en: `${wholeInWords(homes, 'en')} ${homes === 1 ? 'home' : 'homes'} ${where.en}, of which it was decided between ${from} and ${until} who got them.`,
  };
}
