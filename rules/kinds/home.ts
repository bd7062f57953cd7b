import { euros, joined, type BilingualText } from '../bilingual-text.ts';
import type { LeafKind } from '../condition-kind.ts';
import {
  ACCESSIBILITY_LEVELS,
  DWELLING_TYPES,
  SEGMENTS,
  type Accessibility,
  type DwellingType,
  type Segment,
} from '../facts.ts';
import { needName, serves } from './accessibility-need.ts';

/** The home lies within these bounds. See Huisvestingswet 2014 art. 7, 11: categories by nature, size or price of the home. */
export interface HomeCondition {
  readonly kind: 'home';
  readonly minimumRooms: number | null;
  readonly maximumRooms: number | null;
  readonly maximumAreaM2: number | null;
  readonly maximumRentCents: number | null;
  /** The home serves at least this need; NONE does not restrict. */
  readonly minimumAccessibility: Accessibility;
  /** Empty does not restrict. */
  readonly dwellingTypes: readonly DwellingType[];
  /** Empty does not restrict. */
  readonly segments: readonly Segment[];
}

const TYPE_NAMES: Readonly<Record<DwellingType, BilingualText>> = {
  APARTMENT: { nl: 'appartement', en: 'apartment' },
  HOUSE: { nl: 'eengezinswoning', en: 'house' },
  STUDIO: { nl: 'studio', en: 'studio' },
  MAISONETTE: { nl: 'maisonnette', en: 'maisonette' },
  SENIOR_HOME: { nl: 'seniorenwoning', en: 'senior home' },
};

const SEGMENT_NAMES: Readonly<Record<Segment, BilingualText>> = {
  SOCIAL_RENT: { nl: 'sociale huur', en: 'social rent' },
  MID_RENT: { nl: 'middenhuur', en: 'mid rent' },
  FREE_SECTOR: { nl: 'vrije sector', en: 'free sector' },
  AFFORDABLE_PURCHASE: { nl: 'betaalbare koop', en: 'affordable purchase' },
};

export const HOME: LeafKind<HomeCondition> = {
  kind: 'home',
  shape: 'LEAF',
  title: { nl: 'woning', en: 'home' },
  see: 'Huisvestingswet 2014 art. 7, 11',
  looksAt: 'VACANCY',

  parse(reader) {
    const condition: HomeCondition = {
      kind: 'home',
      minimumRooms: reader.optionalInteger('minimumRooms', 1, 50),
      maximumRooms: reader.optionalInteger('maximumRooms', 1, 50),
      maximumAreaM2: reader.optionalInteger('maximumAreaM2', 1, 10_000),
      maximumRentCents: reader.optionalInteger('maximumRentCents', 0),
      minimumAccessibility: reader.oneOf('minimumAccessibility', ACCESSIBILITY_LEVELS, 'NONE'),
      dwellingTypes: reader.someOf('dwellingTypes', DWELLING_TYPES),
      segments: reader.someOf('segments', SEGMENTS),
    };
    if (boundsInWords(condition).length === 0) {
      reader.report('MISSING', 'hier ontbreekt een grens', 'missing: a bound');
    }
    return condition;
  },
  compile(condition) {
    const minimumRooms = condition.minimumRooms ?? 0;
    const maximumRooms = condition.maximumRooms ?? Number.MAX_SAFE_INTEGER;
    const maximumAreaM2 = condition.maximumAreaM2 ?? Number.MAX_SAFE_INTEGER;
    const maximumRentCents = condition.maximumRentCents ?? Number.MAX_SAFE_INTEGER;
    const { dwellingTypes, minimumAccessibility, segments } = condition;
    return (_facts, vacancy) =>
      vacancy.rooms >= minimumRooms &&
      vacancy.rooms <= maximumRooms &&
      vacancy.areaM2 <= maximumAreaM2 &&
      vacancy.rentCents <= maximumRentCents &&
      serves(vacancy.accessibility, minimumAccessibility) &&
      (dwellingTypes.length === 0 || dwellingTypes.includes(vacancy.dwellingType)) &&
      (segments.length === 0 || segments.includes(vacancy.segment));
  },
  examine(condition, _facts, vacancy) {
    const bounds = [
      condition.minimumRooms === null || vacancy.rooms >= condition.minimumRooms,
      condition.maximumRooms === null || vacancy.rooms <= condition.maximumRooms,
      condition.maximumAreaM2 === null || vacancy.areaM2 <= condition.maximumAreaM2,
      condition.maximumRentCents === null || vacancy.rentCents <= condition.maximumRentCents,
      levelOf(vacancy.accessibility) >= levelOf(condition.minimumAccessibility),
      condition.dwellingTypes.length === 0 ||
        condition.dwellingTypes.some((type) => type === vacancy.dwellingType),
      condition.segments.length === 0 || condition.segments.some((segment) => segment === vacancy.segment),
    ];
    const { rooms, areaM2, rentCents, accessibility, dwellingType, segment } = vacancy;
    return {
      holds: !bounds.includes(false),
      observed: { rooms, areaM2, rentCents, accessibility, dwellingType, segment },
    };
  },
  describe(condition) {
    const bounds = joined(boundsInWords(condition), { nl: ' en ', en: ' and ' });
    return { nl: `de woning heeft ${bounds.nl}`, en: `the home has ${bounds.en}` };
  },
  contrast: () => null,
};

function levelOf(accessibility: Accessibility): number {
  return ACCESSIBILITY_LEVELS.indexOf(accessibility);
}

function boundsInWords(condition: HomeCondition): readonly BilingualText[] {
  const { minimumRooms, maximumRooms, maximumAreaM2, maximumRentCents, dwellingTypes, segments } = condition;
  const words: BilingualText[] = [];
  if (minimumRooms !== null)
    words.push({ nl: `ten minste ${minimumRooms} kamers`, en: `at least ${minimumRooms} rooms` });
  if (maximumRooms !== null)
    words.push({ nl: `ten hoogste ${maximumRooms} kamers`, en: `at most ${maximumRooms} rooms` });
  if (maximumAreaM2 !== null)
    words.push({ nl: `ten hoogste ${maximumAreaM2} m2`, en: `at most ${maximumAreaM2} m2` });
  if (maximumRentCents !== null) {
    const amount = euros(maximumRentCents);
    words.push({ nl: `een huur tot en met ${amount.nl}`, en: `a rent of at most ${amount.en}` });
  }
  if (condition.minimumAccessibility !== 'NONE') {
    const need = needName(condition.minimumAccessibility);
    words.push({ nl: `een toegankelijkheid voor ${need.nl}`, en: `access for ${need.en}` });
  }
  if (dwellingTypes.length > 0) {
    const types = joined(
      dwellingTypes.map((type) => TYPE_NAMES[type]),
      { nl: ' of ', en: ' or ' },
    );
    words.push({ nl: `als type ${types.nl}`, en: `the type ${types.en}` });
  }
  if (segments.length > 0) {
    const names = joined(
      segments.map((segment) => SEGMENT_NAMES[segment]),
      { nl: ' of ', en: ' or ' },
    );
    words.push({ nl: `als segment ${names.nl}`, en: `the segment ${names.en}` });
  }
  return words;
}
