import { addDays, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import { MEDIATION_CATEGORIES, type MediationCategory } from '../rules/facts.ts';
import { compileRuleSet } from '../rules/compile-rule-set.ts';
import type { UrgencyConditionRow, UrgencyRow } from '../subgraphs/urgencies/subgraph.ts';
import type { ComplexSparingRow, DwellingRow } from '../subgraphs/vacancies/subgraph.ts';
import { factsOf } from './facts.ts';
import { momentInNetherlands } from './moments.ts';
import { draftOf, type Offer, type WrittenVacancy } from './offers.ts';
import { CARE_PROVIDERS } from './places.ts';
import { randomnessOf } from './randomness.ts';
import type { Ranked } from './rankings.ts';
import { REFERENCE_DAY, REFERENCE_INSTANT, SEED } from './reference.ts';
import { rowId } from './row-id.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { RegionScale } from './scale.ts';
import type { Seeker } from './seeker.ts';

/** Homes are registered for mediation at this time of day, in minutes past midnight. */
const REGISTERED_AT = 10 * 60;

/** How a home is mediated: half of them by a care provider, the others in each category in turn. */
export function mediatedAs(
  index: number,
): Pick<WrittenVacancy, 'mediationCategory' | 'careProvider'> & { mediationCategory: MediationCategory } {
  if (index % 2 === 0) {
    const careProvider = CARE_PROVIDERS[(index / 2) % CARE_PROVIDERS.length]!.code;
    return { mediationCategory: 'CARE_OUTFLOW', careProvider };
  }
  const others = MEDIATION_CATEGORIES.filter((category) => category !== 'CARE_OUTFLOW');
  return { mediationCategory: others[((index - 1) / 2) % others.length]!, careProvider: null };
}

/** Homes that are registered for mediation now, and that nobody has yet. Nobody reacted to them: they are shown to nobody. */
export function mediatedHomesOf(
  scale: RegionScale,
  dwellings: readonly DwellingRow[],
  rules: RulesInForce,
): readonly WrittenVacancy[] {
  return dwellings.slice(0, scale.mediatedHomes).map((dwelling, index) => {
    const publishedOn = addDays(REFERENCE_DAY, -1 - ((index * 7) % 40));
    return {
      ...draftOf(dwelling, `${scale.region}/mediated/${index}`),
      model: 'DIRECT_MEDIATION',
      ...mediatedAs(index),
      status: 'CLOSED',
      publishedOn,
      offeredSince: publishedOn,
      closesOn: publishedOn,
      closesAt: momentInNetherlands(publishedOn, REGISTERED_AT),
      ruleSetHash: rules.ruleSetOn(dwelling.municipality, publishedOn).hash,
    };
  });
}

/** Mediated homes that were not let by now wait for a household; that nobody was found then left no trace. */
export function isRegistered({ row }: Offer): boolean {
  return row.model === 'DIRECT_MEDIATION' && row.status !== 'LET';
}

interface Mediated {
  readonly category: string;
  readonly level: UrgencyRow['level'];
  readonly statutoryGroup: string | null;
  readonly condition: UrgencyConditionRow['kind'] | null;
  readonly byProvider: boolean;
}

const MEDIATED: readonly Mediated[] = [
  mediated('SHELTERED_LIVING', 'STATUTORY', 'e', 'CARE_CONTRACT', true),
  mediated('PERMIT_HOLDER', 'LOCAL', null, null, false),
  mediated('HOMELESS_SHELTER', 'STATUTORY', 'c', 'CARE_CONTRACT', true),
  mediated('CHRONIC_MEDICAL', 'STATUTORY', 'b', null, false),
  mediated('YOUTH_CARE', 'STATUTORY', 'g', 'SUPPORT', true),
];

/** The law knows these groups since; decisions of the demonstration are made from then on. */
const DECIDED_FROM = '2026-07-01' as CalendarDate;

/**
 * Gives some seekers who never reacted an urgency with direct mediation: they need not search, and wait for a home to be found
 * for them. After everything else was made up, so that nothing of it changes.
 */
export function waitForMediation(
  seekers: readonly Seeker[],
  rankings: readonly Ranked[],
  scale: RegionScale,
  rules: RulesInForce,
  exceptFor?: string,
): void {
  const randomness = randomnessOf(`${SEED}/mediation/${scale.region}`);
  const home = rankings.find(({ offer, frozen }) => !frozen && offer.row.region === scale.region)?.offer;
  if (home === undefined) return;
  const admits = compileRuleSet(home.ruleSet);
  const reacted = new Set(rankings.flatMap(({ reactions }) => reactions.map(({ seeker }) => seeker.id)));
  const waiting = seekers.filter((seeker) => {
    const { id, row, urgencies } = seeker;
    const isFree = row.status === 'ACTIVE' && urgencies.length === 0 && id !== exceptFor && !reacted.has(id);
    return (
      isFree &&
      row.registeredOn < DECIDED_FROM &&
      // Whom no rule would let have a home is not mediated.
      admits(factsOf(seeker, REFERENCE_DAY), home.facts, REFERENCE_DAY).admitted
    );
  });
  waiting.slice(0, scale.mediatedSeekers).forEach((seeker, index) => {
    const of = MEDIATED[index % MEDIATED.length]!;
    const decidedOn = addDays(DECIDED_FROM, randomness.below(110));
    const municipality = randomness.pick(rules.municipalitiesOf(scale.region));
    const urgency = urgencyOf(seeker, of, index, decidedOn, municipality);
    seeker.urgencies = [urgency];
    seeker.urgencyConditions = conditionsOf(urgency, of, index);
  });
}

function urgencyOf(
  { id, row: { adults, children, accessibility } }: Seeker,
  { category, level, statutoryGroup, byProvider }: Mediated,
  index: number,
  decidedOn: CalendarDate,
  owner: string,
): UrgencyRow {
  const persons = adults + children;
  return {
    owner,
    id: rowId('urgency', id),
    registration: id,
    category,
    level,
    statutoryGroup,
    status: 'GRANTED',
    decidedOn,
    validFrom: decidedOn,
    validUntil: addDays(decidedOn, 365),
    directMediation: true,
    careProvider: byProvider ? CARE_PROVIDERS[index % CARE_PROVIDERS.length]!.code : null,
    profileDwellingTypes: [],
    profileMinimumRooms: persons >= 4 ? 3 : persons >= 2 ? 2 : null,
    profileMaximumRooms: persons === 1 ? 3 : null,
    profileMaximumRentCents: 90_007,
    profileMinimumAreaM2: null,
    // Every twelfth needs a home for a wheelchair, whatever its register knows of it.
    profileAccessibility: index % 12 === 3 ? 'WHEELCHAIR' : accessibility,
    profileMunicipalities: [],
  };
}

/** Half of the care contracts are signed; of the others the care provider and the household signed. */
function conditionsOf(
  { owner, id, decidedOn }: UrgencyRow,
  { condition }: Mediated,
  index: number,
): readonly UrgencyConditionRow[] {
  if (condition === null || decidedOn === null) return [];
  const signed = addDays(decidedOn, 5);
  const none = { seekerSignedOn: null, providerSignedOn: null, municipalitySignedOn: null };
  if (condition !== 'CARE_CONTRACT') return [{ owner, urgency: id, kind: condition, metOn: signed, ...none }];
  const byTwo = { seekerSignedOn: signed, providerSignedOn: signed, municipalitySignedOn: null };
  const metOn = index % 2 === 0 ? addDays(signed, 3) : null;
  return [{ owner, urgency: id, kind: condition, ...byTwo, municipalitySignedOn: metOn, metOn }];
}

/** Of each region one complex in which homes are mediated is spared. */
export function sparingsOf(
  homes: readonly WrittenVacancy[],
  dwellings: readonly DwellingRow[],
): readonly ComplexSparingRow[] {
  const home = homes[0];
  const dwelling = dwellings.find(({ owner, id }) => owner === home?.owner && id === home.dwelling);
  if (dwelling === undefined || dwelling.complex === null) return [];
  return [
    {
      owner: dwelling.owner,
      id: rowId('sparing', dwelling.complex),
      complex: dwelling.complex,
      reason: 'In korte tijd zijn hier veel woningen bemiddeld; de bewoners vragen om een jaar rust.',
      fromDay: addDays(REFERENCE_DAY, -60),
      untilDay: addDays(REFERENCE_DAY, 305),
      recordedBy: 'demonstration',
      recordedAt: REFERENCE_INSTANT,
    },
  ];
}

function mediated(
  category: string,
  level: UrgencyRow['level'],
  statutoryGroup: string | null,
  condition: UrgencyConditionRow['kind'] | null,
  byProvider: boolean,
): Mediated {
  return { category, level, statutoryGroup, condition, byProvider };
}
