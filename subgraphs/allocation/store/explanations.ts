import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { DecidingStage } from '../domain/decided-above.ts';
import type { ReceiptRow } from '../tables/receipts.ts';

/** All SQL of explanations. Each statement answers for a whole page of candidates. */

/** At which stage somebody else goes before a reaction; of the other only what the viewer may see. */
export interface DecidedRow {
  readonly owner: string;
  readonly id: string;
  readonly stage: DecidingStage;
  readonly groupRank: number | null;
  readonly orderKey: number | null;
}

export function decidedAbove(sql: Transaction, ids: readonly GlobalId[]): Promise<DecidedRow[]> {
  return sql`
    /* decidedAbove */
    select * from decided_above(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[])`;
}

/** Somebody departed from the order of a home, as one reaction on it is told. */
export interface ToldIntervention {
  readonly owner: string;
  /** The reaction that is told. */
  readonly toldTo: string;
  readonly seq: number;
  readonly at: string;
  readonly body: string;
  /** Whether it is about this reaction. */
  readonly own: boolean;
  /** Null when its term is over. */
  readonly reason: string | null;
}

/** Interventions on the homes of reactions, in the order in which they were done. */
export function interventionsOf(
  sql: Transaction,
  reactions: readonly (GlobalId & { readonly vacancy: string })[],
): Promise<ToldIntervention[]> {
  return sql`
    /* interventionsOf */
    select wanted.owner, wanted.id as told_to, done.*
      from unnest(${reactions.map(({ owner }) => owner)}::text[], ${reactions.map(({ vacancy }) => vacancy)}::uuid[],
                  ${reactions.map(({ id }) => id)}::uuid[]) as wanted (owner, vacancy, id),
           interventions_of(wanted.owner, wanted.vacancy, wanted.id) as done
     order by wanted.owner, wanted.id, done.seq`;
}

/** What was recorded when reactions were passed over for what is no judgement. */
export function passedOver(
  sql: Transaction,
  ids: readonly GlobalId[],
): Promise<Pick<ReceiptRow, 'owner' | 'reaction' | 'body'>[]> {
  return sql`
    /* passedOver */
    select receipt.owner, receipt.reaction, receipt.body
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, reaction)
      join receipt using (owner, reaction)
     where receipt.kind = 'CANDIDATE_PASSED_OVER'`;
}

/** The receipts of frozen rankings, by vacancy. */
export function frozenReceipts(sql: Transaction, vacancies: readonly GlobalId[]): Promise<ReceiptRow[]> {
  return sql`
    /* frozenReceipts */
    select receipt.*
      from unnest(${vacancies.map(({ owner }) => owner)}::text[], ${vacancies.map(({ id }) => id)}::uuid[]) as wanted (owner, vacancy)
      join receipt using (owner, vacancy)
     where receipt.kind = 'RANKING_FROZEN'`;
}
