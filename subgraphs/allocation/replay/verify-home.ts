import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { bodyOf } from '../domain/decision.ts';
import { createJudge, type Judge } from '../domain/judge.ts';
import { replayCourse } from '../domain/replay-course.ts';
import { replayRanking } from '../domain/replay-decision.ts';
import { receiptOf } from '../receipts.ts';
import * as base from '../store.ts';
import * as offers from '../store/offers.ts';
import * as store from '../store/receipts.ts';
import * as replayStore from '../store/replay-receipts.ts';
import type { Receipt } from '../domain/receipt.ts';
import { found, type Found, type Repeated } from './found.ts';
import type { Erased } from './verify-chain-of.ts';

const PAGE = 1_000;

/** What verifying the homes of an owner goes on. */
export interface Verifying {
  readonly erased: Erased;
  readonly judges: JudgeOfHash;
  readonly repeated: Repeated;
}

/** The judge of a rule set; undefined when its text is not what its hash says. */
export type JudgeOfHash = (sql: Transaction, hash: string) => Promise<Judge | undefined>;

/** Judges, each made once from the stored text. */
export function judgesOnce(): JudgeOfHash {
  const known = new Map<string, Judge | undefined>();
  return async (sql, hash) => {
    if (known.has(hash)) return known.get(hash);
    const [stored] = await base.ruleSetsByHash(sql, [hash]);
    let judge: Judge | undefined;
    try {
      judge = stored && createJudge(hash, stored.canonical);
    } catch {
      // Another text under this hash judges nothing.
    }
    known.set(hash, judge);
    return judge;
  };
}

/** Repeats every decision about a home: its frozen ranking from the facts, and the offers and the letting from the places. */
export async function verifyHome(
  sql: Transaction,
  home: GlobalId,
  { erased, judges, repeated }: Verifying,
): Promise<Found | undefined> {
  const receipts = await receiptsOf(sql, home);
  const at = (more: Partial<Found>) => ({ vacancy: home.id, ...more });
  const frozen = receipts.find(({ kind }) => kind === 'RANKING_FROZEN');
  const [ranking] = await base.rankingsById(sql, [home]);
  if (ranking === undefined) return found(home.owner, 'UNKNOWN_DECISION', at({}));
  if (frozen === undefined) {
    if (ranking.status === 'PROVISIONAL') return undefined;
    return found(home.owner, 'NOT_RECORDED', at({ found: 'a frozen ranking' }));
  }
  const { seq } = frozen;
  if (ranking.status !== 'FROZEN')
    return found(home.owner, 'HOME_CHANGED', at({ seq, recorded: 'FROZEN', found: ranking.status }));
  const reactions = await replayStore.storedReactions(sql, home);
  if (!erased.has(home.id)) {
    const rules = await judges(sql, ranking.ruleSetHash);
    if (rules === undefined)
      return found(home.owner, 'RULES_CHANGED', at({ seq, recorded: ranking.ruleSetHash }));
    const revealed = receipts.find(({ kind }) => kind === 'DRAW_REVEALED');
    if (revealed === undefined && ranking.orderKind === 'DRAW')
      return found(home.owner, 'NOT_RECORDED', at({ found: 'a draw' }));
    const difference = replayRanking(
      bodyOf(frozen, 'RANKING_FROZEN')!,
      { rules, home: ranking.vacancyFacts, asOf: ranking.asOf, reactions },
      revealed === undefined ? null : bodyOf(revealed, 'DRAW_REVEALED')!.seed,
    );
    if (difference !== undefined) return found(home.owner, difference.code, at({ ...difference, seq }));
    repeated.candidates += reactions.length;
    repeated.rankings += 1;
  } else {
    repeated.erased += 1;
  }
  const [letting] = await offers.lettingsOfVacancies(sql, [home]);
  const placed = reactions.filter(({ position }) => position !== null);
  const difference = replayCourse(receipts, {
    places: new Map(placed.map(({ id, position }) => [id, position!])),
    offers: await replayStore.storedOffers(sql, home),
    interventions: new Map(
      (await replayStore.storedInterventions(sql, home)).map(({ reaction, kind }) => [reaction, kind]),
    ),
    letOffer: letting?.offer ?? null,
  });
  if (difference !== undefined) return found(home.owner, difference.code, at(difference));
  repeated.decisions += receipts.length - 1;
  return undefined;
}

/** All receipts of a home, in the order of the chain. */
export async function receiptsOf(sql: Transaction, home: GlobalId): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  for (let more = true; more;) {
    const rows = await store.receiptsOfVacancy(sql, home, receipts.at(-1)?.seq ?? 0, PAGE);
    receipts.push(...rows.map(receiptOf));
    more = rows.length === PAGE;
  }
  return receipts;
}
