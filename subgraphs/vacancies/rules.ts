import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import { parseRuleSet, type RuleSet } from '../../rules/rule-set.ts';
import type { Loaders } from './loaders.ts';

/** Rules as the supergraph answers them; null where none are in force, a code when nobody can say. */
export type Rules = RuleSet | null | 'RULES_UNAVAILABLE';

type Context = SubgraphContext<Loaders>;

interface Answered {
  readonly hash: string;
  readonly canonical: string;
}

/** More than are in force where every municipality of the country has rules of its own: one that is read anew each time is slow. */
const RULE_SETS_KEPT = 500;
const KNOWN = new Map<string, RuleSet>();

/** The rules in force in a municipality on a day, for the homes of a complex where an agreement for it is. */
export async function rulesIn(
  municipality: string,
  complex: string | null,
  on: CalendarDate,
  context: Context,
): Promise<Rules> {
  const variables = { municipality, complex, on };
  const data = await ask<{ rulesInForce: Answered | null }>('MunicipalRules', variables, context);
  if (data === undefined) return 'RULES_UNAVAILABLE';
  return data.rulesInForce === null ? null : read(data.rulesInForce);
}

/** The different rule sets in force in the municipalities of a region on a day; empty where there are none. */
export async function rulesInRegion(
  region: string,
  on: CalendarDate,
  context: Context,
): Promise<readonly RuleSet[] | 'RULES_UNAVAILABLE'> {
  interface Region {
    readonly municipalities: {
      readonly nodes: readonly { readonly rulesInForce: { readonly hash: string } | null }[];
    };
  }
  const data = await ask<{ housingRegion: Region | null }>('RegionalRules', { region, on }, context);
  if (data === undefined) return 'RULES_UNAVAILABLE';
  const nodes = data.housingRegion?.municipalities.nodes ?? [];
  const hashes = [...new Set(nodes.flatMap(({ rulesInForce }) => rulesInForce?.hash ?? []))].sort();
  const found = await Promise.all(hashes.map((hash) => ruleSetOf(hash, context)));
  const known = found.filter((ruleSet) => ruleSet !== undefined);
  return known.length < found.length ? 'RULES_UNAVAILABLE' : known;
}

/** The rules under a hash; undefined when nobody can say. */
export async function ruleSetOf(hash: string, context: Context): Promise<RuleSet | undefined> {
  const known = KNOWN.get(hash);
  if (known !== undefined) return known;
  const data = await ask<{ ruleSet: Answered | null }>('RuleSetText', { hash }, context);
  return data?.ruleSet ? read(data.ruleSet) : undefined;
}

/** The data of an operation of the hub; undefined when any of it failed. */
async function ask<Data>(
  operation: string,
  variables: Readonly<Record<string, unknown>>,
  { askSupergraph, viewer, trace }: Context,
): Promise<Data | undefined> {
  const asker = hubOnBehalfOf(viewer, 'count what is left of a quota');
  const { data, errors } = await askSupergraph(operation, variables, asker, trace);
  return (errors?.length ?? 0) > 0 || !data ? undefined : (data as Data);
}

/** A rule set never changes under its hash, so one that was read is not read again. */
function read({ hash, canonical }: Answered): RuleSet {
  const known = KNOWN.get(hash);
  if (known !== undefined) return known;
  const parsed = parseRuleSet(canonical);
  if (parsed.kind === 'FAILED' || parsed.value.hash !== hash) throw new TypeError(`no rule set: ${hash}`);
  if (KNOWN.size >= RULE_SETS_KEPT) KNOWN.delete(KNOWN.keys().next().value!);
  KNOWN.set(hash, parsed.value);
  return parsed.value;
}
