import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
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
  /** Room for `others` in another order, used anew for each home: a list of its own for each would be garbage of a gigabyte. */
  readonly undecided: Seeker[];
}

/**
 * The seekers who react to a home, one after the other for as long as more are asked for: urgents whom it fits, then in a
 * random order who finds what it looks for. Whether the rules admit them is another question.
 */
export function* reactorsTo(
  offer: Offer,
  { urgents, others, undecided }: Seeking,
  factsOn: CalendarDate,
  randomness: Randomness,
): Generator<Seeker> {
  const present = (seeker: Seeker): boolean =>
    seeksFrom(seeker, offer.row.publishedOn, factsOn) &&
    // Nobody is found a home who has just been given another.
    (seeker.moved === null || offer.row.model !== 'DIRECT_MEDIATION');
  for (const seeker of urgents) {
    if (present(seeker) && randomness.chance(URGENTS_REACTING) && isUrgentFor(seeker, offer, factsOn))
      yield seeker;
  }
  for (let index = 0; index < others.length; index += 1) undecided[index] = others[index]!;
  for (let index = 0; index < undecided.length; index += 1) {
    const seeker = takeRandom(undecided, index, randomness);
    if (present(seeker) && wants(seeker, offer, randomness)) yield seeker;
  }
}

function wants(seeker: Seeker, offer: Offer, randomness: Randomness): boolean {
  if (offer.wantedByAll) return couldLiveThere(seeker, offer);
  const looksThere = seeker.looksIn.has(offer.row.municipality) || randomness.chance(LOOKING_BEYOND);
  return looksThere && suits(seeker, offer, randomness);
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

function suits(seeker: Seeker, { facts, row: vacancy }: Offer, randomness: Randomness): boolean {
  const { row } = seeker;
  // Who searches little reacts to little.
  if (randomness.below(14) >= row.activeSearchMonths + 2) return false;
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
