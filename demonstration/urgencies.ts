import { addDays, daysBetween, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { UrgencyConditionRow, UrgencyRow } from '../subgraphs/urgencies/subgraph.ts';
import { CARE_PROVIDERS } from './places.ts';
import { randomnessOf, type Randomness } from './randomness.ts';
import { REFERENCE_DAY, SEED } from './reference.ts';
import { rowId } from './row-id.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { Manner, RegionScale } from './scale.ts';
import type { Seeker } from './seeker.ts';

/** The first decisions of the demonstration: half a year before the first lettings. */
const DECIDED_FROM = '2025-09-15' as CalendarDate;
const DECIDED_UNTIL = '2026-10-27' as CalendarDate;

interface Category {
  readonly code: string;
  readonly level: UrgencyRow['level'];
  readonly statutoryGroup: string | null;
  /** First decision that may use it: most groups of art. 12(3) came into the law on 2026-07-01. */
  readonly from: CalendarDate;
  readonly weight: number;
  /** Where it is used; null for everywhere. */
  readonly manner: Manner | null;
  readonly children: boolean;
  readonly condition: UrgencyConditionRow['kind'] | null;
}

const LAW_OF_2026 = '2026-07-01' as CalendarDate;

/** The codes that the corpus gives priority to. */
const CATEGORIES: readonly Category[] = [
  statutory('INFORMAL_CARE', 'a', DECIDED_FROM, 6, null),
  statutory('VIOLENCE_SHELTER', 'd', DECIDED_FROM, 12, 'SUPPORT'),
  statutory('CHRONIC_MEDICAL', 'b', LAW_OF_2026, 10, null),
  statutory('HOMELESS_SHELTER', 'c', LAW_OF_2026, 14, 'CARE_CONTRACT'),
  statutory('SHELTERED_LIVING', 'e', LAW_OF_2026, 10, 'CARE_CONTRACT'),
  statutory('CARE_INSTITUTION', 'f', LAW_OF_2026, 4, 'CARE_CONTRACT'),
  statutory('YOUTH_CARE', 'g', LAW_OF_2026, 6, 'SUPPORT'),
  statutory('DETENTION', 'h', LAW_OF_2026, 3, 'SUPPORT'),
  statutory('SEX_WORK', 'i', LAW_OF_2026, 1, 'SUPPORT'),
  { ...statutory('FAMILY_WITHOUT_ABODE', 'j', LAW_OF_2026, 6, null), children: true },
  regional('MEDICAL', 18, null),
  regional('CALAMITY', 5, null),
  { ...regional('HOMELESS_PARENT', 10, null), children: true },
  regional('FINANCIAL', 7, 'BUDGET_MANAGEMENT'),
  regional('VIOLENCE', 6, null),
  { ...regional('LIVING_IN', 6, null), children: true },
  regional('SOCIAL', 7, null),
  local('RENEWAL', 12, null),
  local('PERMIT_HOLDER', 10, 'GOOI'),
  local('SOCIAL_MEDICAL', 12, 'AMSTERDAM'),
  local('LAST_CHANCE', 4, 'AMSTERDAM'),
];

/** Gives some of the seekers an urgency, decided by a municipality of the region; a few were asked for or refused. */
export function grantUrgencies(seekers: readonly Seeker[], scale: RegionScale, rules: RulesInForce): void {
  const randomness = randomnessOf(`${SEED}/urgencies/${scale.region}`);
  const seeking = seekers.filter(({ row }) => row.status === 'ACTIVE');
  const others = Math.ceil(scale.urgencies / 8);
  const step = Math.floor(seeking.length / (scale.urgencies + others));
  for (let index = 0; index < scale.urgencies + others; index += 1) {
    const seeker = seeking[index * step]!;
    const decidedOn = addDays(DECIDED_FROM, randomness.below(daysBetween(DECIDED_FROM, DECIDED_UNTIL)));
    const registeredFirst = decidedOn < seeker.row.registeredOn ? seeker.row.registeredOn : decidedOn;
    const granted = index < scale.urgencies;
    const urgency = urgencyOf(seeker, registeredFirst, granted, scale, rules, randomness);
    seeker.urgencies = [urgency];
    seeker.urgencyConditions = granted ? conditionsOf(urgency, randomness) : [];
  }
}

function urgencyOf(
  seeker: Seeker,
  decidedOn: CalendarDate,
  granted: boolean,
  scale: RegionScale,
  rules: RulesInForce,
  randomness: Randomness,
): UrgencyRow {
  const { row } = seeker;
  const category = categoryOf(row.children, decidedOn, scale.manner, randomness);
  const region = rules.municipalitiesOf(scale.region);
  const home = seeker.ties.find(
    ({ kind, untilDay }) => kind === 'RESIDENCE' && untilDay === null,
  )?.municipality;
  const owner = home !== undefined && region.includes(home) ? home : randomness.pick(region);
  const validDays = randomness.chance(750) ? 183 : 365;
  const asked = !granted && randomness.chance(450);
  const persons = row.adults + row.children;
  const mediated = category.condition === 'CARE_CONTRACT' && randomness.chance(700);
  return {
    owner,
    id: rowId('urgency', seeker.id),
    registration: seeker.id,
    category: category.code,
    level: category.level,
    statutoryGroup: category.statutoryGroup,
    status: granted ? 'GRANTED' : asked ? 'REQUESTED' : 'REJECTED',
    decidedOn: asked ? null : decidedOn,
    validFrom: granted ? decidedOn : null,
    validUntil: granted ? addDays(decidedOn, validDays) : null,
    directMediation: granted && (mediated || randomness.chance(120)),
    careProvider: mediated ? randomness.pick(CARE_PROVIDERS).code : null,
    profileDwellingTypes: persons <= 2 && randomness.chance(300) ? ['APARTMENT', 'MAISONETTE'] : [],
    profileMinimumRooms: persons >= 4 ? 4 : persons >= 2 ? persons : null,
    profileMaximumRooms: persons === 1 ? 3 : persons === 2 ? 3 : persons === 3 ? 4 : null,
    profileMaximumRentCents: persons <= 2 ? 73_193 : 90_007,
    profileMinimumAreaM2: null,
    profileAccessibility: row.accessibility,
    profileMunicipalities: randomness.chance(300) ? [owner] : [],
  };
}

function categoryOf(
  children: number,
  decidedOn: CalendarDate,
  manner: Manner,
  randomness: Randomness,
): Category {
  const possible = CATEGORIES.filter(
    (category) =>
      category.from <= decidedOn &&
      (category.manner === null || category.manner === manner) &&
      (!category.children || children > 0),
  );
  return randomness.weighted(possible.map((category) => [category, category.weight] as const));
}

function conditionsOf(urgency: UrgencyRow, randomness: Randomness): readonly UrgencyConditionRow[] {
  const kind = CATEGORIES.find(({ code }) => code === urgency.category)?.condition ?? null;
  if (kind === null) return [];
  const { owner, id, decidedOn } = urgency;
  const met = decidedOn === null ? null : addDays(decidedOn, randomness.between(3, 30));
  const metOn = met !== null && met < REFERENCE_DAY ? met : null;
  const signedOn = kind === 'CARE_CONTRACT' ? metOn : null;
  const signed = { seekerSignedOn: signedOn, providerSignedOn: signedOn, municipalitySignedOn: signedOn };
  return [{ owner, urgency: id, kind, metOn, ...signed }];
}

function statutory(
  code: string,
  statutoryGroup: string,
  from: CalendarDate,
  weight: number,
  condition: Category['condition'],
): Category {
  return { code, level: 'STATUTORY', statutoryGroup, from, weight, manner: null, children: false, condition };
}

function regional(code: string, weight: number, condition: Category['condition']): Category {
  return {
    ...statutory(code, 'a', DECIDED_FROM, weight, condition),
    level: 'REGIONAL',
    statutoryGroup: null,
  };
}

function local(code: string, weight: number, manner: Manner | null): Category {
  return { ...regional(code, weight, null), level: 'LOCAL', manner };
}
