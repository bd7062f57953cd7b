import { periodHolds } from '../../platform/primitives/period.ts';
import type { BilingualText } from '../bilingual-text.ts';
import type { LeafKind } from '../condition-kind.ts';
import type { UrgencyFact, VacancyFacts } from '../facts.ts';
import { serves } from './accessibility-need.ts';

/** The letters of art. 12(3) Huisvestingswet 2014, as of 2026-07-01; earlier only a and d existed, under other wording. */
export const STATUTORY_GROUPS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] as const;
export type StatutoryGroup = (typeof STATUTORY_GROUPS)[number];

/**
 * An urgency that is valid on the day, of one of these categories, asks for a home like this one.
 * See Huisvestingswet 2014 art. 12, 13: an urgent gets priority only for what fits the search profile.
 */
export interface UrgencyFitsCondition {
  readonly kind: 'urgency-fits';
  /** Codes of categories; empty means any, unless the scheme decides. */
  readonly categories: readonly string[];
  /** Only the categories of the urgency scheme in force; resolving a rule set writes them into `categories`. */
  readonly ofScheme: boolean;
  /** Any urgency; only those OUTSIDE art. 12(3); or only those of the groups listed. */
  readonly statutory: 'ANY' | 'OUTSIDE' | readonly StatutoryGroup[];
}

export const URGENCY_FITS: LeafKind<UrgencyFitsCondition> = {
  kind: 'urgency-fits',
  shape: 'LEAF',
  title: { nl: 'passende urgentie', en: 'urgency that fits' },
  see: 'Huisvestingswet 2014 art. 12, 13',
  looksAt: 'BOTH',

  parse(reader) {
    const categories = [...new Set(reader.codes('categories'))].sort();
    const statutory = Array.isArray(reader.take('statutory'))
      ? reader.someOf('statutory', STATUTORY_GROUPS)
      : reader.oneOf('statutory', ['ANY', 'OUTSIDE'], 'ANY');
    if (typeof statutory !== 'string' && statutory.length === 0) {
      reader.report('MISSING', 'hier ontbreken de groepen', 'missing: the groups', 'statutory');
    }
    return { kind: 'urgency-fits', categories, ofScheme: reader.boolean('ofScheme', false), statutory };
  },
  compile(condition) {
    const { categories, ofScheme, statutory } = condition;
    const anyCategory = categories.length === 0 && !ofScheme;
    const groups: readonly string[] | null = typeof statutory === 'string' ? null : statutory;
    const outside = statutory === 'OUTSIDE';
    return (facts, vacancy, on) => {
      for (const urgency of facts.urgencies) {
        if (urgency.validity.from > on || (urgency.validity.until !== null && on >= urgency.validity.until))
          continue;
        if (!anyCategory && !categories.includes(urgency.category)) continue;
        if (outside && urgency.statutoryGroup !== null) continue;
        if (groups !== null && (urgency.statutoryGroup === null || !groups.includes(urgency.statutoryGroup)))
          continue;
        if (profileFits(urgency, vacancy)) return true;
      }
      return false;
    };
  },
  examine(condition, facts, vacancy, on) {
    const valid = facts.urgencies.filter((urgency) => periodHolds(urgency.validity, on));
    const meant = valid.filter((urgency) => isMeant(condition, urgency));
    const fitting = meant.filter((urgency) => profileMisfits(urgency, vacancy).length === 0);
    const shown = fitting[0] ?? meant[0];
    return {
      holds: fitting.length > 0,
      observed: {
        valid: meant.length > 0,
        category: shown?.category ?? null,
        misfits: fitting.length > 0 || shown === undefined ? null : profileMisfits(shown, vacancy).join(', '),
      },
    };
  },
  describe(condition) {
    const { categories, statutory } = condition;
    const of = condition.ofScheme
      ? { nl: ' volgens de urgentieregeling', en: ' under the urgency scheme' }
      : describeCategories(categories);
    const within =
      statutory === 'ANY'
        ? { nl: '', en: '' }
        : statutory === 'OUTSIDE'
          ? { nl: ' buiten art. 12, derde lid', en: ' outside art. 12(3)' }
          : {
              nl: ` van art. 12, derde lid, onder ${statutory.join(', ')}`,
              en: ` of art. 12(3) ${statutory.join(', ')}`,
            };
    return {
      nl: `de woningzoekende heeft een geldige urgentie${of.nl}${within.nl} waarvan het zoekprofiel bij de woning past`,
      en: `the seeker has a valid urgency${of.en}${within.en} whose search profile fits the home`,
    };
  },
  contrast(condition, wanted, facts, vacancy, on) {
    const { categories, ofScheme, statutory } = condition;
    if (!wanted || (ofScheme && categories.length === 0)) return null;
    const statutoryGroup = typeof statutory === 'string' ? null : (statutory[0] ?? null);
    const urgency: UrgencyFact = {
      category: categories[0] ?? 'ANY',
      statutoryGroup,
      municipality: vacancy.place.municipality,
      validity: { from: on, until: null },
      decidedOn: on,
      directMediation: false,
      searchProfile: {
        dwellingTypes: [],
        minimumRooms: null,
        maximumRooms: null,
        maximumRentCents: null,
        minimumAreaM2: null,
        accessibility: 'NONE',
        municipalities: [],
      },
    };
    return {
      code: 'URGENCY_FITS',
      parameters: {
        categories: categories.join(', '),
        statutory: typeof statutory === 'string' ? statutory : statutory.join(', '),
      },
      facts: { ...facts, urgencies: [...facts.urgencies, urgency] },
      says: saysUrgency(urgency),
    };
  },
};

function isMeant(condition: UrgencyFitsCondition, urgency: UrgencyFact): boolean {
  const inCategory =
    (condition.categories.length === 0 && !condition.ofScheme) ||
    condition.categories.some((category) => category === urgency.category);
  switch (condition.statutory) {
    case 'ANY':
      return inCategory;
    case 'OUTSIDE':
      return inCategory && urgency.statutoryGroup === null;
    default:
      return inCategory && condition.statutory.some((group) => group === urgency.statutoryGroup);
  }
}

/** Whether the home is what the urgency's search profile asks for. Allocates nothing. */
export function profileFits(urgency: UrgencyFact, vacancy: VacancyFacts): boolean {
  const profile = urgency.searchProfile;
  if (profile.minimumRooms !== null && vacancy.rooms < profile.minimumRooms) return false;
  if (profile.maximumRooms !== null && vacancy.rooms > profile.maximumRooms) return false;
  if (profile.maximumRentCents !== null && vacancy.rentCents > profile.maximumRentCents) return false;
  if (profile.minimumAreaM2 !== null && vacancy.areaM2 < profile.minimumAreaM2) return false;
  if (profile.dwellingTypes.length > 0 && !profile.dwellingTypes.includes(vacancy.dwellingType)) return false;
  if (profile.accessibility !== 'NONE' && !serves(vacancy.accessibility, profile.accessibility)) return false;
  return profile.municipalities.length > 0
    ? profile.municipalities.includes(vacancy.place.municipality)
    : vacancy.place.municipality === urgency.municipality ||
        vacancy.place.regionMunicipalities.includes(urgency.municipality);
}

/** In which respects the home is not what the profile asks for. */
export function profileMisfits(urgency: UrgencyFact, vacancy: VacancyFacts): readonly string[] {
  const profile = urgency.searchProfile;
  const { place } = vacancy;
  const anywhere = profile.municipalities.length === 0;
  const inRegion = [place.municipality, ...place.regionMunicipalities].includes(urgency.municipality);
  const checks: readonly (readonly [string, boolean])[] = [
    [
      'ROOMS',
      vacancy.rooms >= (profile.minimumRooms ?? 0) && vacancy.rooms <= (profile.maximumRooms ?? Infinity),
    ],
    ['RENT', vacancy.rentCents <= (profile.maximumRentCents ?? Infinity)],
    ['AREA', vacancy.areaM2 >= (profile.minimumAreaM2 ?? 0)],
    [
      'DWELLING_TYPE',
      profile.dwellingTypes.length === 0 || profile.dwellingTypes.includes(vacancy.dwellingType),
    ],
    ['ACCESSIBILITY', serves(vacancy.accessibility, profile.accessibility)],
    ['MUNICIPALITY', anywhere ? inRegion : profile.municipalities.includes(place.municipality)],
  ];
  return checks.filter(([, fits]) => !fits).map(([respect]) => respect);
}

/** A few categories by their codes; a whole list by its number, because nobody reads twenty codes in a sentence. */
function describeCategories(categories: readonly string[]): BilingualText {
  if (categories.length === 0) return { nl: '', en: '' };
  if (categories.length > 3) {
    const { length } = categories;
    return {
      nl: ` in een van de ${length} categorieën van deze regel`,
      en: ` in one of the ${length} categories of this rule`,
    };
  }
  const codes = ` (${categories.join(', ')})`;
  return { nl: codes, en: codes };
}

/** The one urgency that a counterfactual assessed: another category may be treated otherwise by the law. */
function saysUrgency({ category, statutoryGroup }: UrgencyFact): BilingualText {
  const of = category === 'ANY' ? '' : ` (${category})`;
  const nl =
    statutoryGroup === null
      ? ' buiten art. 12, derde lid,'
      : ` van art. 12, derde lid, onder ${statutoryGroup},`;
  const en = statutoryGroup === null ? ' outside art. 12(3)' : ` of art. 12(3) ${statutoryGroup}`;
  return {
    nl: `de woningzoekende heeft een geldige urgentie${of}${nl} waarvan het zoekprofiel bij de woning past`,
    en: `the seeker has a valid urgency${of}${en} whose search profile fits the home`,
  };
}
