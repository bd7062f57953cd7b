import { quotaArea, quotaPeriod } from '../rules/quota.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { capsOn, roomOf, type Publication, type Supply } from '../subgraphs/vacancies/subgraph.ts';

/** Keeps count of what was published, as the ledger does. */
export interface QuotaRoom {
  /** Whether publishing this now leaves every cap of these rules respected. */
  admits(publication: Publication, ruleSet: RuleSet): boolean;
  /** Counts a publication. */
  take(publication: Publication): void;
}

type Kinds = Map<string, Supply & { count: number }>;

/** A ledger in memory, asked in the order of time: the same counting as at a real publication, without the database. */
export function quotaRoom(): QuotaRoom {
  const ledger = new Map<string, Kinds>();
  return {
    admits: (publication, ruleSet) =>
      capsOn(ruleSet.quotas, publication).every((quota) => {
        const area = quotaArea(quota, publication);
        const period = quotaPeriod(quota, publication.publishedOn);
        const kinds = ledger.get(keyOf(area, period));
        return roomOf(quota, area, period, [...(kinds?.values() ?? [])]).room !== 0;
      }),
    take(publication) {
      const { model, labels, publishedOn } = publication;
      const kind = `${model} ${[...labels].sort().join(' ')}`;
      for (const per of ['MUNICIPALITY', 'REGION', 'CORE', 'CORPORATION'] as const) {
        for (const period of ['HALF_YEAR', 'CALENDAR_YEAR', 'TWO_CALENDAR_YEARS'] as const) {
          const key = keyOf(quotaArea({ per }, publication), quotaPeriod({ period }, publishedOn));
          const kinds: Kinds = ledger.get(key) ?? new Map();
          ledger.set(key, kinds);
          kinds.set(kind, { model, labels, count: (kinds.get(kind)?.count ?? 0) + 1 });
        }
      }
    },
  };
}

function keyOf(area: ReturnType<typeof quotaArea>, { from, until }: ReturnType<typeof quotaPeriod>): string {
  return `${area.kind} ${area.code} ${from} ${until}`;
}
