import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { MunicipalityCode } from '../rules/area.ts';
import { profileFits } from '../rules/kinds/urgency-fits.ts';
import { urgenciesOn } from '../subgraphs/urgencies/subgraph.ts';
import type { Offer } from './offers.ts';
import { takeRandom, type Randomness } from './randomness.ts';
import { seeksFrom, type Seeker } from './seeker.ts';

/** Of a thousand urgents whom a home would fit, so many react to it. */
const URGENTS_REACTING = 120;

/** Of a thousand seekers who look elsewhere, so many react all the same. */
const LOOKING_BEYOND = 150;

/** Those who may react to homes of a region. */
export interface Seeking {
  readonly urgents: readonly Seeker[];
  readonly others: readonly Seeker[];
  /** Of `others`, in their order. */
  readonly columns: Columns;
}

/**
 * What most are passed over by, in columns: for each home all seekers are gone by in another order, and reading each of them where it
 * lies would be reading all of memory.
 */
interface Columns {
  readonly numbers: ReadonlyMap<Seeker, number>;
  readonly registeredOn: Int32Array;
  /** `NEVER` while it still seeks. */
  readonly movedOn: Int32Array;
  /** A bit for each of the municipalities that it looks in. */
  readonly looksIn: Uint32Array;
  readonly searchMonths: Uint8Array;
  readonly bits: ReadonlyMap<MunicipalityCode, number>;
  /** Room for the numbers in another order, used anew for each home. */
  readonly order: Int32Array;
}

const NEVER = 2 ** 31 - 1;
/** Municipalities that seekers of one region and its neighbour can look in. */
const BITS_MAXIMUM = 32;

/** The seekers of a region and those of its neighbours who look in it. Throws a RangeError when they look in over 32 municipalities. */
export function seekingOf(seekers: readonly Seeker[]): Seeking {
  const others = seekers.filter(({ urgencies }) => urgencies.length === 0);
  const places = [...new Set(others.flatMap(({ looksIn }) => [...looksIn]))].sort();
  if (places.length > BITS_MAXIMUM) throw new RangeError(`${places.length} municipalities to look in`);
  const bits = new Map(places.map((place, index) => [place, (1 << index) >>> 0]));
  return {
    urgents: seekers.filter(({ urgencies }) => urgencies.length > 0),
    others,
    columns: {
      numbers: new Map(others.map((seeker, index) => [seeker, index])),
      registeredOn: Int32Array.from(others, ({ row }) => numberOfDay(row.registeredOn)),
      movedOn: new Int32Array(others.length).fill(NEVER),
      looksIn: Uint32Array.from(others, ({ looksIn }) =>
        [...looksIn].reduce((all, place) => (all | bits.get(place)!) >>> 0, 0),
      ),
      searchMonths: Uint8Array.from(others, ({ row }) => row.activeSearchMonths),
      bits,
      order: new Int32Array(others.length),
    },
  };
}

/** Takes over that a seeker moved. */
export function noteMove({ columns: { numbers, movedOn } }: Seeking, seeker: Seeker): void {
  const number = numbers.get(seeker);
  if (number !== undefined && seeker.moved !== null) movedOn[number] = numberOfDay(seeker.moved.on);
}

/**
 * The seekers who react to a home, one after the other for as long as more are asked for: urgents whom it fits, then in a
 * random order who finds what it looks for. Whether the rules admit them is another question.
 */
export function* reactorsTo(
  offer: Offer,
  { urgents, others, columns }: Seeking,
  factsOn: CalendarDate,
  randomness: Randomness,
): Generator<Seeker> {
  const { publishedOn, municipality } = offer.row;
  // Nobody is found a home who has just been given another.
  const mediated = offer.row.model === 'DIRECT_MEDIATION';
  for (const seeker of urgents) {
    const present = seeksFrom(seeker, publishedOn, factsOn) && !(mediated && seeker.moved !== null);
    if (present && randomness.chance(URGENTS_REACTING) && isUrgentFor(seeker, offer, factsOn)) yield seeker;
  }
  const { registeredOn, movedOn, looksIn, searchMonths, bits, order } = columns;
  const since = numberOfDay(publishedOn);
  const stillOn = mediated ? NEVER - 1 : numberOfDay(factsOn);
  const here = bits.get(municipality) ?? 0;
  for (let index = 0; index < order.length; index += 1) order[index] = index;
  for (let index = 0; index < order.length; index += 1) {
    const number = takeRandom(order, index, randomness);
    if (registeredOn[number]! > since || movedOn[number]! <= stillOn) continue;
    if (offer.wantedByAll) {
      if (couldLiveThere(others[number]!, offer)) yield others[number]!;
      continue;
    }
    if ((looksIn[number]! & here) === 0 && !randomness.chance(LOOKING_BEYOND)) continue;
    // Who searches little reacts to little.
    if (randomness.below(14) >= searchMonths[number]! + 2) continue;
    if (suits(others[number]!, offer)) yield others[number]!;
  }
}

/** Days as numbers in their order: `20261102`. */
function numberOfDay(day: CalendarDate): number {
  return Number(day.replaceAll('-', ''));
}

function isUrgentFor({ urgencies }: Seeker, { facts }: Offer, on: CalendarDate): boolean {
  return urgenciesOn(urgencies, on).some((urgency) =>
    profileFits(
      {
        category: urgency.category,
        statutoryGroup: urgency.statutoryGroup,
        municipality: urgency.owner,
        validity: { from: urgency.validFrom, until: urgency.validUntil },
        decidedOn: urgency.decidedOn,
        directMediation: urgency.directMediation,
        searchProfile: {
          dwellingTypes: urgency.profileDwellingTypes,
          minimumRooms: urgency.profileMinimumRooms,
          maximumRooms: urgency.profileMaximumRooms,
          maximumRentCents: urgency.profileMaximumRentCents,
          minimumAreaM2: urgency.profileMinimumAreaM2,
          accessibility: urgency.profileAccessibility,
          municipalities: urgency.profileMunicipalities,
        },
      },
      facts,
    ),
  );
}

/** Enough rooms to live in, whatever was asked for. */
function couldLiveThere({ row }: Seeker, { facts }: Offer): boolean {
  return row.adults + row.children <= facts.rooms + 1;
}

function suits({ row }: Seeker, { facts, row: vacancy }: Offer): boolean {
  if (row.profileMinimumRooms !== null && facts.rooms < row.profileMinimumRooms) return false;
  if (row.profileMaximumRooms !== null && facts.rooms > row.profileMaximumRooms) return false;
  if (row.profileMaximumRentCents !== null && facts.rentCents > row.profileMaximumRentCents) return false;
  if (row.profileMinimumAreaM2 !== null && facts.areaM2 < row.profileMinimumAreaM2) return false;
  if (row.profileDwellingTypes.length > 0 && !row.profileDwellingTypes.includes(facts.dwellingType))
    return false;
  const young = row.applicantBirthDates.every((birthDate) => birthDate > '1976');
  if (facts.dwellingType === 'SENIOR_HOME' && young && row.accessibility === 'NONE') return false;
  if (vacancy.model === 'LOTTERY') return row.applicantBirthDates.every((birthDate) => birthDate > '1999');
  // A wheelchair does not pass a staircase.
  return (
    row.accessibility !== 'WHEELCHAIR' ||
    facts.accessibility === 'WHEELCHAIR' ||
    facts.accessibility === 'WALKER'
  );
}
