import {
  addDays,
  addYears,
  ageOn,
  daysBetween,
  type CalendarDate,
} from '../platform/primitives/calendar-date.ts';
import type { Accessibility } from '../rules/facts.ts';
import type { ExclusionRow, IncomeTestRow, RegistrationRow } from '../subgraphs/registrations/subgraph.ts';
import { incomeTestsOf, yearlyIncomeCents } from './incomes.ts';
import { randomnessOf, type Randomness, type Weights } from './randomness.ts';
import { REFERENCE_DAY, SEED } from './reference.ts';
import { dwell, type Dwelling } from './residences.ts';
import { rowId } from './row-id.ts';
import { vitalProfessions, type RulesInForce } from './rules-in-force.ts';
import type { RegionScale } from './scale.ts';
import { profileOf, searchArea } from './search-profiles.ts';
import { lotKeyOf, type Seeker } from './seeker.ts';

/** Adults and children, in parts of a thousand: 60 percent live alone, and 83 percent are one or two persons. */
const HOUSEHOLDS: readonly (readonly [adults: number, children: number, perMille: number])[] = [
  [1, 0, 600],
  [2, 0, 150],
  [1, 1, 80],
  [1, 2, 50],
  [2, 1, 45],
  [2, 2, 45],
  [2, 3, 20],
  [1, 3, 10],
];

const AGES: Weights<readonly [minimum: number, maximum: number]> = [
  [[18, 22], 14],
  [[23, 29], 25],
  [[30, 39], 22],
  [[40, 54], 19],
  [[55, 64], 9],
  [[65, 89], 11],
];
const AGES_WITH_CHILDREN: Weights<readonly [minimum: number, maximum: number]> = [
  [[20, 29], 20],
  [[30, 39], 42],
  [[40, 52], 38],
];

/** Days since the registration; nobody registers before the age of 18. */
const WAITING: Weights<readonly [minimum: number, maximum: number]> = [
  [[1, 365], 17],
  [[366, 1095], 26],
  [[1096, 2190], 23],
  [[2191, 3650], 17],
  [[3651, 5475], 11],
  [[5476, 9130], 6],
];

const ORIGINS: Weights<string> = [
  ['WOO', 86],
  ['MIG', 5],
  ['SPL', 4],
  ['HER', 2],
  ['URG', 2],
  ['MED', 1],
];

/**
 * The households of one region's register, oldest index first. `active` of them are seeking at the start of the past
 * year or since they registered; the others sleep.
 */
export function seekersOf(scale: RegionScale, active: number, rules: RulesInForce): readonly Seeker[] {
  const randomness = randomnessOf(`${SEED}/seekers/${scale.region}`);
  return Array.from({ length: scale.registrations }, (_, index) => {
    const seeking = share(index + 1, active, scale.registrations) > share(index, active, scale.registrations);
    return seekerAt(index, seeking, scale, rules, randomness);
  });
}

function seekerAt(
  index: number,
  seeking: boolean,
  scale: RegionScale,
  rules: RulesInForce,
  randomness: Randomness,
): Seeker {
  const owner = scale.registrar;
  const id = rowId('registration', `${owner}/${index}`);
  // Spread evenly instead of drawn, so that the shares hold in a small region too; 617 and 1000 share no factor.
  const [adults, children] = householdAt((index * 617) % 1000);
  const birthDates = applicantsOf(adults, children, randomness);
  const age = Math.max(...birthDates.map((birthDate) => ageOn(birthDate, REFERENCE_DAY)));
  const registeredOn = registrationDay(birthDates[0]!, randomness);
  const dwelling = dwell({ owner, id, birthDate: birthDates[0]!, age, scale, rules }, randomness);
  const income = yearlyIncomeCents(age, adults, randomness);
  const accessibility = accessibilityAt(age, randomness);
  const municipalities = searchArea(dwelling.municipality, scale, rules, randomness);
  const row: RegistrationRow = {
    owner,
    id,
    registeredOn,
    status: seeking ? 'ACTIVE' : 'DORMANT',
    origin: randomness.weighted(ORIGINS),
    lawfulResidence: !randomness.chance(3),
    applicantBirthDates: birthDates,
    adults,
    children,
    leavesSelfContainedHome: dwelling.selfContained,
    presentAddressSince: dwelling.since,
    ...lastMoveOf(dwelling, randomness),
    vitalProfession: vitalProfessionOf(age, dwelling, scale, rules, randomness),
    accessibility,
    situationPoints: scale.manner === 'AMSTERDAM' && randomness.chance(180) ? randomness.between(1, 12) : 0,
    activeSearchMonths: seeking ? randomness.between(1, 12) : 0,
    ...profileOf(adults + children, income, age, accessibility, randomness),
    applicant: id,
    profileMunicipalities: municipalities,
  };
  return {
    id: `${owner}:${id}`,
    lotKey: lotKeyOf(`${owner}:${id}`),
    row,
    ties: dwelling.ties,
    tests: testsOf(row, income, seeking, scale, rules, randomness),
    exclusions: seeking ? exclusionsOf(row, randomness) : [],
    urgencies: [],
    urgencyConditions: [],
    looksIn: new Set(municipalities.length > 0 ? municipalities : rules.municipalitiesOf(scale.region)),
    moved: null,
  };
}

function householdAt(part: number): readonly [adults: number, children: number] {
  let rest = part;
  for (const [adults, children, perMille] of HOUSEHOLDS) {
    if (rest < perMille) return [adults, children];
    rest -= perMille;
  }
  throw new RangeError(`no such part of a thousand: ${part}`);
}

function applicantsOf(adults: number, children: number, randomness: Randomness): CalendarDate[] {
  const [minimum, maximum] = randomness.weighted(children > 0 ? AGES_WITH_CHILDREN : AGES);
  const born = (age: number): CalendarDate =>
    addDays(addYears(REFERENCE_DAY, -age), -randomness.between(1, 364));
  const first = randomness.between(minimum, maximum);
  if (adults === 1) return [born(first)];
  return [born(first), born(Math.max(18, first + randomness.between(-4, 4)))];
}

function registrationDay(birthDate: CalendarDate, randomness: Randomness): CalendarDate {
  const [minimum, maximum] = randomness.weighted(WAITING);
  const possible = daysBetween(addYears(birthDate, 18), REFERENCE_DAY);
  const waited = randomness.between(minimum, maximum);
  // Who cannot have waited that long registered on some day since turning 18.
  return addDays(REFERENCE_DAY, -(waited <= possible ? waited : randomness.between(1, possible)));
}

function lastMoveOf(dwelling: Dwelling, randomness: Randomness) {
  const through = dwelling.selfContained && dwelling.inRegion && randomness.chance(550);
  return {
    lastMoveOn: through ? dwelling.since : null,
    lastMoveSearchValueDays: through ? randomness.between(300, 4200) : null,
  };
}

function vitalProfessionOf(
  age: number,
  dwelling: Dwelling,
  scale: RegionScale,
  rules: RulesInForce,
  randomness: Randomness,
): string | null {
  const confirmed = randomness.chance(70);
  if (!confirmed || age > 66 || !dwelling.worksInRegion) return null;
  const [first] = rules.municipalitiesOf(scale.region);
  const professions = vitalProfessions(rules.ruleSetOn(first!, REFERENCE_DAY));
  return professions.length === 0 ? null : randomness.pick(professions);
}

function accessibilityAt(age: number, randomness: Randomness): Accessibility {
  const [stick, walker, wheelchair] = age >= 65 ? [90, 90, 30] : [8, 4, 6];
  return randomness.weighted<Accessibility>([
    ['NONE', 1000 - stick - walker - wheelchair],
    ['STICK', stick],
    ['WALKER', walker],
    ['WHEELCHAIR', wheelchair],
  ]);
}

function testsOf(
  row: RegistrationRow,
  income: number,
  seeking: boolean,
  scale: RegionScale,
  rules: RulesInForce,
  randomness: Randomness,
): readonly IncomeTestRow[] {
  return incomeTestsOf({ row, incomeCents: income, seeking, region: scale.region, rules }, randomness);
}

function exclusionsOf(row: RegistrationRow, randomness: Randomness): readonly ExclusionRow[] {
  if (!randomness.chance(4)) return [];
  const { owner, id } = row;
  const untilDay = addDays(REFERENCE_DAY, randomness.between(20, 700));
  return [
    {
      owner,
      registration: id,
      number: 1,
      model: 'URGENT_SEEKER_LOTTERY',
      untilDay,
      reason: 'REFUSED_URGENT_SEEKER_HOME',
    },
  ];
}

/** How many of the first `index` are chosen when `chosen` of `all` are, spread evenly. */
function share(index: number, chosen: number, all: number): number {
  return Math.floor((index * chosen) / all);
}
