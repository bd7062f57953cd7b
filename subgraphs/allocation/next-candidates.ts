import type { Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { isHeldAtLetting, type LettingRoom } from './domain/letting-quota.ts';
import { fullCapOf } from './domain/passed-over.ts';
import { fullCap, wouldBeLetting } from './letting-quotas.ts';
import type { DecidedBy, NewReceipt } from './receipts.ts';
import { candidatesByPlace, candidatesPutFirst, type NextCandidate } from './store/offers.ts';
import type { RankingRow } from './tables.ts';

const PAGE = 50;

/** A candidate to whom the home cannot go now, and the cap that has no room. */
export interface PassedCandidate {
  readonly candidate: NextCandidate;
  readonly cap: LettingRoom;
}

/** Who is up next, and who is passed over on the way there. */
export interface NextUp {
  readonly next: readonly NextCandidate[];
  readonly passed: readonly PassedCandidate[];
}

/**
 * The next candidates to whom the home may go: who was put first by hand, and then from the top, past those who were passed
 * over by hand. Who is under a cap on lettings without room is passed over now, and
 * is looked at again when the home is offered anew, for there may be room by then.
 */
export async function nextUp(
  sql: Transaction,
  vacancy: GlobalId,
  ranking: RankingRow,
  ruleSet: RuleSet,
  count: number,
  today: CalendarDate,
): Promise<NextUp> {
  const first = await candidatesPutFirst(sql, vacancy, PAGE);
  if (!ruleSet.quotas.some(isHeldAtLetting)) {
    const left = Math.max(0, count - first.length);
    return { next: [...first.slice(0, count), ...(await candidatesByPlace(sql, vacancy, left))], passed: [] };
  }
  const next: NextCandidate[] = [];
  const passed: PassedCandidate[] = [];
  let page = first;
  for (let below = 0, isMore = true; next.length < count;) {
    for (const candidate of page) {
      if (next.length === count) break;
      const cap = await capOn(sql, vacancy, ranking, ruleSet, candidate, today);
      if (cap === undefined) next.push(candidate);
      else passed.push({ candidate, cap });
    }
    if (!isMore || next.length === count) break;
    page = await candidatesByPlace(sql, vacancy, PAGE, below);
    below = page.at(-1)?.position ?? 0;
    isMore = page.length === PAGE;
  }
  return { next, passed };
}

/** What is recorded of who is passed over. That it was this household's priority which had no room is a personal fact. */
export function receiptOfPassing(
  vacancy: GlobalId,
  { candidate, cap }: PassedCandidate,
  at: string,
  by: DecidedBy,
): NewReceipt {
  return {
    kind: 'CANDIDATE_PASSED_OVER',
    owner: vacancy.owner,
    vacancy: vacancy.id,
    reaction: candidate.id,
    at,
    by,
    body: { position: candidate.position!, reason: 'QUOTA_EXHAUSTED' },
    facts: { cap: fullCapOf(cap) },
  };
}

async function capOn(
  sql: Transaction,
  { owner }: GlobalId,
  { vacancyFacts }: RankingRow,
  ruleSet: RuleSet,
  { groupRank, facts, factsOn }: NextCandidate,
  today: CalendarDate,
): Promise<LettingRoom | undefined> {
  // Whose facts have ended is not let to, so there is nothing to count.
  if (facts === null) return undefined;
  const letting = wouldBeLetting(ruleSet, owner, vacancyFacts, { groupRank, facts, factsOn });
  return fullCap(sql, ruleSet, letting, today, 'LOOKING');
}
