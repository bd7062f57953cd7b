import { HubError } from '../../platform/errors.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { explainHome, type ExplanationSection } from '../../rules/explain-home.ts';
import { homeOf } from './domain/published-home.ts';
import type { Loaders } from './loaders.ts';
import { ruleSetOf } from './rules.ts';
import type { VacancyRow } from './tables.ts';

/** Who goes first on a home and why, under the rules that are pinned to it; null before it was published. */
export async function explanationOf(
  row: VacancyRow,
  context: SubgraphContext<Loaders>,
): Promise<readonly ExplanationSection[] | null> {
  const { ruleSetHash, publishedOn, closesOn, offeredSince } = row;
  if (ruleSetHash === null || publishedOn === null || closesOn === null || offeredSince === null) return null;
  const dwelling = await context.loaders.dwellings.load({ owner: row.owner, id: row.dwelling });
  const rules = await ruleSetOf(ruleSetHash, context);
  if (dwelling === null || rules === undefined) throw new HubError('RULES_UNAVAILABLE');
  return explainHome(rules, homeOf(row, dwelling, { publishedOn, closesOn, offeredSince }));
}
