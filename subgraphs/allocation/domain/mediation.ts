import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import { euros, percents, type BilingualText } from '../../../rules/bilingual-text.ts';
import type { CandidateFacts, MediationCategory, UrgencyFact, VacancyFacts } from '../../../rules/facts.ts';
import { needName } from '../../../rules/kinds/accessibility-need.ts';
import { profileFits, profileMisfits } from '../../../rules/kinds/urgency-fits.ts';

/** What is weighed where a home is mediated: what the search profile asks first, then what is around the home. */
export const MEDIATION_COMPONENTS = [
  'DWELLING_TYPE',
  'ROOMS',
  'RENT',
  'AREA',
  'ACCESSIBILITY',
  'MUNICIPALITY',
  'WHEELCHAIR',
  'NEIGHBOURHOOD',
  'DISTRICT',
  'COMPLEX',
  'SPARED',
] as const;
export type MediationComponentCode = (typeof MEDIATION_COMPONENTS)[number];

/** One thing that is weighed. There is no sum of them: a professional weighs. */
export interface MediationComponent {
  readonly code: MediationComponentCode;
  /** Whether it is as it should be; null where people judge. */
  readonly met: boolean | null;
  readonly number: number | null;
  readonly text: BilingualText;
}

/** What was let around a home, and how much of it was mediated. */
export interface Capacity {
  readonly area: 'NEIGHBOURHOOD' | 'DISTRICT' | 'COMPLEX';
  readonly name: string;
  readonly lettings: number;
  readonly mediated: number;
  readonly basisPoints: number | null;
}

/** Why a complex is spared, and up to when. */
export interface Sparing {
  readonly reason: string;
  readonly until: CalendarDate;
}

/** A mediated home as it is matched. */
export interface MediatedHome {
  readonly facts: VacancyFacts;
  readonly category: MediationCategory;
  readonly registeredOn: CalendarDate;
  readonly capacity: readonly Capacity[];
  /** Null where its complex is not spared. */
  readonly sparing: Sparing | null;
}

/** Whether a home is what an urgency asks for in every respect. */
export function fits(urgency: UrgencyFact, home: VacancyFacts): boolean {
  return profileFits(urgency, home);
}

/** How a home fits what an urgency asks, respect by respect, in the order of `MEDIATION_COMPONENTS`. */
export function fitComponents(urgency: UrgencyFact, home: VacancyFacts): readonly MediationComponent[] {
  const misfits = new Set(profileMisfits(urgency, home));
  const { searchProfile: profile } = urgency;
  const component = (
    code: MediationComponentCode,
    number: number | null,
    nl: string,
    en: string,
  ): MediationComponent => ({ code, met: !misfits.has(code), number, text: { nl, en } });
  const rooms = [profile.minimumRooms ?? 1, profile.maximumRooms ?? null] as const;
  const upTo =
    rooms[1] === null ? { nl: 'of meer', en: 'or more' } : { nl: `tot ${rooms[1]}`, en: `to ${rooms[1]}` };
  const [rent, highest] = [euros(home.rentCents), profile.maximumRentCents];
  const most = highest === null ? ANY : withWord(euros(highest), 'ten hoogste', 'at most');
  const least = profile.minimumAreaM2;
  const area = least === null ? ANY : { nl: `ten minste ${least} m²`, en: `at least ${least} m²` };
  const [offers, needs] = [needName(home.accessibility), needName(profile.accessibility)];
  const types = profile.dwellingTypes.length === 0 ? ANY : names(profile.dwellingTypes);
  const places = profile.municipalities.length === 0 ? IN_REGION : names(profile.municipalities);
  const shown = [
    component(
      'DWELLING_TYPE',
      null,
      `Woningtype: gevraagd ${types.nl}; dit is ${home.dwellingType}.`,
      `Type of home: asked ${types.en}; this is ${home.dwellingType}.`,
    ),
    component(
      'ROOMS',
      home.rooms,
      `Kamers: gevraagd ${rooms[0]} ${upTo.nl}; dit heeft er ${home.rooms}.`,
      `Rooms: asked ${rooms[0]} ${upTo.en}; this has ${home.rooms}.`,
    ),
    component(
      'RENT',
      home.rentCents,
      `Huur: gevraagd ${most.nl}; dit kost ${rent.nl}.`,
      `Rent: asked ${most.en}; this costs ${rent.en}.`,
    ),
    component(
      'AREA',
      home.areaM2,
      `Oppervlakte: gevraagd ${area.nl}; dit is ${home.areaM2} m².`,
      `Floor area: asked ${area.en}; this is ${home.areaM2} m².`,
    ),
    component(
      'ACCESSIBILITY',
      null,
      `Toegankelijkheid: gevraagd ${needs.nl}; dit biedt ${offers.nl}.`,
      `Accessibility: asked ${needs.en}; this offers ${offers.en}.`,
    ),
    component(
      'MUNICIPALITY',
      null,
      `Gemeente: gevraagd ${places.nl}; dit is ${home.place.municipality}.`,
      `Municipality: asked ${places.en}; this is ${home.place.municipality}.`,
    ),
  ];
  const wheelchair = wheelchairComponent(urgency, home);
  return wheelchair === null ? shown : [...shown, wheelchair];
}

/** What is around a home: the share that was mediated, and whether its complex is spared. */
export function surroundingComponents({ capacity, sparing }: MediatedHome): readonly MediationComponent[] {
  return [
    ...capacity.map(({ area, name, lettings, mediated, basisPoints }): MediationComponent => {
      const share = basisPoints === null ? { nl: '', en: '' } : inBrackets(percents(basisPoints));
      return {
        code: area,
        met: null,
        number: basisPoints,
        text: {
          nl: `${AREA_WORDS[area].nl} ${name}: in drie jaar ${mediated} van ${lettings} verhuringen bemiddeld${share.nl}.`,
          en: `${AREA_WORDS[area].en} ${name}: ${mediated} of ${lettings} lettings in three years were mediated${share.en}.`,
        },
      };
    }),
    sparing === null
      ? {
          code: 'SPARED',
          met: true,
          number: null,
          text: { nl: 'Het complex wordt niet ontzien.', en: 'The complex is not spared.' },
        }
      : {
          code: 'SPARED',
          met: false,
          number: null,
          text: {
            nl: `Let op: dit complex wordt tot ${sparing.until} ontzien. ${sparing.reason}`,
            en: `Mind: this complex is spared until ${sparing.until}. ${sparing.reason}`,
          },
        },
  ];
}

/** A home with what decides its place among those that fit one urgency. */
export interface MatchedHome extends MediatedHome {
  readonly id: string;
}

/**
 * The homes that fit an urgency in the order in which they are shown: part by part, each part a component that is shown, and
 * the id where all are equal. It is a total order, and it leaves nothing out.
 */
export function inOrderFor<Home extends MatchedHome>(
  urgency: UrgencyFact,
  homes: readonly Home[],
): readonly Home[] {
  const needsWheelchair = urgency.searchProfile.accessibility === 'WHEELCHAIR';
  const keys = (home: Home): readonly number[] => [
    // A home for a wheelchair is kept for who needs one.
    Number((home.facts.accessibility === 'WHEELCHAIR') !== needsWheelchair),
    Number(home.sparing !== null),
    shareIn(home, 'NEIGHBOURHOOD'),
    shareIn(home, 'COMPLEX'),
    shareIn(home, 'DISTRICT'),
  ];
  return homes
    .filter((home) => fits(urgency, home.facts))
    .toSorted((one, other) => {
      const [first, second] = [keys(one), keys(other)];
      const differing = first.findIndex((part, index) => part !== second[index]);
      if (differing !== -1) return first[differing]! - second[differing]!;
      return compareText(one.registeredOn, other.registeredOn) || compareText(one.id, other.id);
    });
}

/** Whether the frozen facts of a household hold an urgency on a day that a mediated home fits. */
export function isMediatable({ urgencies }: CandidateFacts, home: VacancyFacts, on: CalendarDate): boolean {
  return urgencies.some(
    (urgency) => urgency.directMediation && periodHolds(urgency.validity, on) && fits(urgency, home),
  );
}

function shareIn({ capacity }: MediatedHome, area: Capacity['area']): number {
  return capacity.find((one) => one.area === area)?.basisPoints ?? 0;
}

function wheelchairComponent(
  { searchProfile }: UrgencyFact,
  { accessibility }: VacancyFacts,
): MediationComponent | null {
  const [needed, offered] = [searchProfile.accessibility === 'WHEELCHAIR', accessibility === 'WHEELCHAIR'];
  if (!needed && !offered) return null;
  const text = needed
    ? offered
      ? { nl: 'Rolstoelwoning voor wie er een nodig heeft.', en: 'Wheelchair home for who needs one.' }
      : { nl: 'Dit is geen rolstoelwoning.', en: 'This is no wheelchair home.' }
    : {
        nl: 'Rolstoelwoning; wie er een nodig heeft gaat voor.',
        en: 'Wheelchair home; who needs one goes first.',
      };
  return { code: 'WHEELCHAIR', met: needed === offered, number: null, text };
}

const ANY: BilingualText = { nl: 'niets bijzonders', en: 'nothing in particular' };
const IN_REGION: BilingualText = { nl: 'ergens in de regio', en: 'anywhere in the region' };
const AREA_WORDS: Readonly<Record<Capacity['area'], BilingualText>> = {
  NEIGHBOURHOOD: { nl: 'Buurt', en: 'Neighbourhood' },
  DISTRICT: { nl: 'Wijk', en: 'District' },
  COMPLEX: { nl: 'Complex', en: 'Complex' },
};

function names(of: readonly string[]): BilingualText {
  return { nl: of.join(', '), en: of.join(', ') };
}

function inBrackets(text: BilingualText): BilingualText {
  return { nl: ` (${text.nl})`, en: ` (${text.en})` };
}

function withWord(text: BilingualText, nl: string, en: string): BilingualText {
  return { nl: `${nl} ${text.nl}`, en: `${en} ${text.en}` };
}
