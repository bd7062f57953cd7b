import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { periodHolds } from '../platform/primitives/period.ts';
import type { CoreCode, MunicipalityCode, Place, RegionCode } from '../rules/area.ts';
import { leavesOf, type Condition } from '../rules/condition.ts';
import { rulesOf, thresholdsOf, type RuleSet } from '../rules/rule-set.ts';
import { planPublication, readAreas, readCorpus } from '../subgraphs/binding-rules/subgraph.ts';

/** All that the demonstration needs to know of areas and rules; the corpus answers it. */
export interface RulesInForce {
  /** Codes of a region's municipalities, in order. */
  municipalitiesOf(region: RegionCode): readonly MunicipalityCode[];
  /** Cores of a municipality, in order; none where it has no cores. */
  coresOf(municipality: MunicipalityCode): readonly { readonly code: CoreCode; readonly name: string }[];
  /** Where a home stands. Throws a RangeError for a place in no connected region. */
  placeOf(municipality: MunicipalityCode, core: CoreCode | null): Place;
  /** The rules of a municipality on a day. Throws a RangeError when there are none. */
  ruleSetOn(municipality: MunicipalityCode, on: CalendarDate): RuleSet;
}

/**
 * The rules of a corpus, resolved in memory by the same plan that publishes them. Rejects when the corpus cannot be
 * read or published.
 */
export async function rulesOfCorpus(folder: URL): Promise<RulesInForce> {
  const [areas, corpus] = await Promise.all([readAreas(folder), readCorpus(folder)]);
  if (areas.kind === 'FAILED') throw new TypeError(`no table of areas: ${areas.failure.file}`);
  if (corpus.kind === 'FAILED')
    throw new TypeError(`no corpus: ${corpus.failure.map(({ file }) => file).join(', ')}`);
  const { regions, municipalities } = areas.value;
  const regional = municipalities.filter(({ region }) => region !== null);
  const places = regional.map(({ code, region }) => ({ municipality: code, region }));
  const plan = planPublication(corpus.value, [], places);
  if (plan.kind === 'FAILED')
    throw new TypeError(`not publishable: ${plan.failure[0]?.instrument ?? 'corpus'}`);
  const ruleSets = new Map(plan.value.ruleSets.map((place) => [place.municipality, place.inForce]));
  const byCode = new Map(municipalities.map((municipality) => [municipality.code, municipality]));
  const membersOf = new Map(regions.map((region) => [region.code, [...region.municipalities].sort()]));
  return {
    municipalitiesOf: (region) => membersOf.get(region) ?? [],
    coresOf: (municipality) => byCode.get(municipality)?.cores ?? [],
    placeOf(municipality, core) {
      const region = byCode.get(municipality)?.region;
      const regionMunicipalities = region && membersOf.get(region);
      if (!region || !regionMunicipalities) throw new RangeError(`in no region: ${municipality}`);
      return { region, municipality, core, regionMunicipalities };
    },
    ruleSetOn(municipality, on) {
      const found = ruleSets.get(municipality)?.find(({ period }) => periodHolds(period, on));
      if (found === undefined) throw new RangeError(`no rules in ${municipality} on ${on}`);
      return found.ruleSet;
    },
  };
}

/** Every threshold that a condition compares an income with, and its amount in cents; by code. */
export function incomeThresholds(ruleSet: RuleSet): ReadonlyMap<string, number> {
  const amounts = thresholdsOf(ruleSet);
  const named = leaves(ruleSet)
    .filter((leaf) => leaf.kind === 'income-at-most')
    .map(({ threshold }) => threshold);
  return new Map(sorted(named).map((threshold) => [threshold, amounts[threshold] ?? 0]));
}

/** Every vital profession that the rules name. */
export function vitalProfessions(ruleSet: RuleSet): readonly string[] {
  const named = leaves(ruleSet).filter((leaf) => leaf.kind === 'vital-profession');
  return sorted(named.flatMap(({ professions }) => professions));
}

function leaves(ruleSet: RuleSet): readonly Condition[] {
  return rulesOf(ruleSet).flatMap((rule) => ('condition' in rule ? leavesOf(rule.condition) : []));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
