import { orderRuleFor } from '../rules/rule-set.ts';
import type { WaitingSchemeRow } from '../subgraphs/registrations/subgraph.ts';
import type { ComplexRow, ComplexSparingRow, DwellingRow } from '../subgraphs/vacancies/subgraph.ts';
import { exampleOf } from './example.ts';
import { offerFromTheTop, type Considered } from './lettings.ts';
import { isRegistered, sparingsOf, waitForMediation } from './mediation.ts';
import { byClosing, offersOf, type Offer, type WrittenVacancy } from './offers.ts';
import { randomnessOf } from './randomness.ts';
import { rankingOf, type Ranked } from './rankings.ts';
import { REFERENCE_DAY, SEED } from './reference.ts';
import { noteMove, seekingOf, type Seeking } from './reactors.ts';
import type { RulesInForce } from './rules-in-force.ts';
import { REGIONS_AT, type RegionScale, type Scale } from './scale.ts';
import type { Seeker } from './seeker.ts';
import { seekersOf } from './seekers.ts';
import { stockOf } from './stock.ts';
import { grantUrgencies } from './urgencies.ts';

/** Everything that is made up, before it becomes rows. */
export interface Population {
  readonly regions: readonly RegionScale[];
  readonly waitingSchemes: readonly WaitingSchemeRow[];
  readonly complexes: readonly ComplexRow[];
  readonly dwellings: readonly DwellingRow[];
  readonly vacancies: readonly WrittenVacancy[];
  readonly sparings: readonly ComplexSparingRow[];
  readonly seekers: readonly Seeker[];
  /** In the order of their closing days. */
  readonly rankings: readonly Ranked[];
  readonly considered: readonly Considered[];
}

/** What `npm start` fills its databases with. */
export interface Demonstration extends Population {
  readonly scale: Scale;
}

/** A region before anybody reacted. */
interface Region {
  readonly scale: RegionScale;
  readonly stock: ReturnType<typeof stockOf>;
  readonly offers: readonly Offer[];
  readonly others: readonly WrittenVacancy[];
  readonly seekers: readonly Seeker[];
}

/** The demonstration at a scale. Same scale and rules: same answer, to the byte. */
export function generateDemonstration(scale: Scale, rules: RulesInForce): Demonstration {
  return { scale, ...generatePopulation(REGIONS_AT[scale], rules, exampleOf(scale).registration) };
}

/**
 * Makes regions up, whose seekers react across their border: stock and vacancies, seekers and urgencies, and then, vacancy after
 * vacancy in the order of their closing days, who reacted, in what order they stood and who moved in. Same regions and rules: same
 * answer, to the byte. The household `spared` waits for no mediation.
 */
export function generatePopulation(
  scales: readonly RegionScale[],
  rules: RulesInForce,
  spared?: string,
): Population {
  const regions = scales.map((region) => regionOf(region, rules));
  const seeking = new Map(regions.map(({ scale: { region } }) => [region, seekingIn(region, regions)]));
  const rankings: Ranked[] = [];
  const considered: Considered[] = [];
  const vacancies: WrittenVacancy[] = regions.flatMap(({ others }) => others);
  for (const offer of regions.flatMap(({ offers }) => offers).sort(byClosing)) {
    if (isRegistered(offer)) {
      vacancies.push({ ...offer.row, status: 'CLOSED' });
      continue;
    }
    // A stream of its own: what changes at one vacancy leaves the choices at another as they were.
    const randomness = randomnessOf(`${SEED}/reactions/${offer.id}`);
    const ranked = rankingOf(offer, seeking.get(offer.row.region)!, randomness);
    const outcome = offerFromTheTop(ranked, randomness);
    if (outcome) {
      considered.push(outcome);
      // The last who was considered is who got the home.
      const housed = outcome.endedOn === null ? undefined : outcome.reactions.at(-1)?.seeker;
      if (housed !== undefined) for (const each of seeking.values()) noteMove(each, housed);
    }
    // Nobody came: the home got another use.
    vacancies.push(
      outcome === null
        ? { ...offer.row, status: 'WITHDRAWN', withdrawalReason: 'OTHER_USE', letOn: null }
        : offer.row,
    );
    if (ranked.reactions.length > 0) rankings.push(ranked);
  }
  for (const region of regions) waitForMediation(region.seekers, rankings, region.scale, rules, spared);
  return {
    sparings: regions.flatMap(({ stock, others }) =>
      sparingsOf(
        others.filter(({ model, status }) => model === 'DIRECT_MEDIATION' && status === 'CLOSED'),
        stock.dwellings,
      ),
    ),
    regions: scales,
    waitingSchemes: regions.flatMap((region) => waitingSchemesOf(region.scale, rules)),
    complexes: regions.flatMap(({ stock }) => stock.complexes),
    dwellings: regions.flatMap(({ stock }) => stock.dwellings),
    vacancies,
    seekers: regions.flatMap(({ seekers }) => seekers),
    rankings,
    considered,
  };
}

function regionOf(scale: RegionScale, rules: RulesInForce): Region {
  const needed = scale.closedVacancies + scale.openVacancies + scale.withdrawn + scale.drafts;
  // A fifth more than is offered, for the homes outside social rent and the ones that nobody leaves.
  const stock = stockOf(scale, Math.ceil((needed * 6) / (scale.complexes * 5)), rules);
  const { offers, others } = offersOf(scale, stock.dwellings, rules);
  // One in three seeks now; who got a home in the past year sought then.
  const housed = offers.filter(({ letOn }) => letOn !== null).length;
  const seekers = seekersOf(scale, Math.round(scale.registrations / 3) + housed, rules);
  grantUrgencies(seekers, scale, rules);
  return { scale, stock, offers, others, seekers };
}

/** Who may react in a region: its own seekers, and of another region one in nine who do not name a town. */
function seekingIn(region: string, regions: readonly Region[]): Seeking {
  const seeking = regions.flatMap(({ scale, seekers }) => {
    const active = seekers.filter(({ row }) => row.status === 'ACTIVE');
    if (scale.region === region) return active;
    return active.filter(({ row }, index) => index % 9 === 0 && row.profileMunicipalities.length === 0);
  });
  return seekingOf(seeking);
}

/** How a registrar reckons search value: as the order of its regional model says, since that model holds. */
function waitingSchemesOf(scale: RegionScale, rules: RulesInForce): readonly WaitingSchemeRow[] {
  const ruleSet = rules.ruleSetOn(rules.municipalitiesOf(scale.region)[0]!, REFERENCE_DAY);
  const rule = orderRuleFor(ruleSet, 'OFFER');
  if (rule?.order.kind !== 'SEARCH_VALUE') return [];
  return [
    {
      owner: scale.registrar,
      validFrom: rule.citation.version,
      retainedPercent: rule.order.retainedPercent,
      transitionalUntil: rule.order.transitionalUntil,
    },
  ];
}
