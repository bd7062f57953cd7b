import type { Database, Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { SortKey } from '../../rules/rank.ts';
import type { WrittenRanking, RankingRow, ReactionRow, RuleSetRow } from './tables.ts';

/** All SQL of this subgraph. Lists of ids come in as arrays, so that one statement text serves every length. */

const NO_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Number of reactions that stand, per vacancy that has a ranking. */
export function reactionCounts(
  sql: Database,
  ids: readonly GlobalId[],
): Promise<{ readonly owner: string; readonly id: string; readonly reactionCount: number }[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* reactionCounts */
    select ranking.owner, ranking.vacancy as id, ranking.reaction_count
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, vacancy)
      join ranking using (owner, vacancy)`;
}

export function rankingsById(sql: Transaction, ids: readonly GlobalId[]): Promise<RankingRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* rankingsById */
    select ranking.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, vacancy)
      join ranking using (owner, vacancy)`;
}

export function ruleSetsByHash(
  sql: Database | Transaction,
  hashes: readonly string[],
): Promise<RuleSetRow[]> {
  return sql`/* ruleSetsByHash */ select hash, canonical from rule_set where hash = any(${hashes as string[]}::text[])`;
}

export function reactionsById(sql: Transaction, ids: readonly GlobalId[]): Promise<ReactionRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* reactionsById */
    select reaction.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join reaction using (owner, id)`;
}

/** The reaction of a registration on each vacancy that stands, or is suspended. */
export function activeReactions(
  sql: Transaction,
  registration: string,
  vacancies: readonly GlobalId[],
): Promise<ReactionRow[]> {
  const { owners, numbers } = arrays(vacancies);
  return sql`
    /* activeReactions */
    select reaction.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, vacancy)
      join reaction using (owner, vacancy)
     where reaction.registration = ${registration} and reaction.status in ('ACTIVE', 'SUSPENDED')`;
}

/** A page of a ranking from the top, or after a key. */
export function candidatesPage(
  sql: Transaction,
  vacancy: GlobalId,
  after: SortKey | undefined,
  limit: number,
): Promise<ReactionRow[]> {
  const { groupRank, orderKey, lot } = after ?? { groupRank: 0, orderKey: 0, lot: '' };
  return sql`
    /* candidatesPage */
    select * from reaction
     where owner = ${vacancy.owner} and vacancy = ${vacancy.id}::uuid and status = 'ACTIVE'
       and (group_rank, order_key, lot) > (${groupRank}::bigint, ${orderKey}::bigint, ${lot})
     order by group_rank, order_key, lot limit ${limit}`;
}

/** A key in the ranking of a vacancy, whether or not somebody stands there. */
export interface PlaceKey extends SortKey {
  readonly vacancy: GlobalId;
}

/** The place that each key has or would have: one more than the reactions before it. In the order of `keys`. */
export async function placesOf(sql: Transaction, keys: readonly PlaceKey[]): Promise<readonly number[]> {
  const rows = await sql<{ place: number }[]>`
    /* placesOf */
    select position_of(owner, vacancy, group_rank, order_key, lot) as place
      from unnest(${keys.map(({ vacancy }) => vacancy.owner)}::text[], ${keys.map(({ vacancy }) => vacancy.id)}::uuid[],
                  ${keys.map(({ groupRank }) => groupRank)}::int[], ${keys.map(({ orderKey }) => orderKey)}::bigint[],
                  ${keys.map(({ lot }) => lot)}::text[]) with ordinality
             as wanted (owner, vacancy, group_rank, order_key, lot, number)
     order by number`;
  return rows.map(({ place }) => place);
}

/** Reactions of a registration, newest first. */
export function reactionsOfRegistration(
  sql: Transaction,
  registration: string,
  after: readonly [reactedAt: string, owner: string, id: string] | undefined,
  limit: number,
): Promise<ReactionRow[]> {
  const [reactedAt, owner, id] = after ?? ['infinity', 'Z', LAST_ID];
  return sql`
    /* reactionsOfRegistration */
    select * from reaction
     where registration = ${registration} and (reacted_at, owner, id) < (${reactedAt}::timestamptz, ${owner}, ${id}::uuid)
     order by reacted_at desc, owner desc, id desc limit ${limit}`;
}

/** Of these reactions, the ones that a corporation is considering. */
export function consideredReactions(
  sql: Transaction,
  ids: readonly GlobalId[],
): Promise<{ readonly owner: string; readonly id: string }[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* consideredReactions */
    select consideration.owner, consideration.reaction as id
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, reaction)
      join consideration using (owner, reaction)
     where consideration.ended_on is null`;
}

/** Opens the ranking of a vacancy at its first reaction; a second one at the same moment finds it open. */
export async function openRanking(
  sql: Transaction,
  rules: RuleSetRow,
  ranking: Pick<
    WrittenRanking,
    'owner' | 'vacancy' | 'vacancyFacts' | 'orderKind' | 'drawn' | 'closesAt' | 'asOf'
  >,
): Promise<void> {
  await sql`
    /* recordRuleSet */
    insert into rule_set (hash, canonical) values (${rules.hash}, ${rules.canonical}) on conflict (hash) do nothing`;
  await sql`
    /* openRanking */
    insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
    values (${ranking.owner}, ${ranking.vacancy}::uuid, ${ranking.vacancyFacts.place.region}, 'PROVISIONAL', ${rules.hash},
            ${sql.json(ranking.vacancyFacts as never)}, ${ranking.orderKind}, ${ranking.drawn}, ${ranking.closesAt}::timestamptz,
            ${ranking.asOf}::date)
    on conflict (owner, vacancy) do nothing`;
}

/**
 * The ranking of a vacancy, locked until the transaction ends; undefined when there is none or it is frozen. Whoever
 * changes reactions locks this first, so that changes on one home are made one after the other and never wait in a ring.
 */
export async function lockRanking(sql: Transaction, vacancy: GlobalId): Promise<RankingRow | undefined> {
  const [row] = await sql<RankingRow[]>`
    /* lockRanking */
    select * from ranking
     where owner = ${vacancy.owner} and vacancy = ${vacancy.id}::uuid and status = 'PROVISIONAL' and dropped_at is null
       for update`;
  return row;
}

/** Holds what a registration reacts to until the transaction ends; taken before any ranking is locked. */
export async function lockReactionsOf(sql: Transaction, registration: string): Promise<void> {
  await sql`
    /* lockReactionsOf */ select pg_advisory_xact_lock(hashtextextended(${`reactions of ${registration}`}, 0))`;
}

/**
 * Changes the number of reactions of a ranking that is locked. Its day is the earliest on whose facts anybody in it was judged,
 * so one who comes in on facts of a day before it takes it back.
 */
export async function countReactions(
  sql: Transaction,
  vacancy: GlobalId,
  change: 1 | -1,
  factsOn: string | null,
): Promise<void> {
  await sql`
    /* countReactions */
    update ranking set reaction_count = reaction_count + ${change}, as_of = least(as_of, ${factsOn}::date)
     where owner = ${vacancy.owner} and vacancy = ${vacancy.id}::uuid`;
}

/** What became of a reaction that was to be written: its id; that one of this registration stands; or that no ranking is open. */
export type Inserted = { readonly id: string } | 'ALREADY_REACTED' | 'NO_RANKING';

/**
 * Writes a reaction and counts it, as `lockRanking` and `countReactions` do, in one statement: while it runs nobody else changes
 * the reactions of that home, so it goes to the database once.
 */
export async function insertReaction(
  sql: Transaction,
  row: Omit<ReactionRow, 'id' | 'position' | 'exclusion' | 'salt' | 'commitment' | 'toFollow' | 'preference'>,
): Promise<Inserted> {
  const [found] = await sql<{ isOpen: boolean; id: string | null }[]>`
    /* insertReaction */
    with open as materialized (
      select owner, vacancy from ranking
       where owner = ${row.owner} and vacancy = ${row.vacancy}::uuid and status = 'PROVISIONAL' and dropped_at is null
         for update),
    inserted as (
      insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot, lot_id,
                            declares_urgent_need)
      select open.owner, open.vacancy, ${row.registration}, ${row.registrar}, ${row.reactedAt}::timestamptz, ${row.status},
             ${sql.json(row.facts as never)}::jsonb, ${row.factsOn}::date, ${row.groupRank}::int, ${row.orderKey}::bigint, ${row.lot}, ${row.lotId},
             ${row.declaresUrgentNeed}::boolean
        from open
      on conflict do nothing
      returning owner, vacancy, id),
    counted as (
      update ranking set reaction_count = reaction_count + 1, as_of = least(as_of, ${row.factsOn}::date)
        from inserted where ranking.owner = inserted.owner and ranking.vacancy = inserted.vacancy)
    select exists (select from open) as is_open, (select id from inserted) as id`;
  if (!found!.isOpen) return 'NO_RANKING';
  return found!.id === null ? 'ALREADY_REACTED' : { id: found!.id };
}

/** Withdraws a reaction that stands or is suspended: which of these it was; undefined when it was neither. */
export async function withdrawReaction(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<'ACTIVE' | 'SUSPENDED' | undefined> {
  const [withdrawn] = await sql<{ status: 'ACTIVE' | 'SUSPENDED' }[]>`
    /* withdrawReaction */
    update reaction set status = 'WITHDRAWN'
     where owner = ${owner} and id = ${id}::uuid and status in ('ACTIVE', 'SUSPENDED') returning old.status`;
  return withdrawn?.status;
}

/** Whether the database answers. */
export async function pulse(sql: Database): Promise<boolean> {
  const rows = await sql`/* pulse */ select from rule_set where hash = ${NO_ID}`;
  return rows.length === 0;
}

function arrays(ids: readonly GlobalId[]): { readonly owners: string[]; readonly numbers: string[] } {
  return { owners: ids.map(({ owner }) => owner), numbers: ids.map(({ id }) => id) };
}
