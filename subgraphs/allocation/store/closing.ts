import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Excluded, Placed } from '../domain/freeze.ts';
import type { RankingRow, ReactionRow } from '../tables.ts';

/** All SQL of closing. */

/** A ranking that should be frozen, with what a page of these goes on after. */
export interface DueRanking extends GlobalId {
  readonly closesAt: string;
}

/**
 * Rankings that should be frozen at a moment, the ones whose period was over first on top.
 */
export function dueRankings(
  sql: Transaction,
  now: string,
  after: DueRanking | undefined,
  limit: number,
): Promise<DueRanking[]> {
  const { closesAt, owner, id } = after ?? {
    closesAt: '-infinity',
    owner: '',
    id: '00000000-0000-0000-0000-000000000000',
  };
  return sql`
    /* dueRankings */
    select owner, vacancy as id, closes_at from ranking
     where status = 'PROVISIONAL' and dropped_at is null and closes_at <= ${now}::timestamptz
       and (closes_at, owner, vacancy) > (${closesAt}::timestamptz, ${owner}, ${id}::uuid)
     order by closes_at, owner, vacancy limit ${limit}`;
}

export async function rankingOf(sql: Transaction, { owner, id }: GlobalId): Promise<RankingRow | undefined> {
  const [row] = await sql<RankingRow[]>`
    /* rankingOf */
    select * from ranking where owner = ${owner} and vacancy = ${id}::uuid`;
  return row;
}

/** The reactions of a home that the closing day decides on: those that stand, and those suspended until then. By number. */
export function standingReactions(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<Pick<ReactionRow, 'id' | 'registration' | 'lot' | 'lotId'>[]> {
  return sql`
    /* standingReactions */
    select id, registration, lot, lot_id from reaction
     where owner = ${owner} and vacancy = ${id}::uuid and status in ('ACTIVE', 'SUSPENDED')`;
}

/** What the facts of a reaction are held to. */
export interface Committed {
  readonly salt: string;
  readonly commitment: string;
}

/** Writes the places of everybody who stands, and who is excluded, in one statement each. */
export async function freezeReactions(
  sql: Transaction,
  owner: string,
  on: CalendarDate,
  placed: readonly (Placed & Committed)[],
  excluded: readonly (Excluded & Committed)[],
): Promise<void> {
  await sql`
    /* placeReactions */
    update reaction
       set status = 'ACTIVE', exclusion = null, to_follow = false,
           facts = frozen.facts, facts_on = ${on}::date, group_rank = frozen."groupRank",
           order_key = frozen."orderKey", lot = frozen.lot, position = frozen.position,
           salt = frozen.salt, commitment = frozen.commitment
      from jsonb_to_recordset(${sql.json(placed as never)})
           as frozen (id uuid, facts jsonb, "groupRank" int, "orderKey" bigint, lot text, position int,
                      salt text, commitment text)
     where reaction.owner = ${owner} and reaction.id = frozen.id`;
  if (excluded.length === 0) return;
  await sql`
    /* excludeReactions */
    update reaction
       set status = 'EXCLUDED', facts = frozen.facts, facts_on = ${on}::date, exclusion = frozen.exclusion,
           to_follow = false, salt = frozen.salt, commitment = frozen.commitment
      from jsonb_to_recordset(${sql.json(excluded as never)})
           as frozen (id uuid, facts jsonb, exclusion text, salt text, commitment text)
     where reaction.owner = ${owner} and reaction.id = frozen.id`;
}

export async function freezeRanking(
  sql: Transaction,
  { owner, id }: GlobalId,
  row: Pick<RankingRow, 'asOf' | 'reactionCount' | 'frozenAt'>,
): Promise<void> {
  await sql`
    /* freezeRanking */
    update ranking set status = 'FROZEN', drawn = true, as_of = ${row.asOf}::date, reaction_count = ${row.reactionCount},
           frozen_at = ${row.frozenAt}::timestamptz
     where owner = ${owner} and vacancy = ${id}::uuid`;
}

export async function dropRanking(sql: Transaction, { owner, id }: GlobalId, now: string): Promise<void> {
  await sql`
    /* dropRanking */
    update ranking set dropped_at = ${now}::timestamptz
     where owner = ${owner} and vacancy = ${id}::uuid and status = 'PROVISIONAL'`;
}
