import { compareText } from '../../platform/primitives/compare-text.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import { quotaPeriod, type QuotaArea } from '../../rules/quota.ts';
import type { QuotaRule } from '../../rules/rule.ts';
import { countedFor, lettingRoom, type LettingRoom } from './domain/letting-quota.ts';
import { judgeOf, type Loaders } from './loaders.ts';
import { countLettings } from './store/lettings.ts';

const PURPOSE = 'count lettings for a quota';

interface InForce {
  readonly rulesInForce: { readonly hash: string; readonly canonical: string } | null;
}

/**
 * What is left of the quotas on lettings that hold in a municipality, under the rules of a day: those per municipality and per
 * region. They count the lettings of all corporations, of which nothing but these numbers is told. Null where no rules are in force.
 */
export async function lettingQuotasIn(
  municipality: string,
  on: CalendarDate,
  { askSupergraph, viewer, trace, writeAsHub }: SubgraphContext<Loaders>,
): Promise<readonly LettingRoom[] | null | 'RULES_UNAVAILABLE'> {
  const { data, errors } = await askSupergraph(
    'MunicipalRules',
    { municipality, complex: null, on },
    hubOnBehalfOf(viewer, PURPOSE),
    trace,
  );
  if ((errors?.length ?? 0) > 0 || !data) return 'RULES_UNAVAILABLE';
  const { rulesInForce } = data as unknown as InForce;
  if (rulesInForce === null) return null;
  const { ruleSet } = judgeOf(rulesInForce.hash, rulesInForce.canonical);
  const region = ruleSet.sources.find(({ layer }) => layer === 'REGIONAL_MODEL')?.owner;
  const areaOf = ({ per }: QuotaRule): QuotaArea | undefined => {
    if (per === 'MUNICIPALITY') return { kind: per, code: municipality };
    return per === 'REGION' && region !== undefined ? { kind: per, code: region } : undefined;
  };
  const quotas = ruleSet.quotas.toSorted((one, other) => compareText(one.id, other.id));
  return writeAsHub(PURPOSE, async (sql) => {
    const rooms: LettingRoom[] = [];
    for (const rule of quotas) {
      const area = areaOf(rule);
      if (area === undefined || rule.counts === 'PUBLICATIONS') continue;
      const period = quotaPeriod(rule, on);
      const [counts] = await countLettings(sql, area, period, countedFor(rule));
      rooms.push(lettingRoom(rule, area, period, counts!));
    }
    return rooms;
  });
}
