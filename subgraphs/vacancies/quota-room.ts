import { HubError } from '../../platform/errors.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { compareText } from '../../platform/primitives/compare-text.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { quotaPeriod, type QuotaArea } from '../../rules/quota.ts';
import type { QuotaRule } from '../../rules/rule.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { roomOf, type QuotaRoom } from './domain/quota-ledger.ts';
import type { Loaders } from './loaders.ts';
import { rulesIn, rulesInRegion } from './rules.ts';

type Context = SubgraphContext<Loaders>;

/** What is left of the quotas that count per municipality, or per core of it; null where no rules are in force. */
export async function quotaRoomIn(
  area: QuotaArea & { readonly kind: 'MUNICIPALITY' | 'CORE' },
  on: CalendarDate,
  context: Context,
): Promise<readonly QuotaRoom[] | null> {
  const rules = await rulesIn(area.code.slice(0, 6), null, on, context);
  if (rules === 'RULES_UNAVAILABLE') throw new HubError(rules);
  return rules === null ? null : roomsOf([rules], area, on, context);
}

/** What is left of the quotas that count for a whole region; null where no rules are in force in it. */
export async function quotaRoomInRegion(
  code: string,
  on: CalendarDate,
  context: Context,
): Promise<readonly QuotaRoom[] | null> {
  const rules = await rulesInRegion(code, on, context);
  if (rules === 'RULES_UNAVAILABLE') throw new HubError(rules);
  return rules.length === 0 ? null : roomsOf(rules, { kind: 'REGION', code }, on, context);
}

async function roomsOf(
  ruleSets: readonly RuleSet[],
  area: QuotaArea,
  on: CalendarDate,
  { loaders }: Context,
): Promise<readonly QuotaRoom[]> {
  const quotas = new Map<string, QuotaRule>(
    ruleSets
      .flatMap((ruleSet) => ruleSet.quotas)
      .filter(({ per }) => per === area.kind)
      .map((quota) => [quota.id, quota]),
  );
  const sorted = [...quotas.values()].sort((one, other) => compareText(one.id, other.id));
  return Promise.all(
    sorted.map(async (quota) => {
      const period = quotaPeriod(quota, on);
      return roomOf(quota, area, period, await loaders.supply(area, period));
    }),
  );
}
