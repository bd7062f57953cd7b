import { addDays, addYears, daysBetween, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { CoreCode, MunicipalityCode } from '../rules/area.ts';
import type { TieRow } from '../subgraphs/registrations/subgraph.ts';
import { ELSEWHERE } from './places.ts';
import type { Randomness } from './randomness.ts';
import { REFERENCE_DAY } from './reference.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { RegionScale } from './scale.ts';

/** Where a household lives and lived, and where it works. */
export interface Dwelling {
  readonly municipality: MunicipalityCode;
  readonly inRegion: boolean;
  readonly since: CalendarDate;
  /** Whether a self-contained home becomes empty when it moves. */
  readonly selfContained: boolean;
  readonly worksInRegion: boolean;
  readonly ties: readonly TieRow[];
}

interface Household {
  readonly owner: string;
  readonly id: string;
  readonly birthDate: CalendarDate;
  readonly age: number;
  readonly scale: RegionScale;
  readonly rules: RulesInForce;
}

/** How a household is bound to the region, in parts of a thousand. */
const BONDS = [
  ['LOCAL', 730],
  ['COMMUTER', 80],
  ['FORMER_RESIDENT', 60],
  ['FROM_ELSEWHERE', 130],
] as const;

/** A made-up life of residences and work, from which binding to region, municipality and core can be judged. */
export function dwell(household: Household, randomness: Randomness): Dwelling {
  const { owner, id, birthDate, age, scale, rules } = household;
  const bond = randomness.weighted(BONDS);
  const homeTowns = scale.seekersByMunicipality;
  const inRegion = bond === 'LOCAL';
  const municipality = randomness.weighted(inRegion ? homeTowns : ELSEWHERE);
  const since = presentAddressSince(birthDate, bond, randomness);
  const ties: TieRow[] = [];
  const add = (
    kind: TieRow['kind'],
    place: { readonly municipality: MunicipalityCode; readonly core: CoreCode | null },
    fromDay: CalendarDate,
    untilDay: CalendarDate | null,
  ): void => {
    const number = ties.filter((tie) => tie.kind === kind).length + 1;
    if (untilDay === null || fromDay < untilDay) {
      ties.push({ owner, registration: id, kind, number, ...place, fromDay, untilDay });
    }
  };
  add('RESIDENCE', placeIn(municipality, rules, randomness), since, null);
  if (bond === 'FORMER_RESIDENT' || (since > birthDate && randomness.chance(550))) {
    const before = bond === 'FORMER_RESIDENT' || (inRegion && randomness.chance(650)) ? homeTowns : ELSEWHERE;
    const stayed =
      bond === 'FORMER_RESIDENT' ? randomness.between(2250, 3600) : randomness.between(200, 5000);
    const from = addDays(since, -stayed);
    const town = placeIn(randomness.weighted(before), rules, randomness);
    add('RESIDENCE', town, from < birthDate ? birthDate : from, since);
  }
  const worksInRegion = addWork(bond, age, household, add, randomness);
  // Only a home in the region becomes empty there, for somebody else.
  const selfContained = inRegion && randomness.chance(age < 25 ? 120 : age < 35 ? 420 : 650);
  return { municipality, inRegion, since, selfContained, worksInRegion, ties };
}

/** Longer ago than the past year, so that the facts of a closing day in it are the ones of today. */
function presentAddressSince(
  birthDate: CalendarDate,
  bond: (typeof BONDS)[number][0],
  randomness: Randomness,
): CalendarDate {
  const [minimum, maximum] =
    bond === 'FORMER_RESIDENT'
      ? [400, 1000]
      : randomness.weighted([
          [[400, 1500], 45],
          [[1500, 4500], 35],
          [[4500, 11_000], 20],
        ] as const);
  const stayed = Math.min(randomness.between(minimum, maximum), daysBetween(birthDate, REFERENCE_DAY));
  return addDays(REFERENCE_DAY, -stayed);
}

function addWork(
  bond: (typeof BONDS)[number][0],
  age: number,
  { scale, birthDate }: Household,
  add: (
    kind: 'EMPLOYMENT',
    place: { readonly municipality: MunicipalityCode; readonly core: null },
    from: CalendarDate,
    until: null,
  ) => void,
  randomness: Randomness,
): boolean {
  const works = bond === 'COMMUTER' || (age < 67 && randomness.chance(620));
  if (!works) return false;
  const inRegion = bond === 'COMMUTER' || (bond === 'LOCAL' && randomness.chance(600));
  const municipality = randomness.weighted(inRegion ? scale.seekersByMunicipality : ELSEWHERE);
  const working = daysBetween(addYears(birthDate, 16), REFERENCE_DAY);
  const from = addDays(REFERENCE_DAY, -Math.min(randomness.between(400, 6000), working));
  add('EMPLOYMENT', { municipality, core: null }, from, null);
  return inRegion;
}

function placeIn(
  municipality: MunicipalityCode,
  rules: RulesInForce,
  randomness: Randomness,
): { readonly municipality: MunicipalityCode; readonly core: CoreCode | null } {
  const cores = rules.coresOf(municipality);
  return { municipality, core: cores.length === 0 ? null : randomness.pick(cores).code };
}
