import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { CandidateFacts } from '../../../rules/facts.ts';
import type { Exclusion } from '../domain/judge-anew.ts';
import type { RankingRow, ReactionRow } from '../tables.ts';
import type { Feed } from '../tables/following.ts';

/** All SQL of keeping provisional places fresh. Times of a lease are the database's own: one clock for all processes. */

/** Takes or renews the lease of following; false while another process holds it. */
export async function takeLease(sql: Transaction, holder: string): Promise<boolean> {
  const taken = await sql`
    /* takeLease */
    insert into follower (holder, held_until) values (${holder}::uuid, now() + interval '60 seconds')
    on conflict (single) do update set holder = excluded.holder, held_until = excluded.held_until
     where follower.holder = excluded.holder or follower.held_until is null or follower.held_until < now()`;
  return taken.count === 1;
}

/** Renews the lease and holds it until the transaction ends; false when another process took it over. */
export async function keepLease(sql: Transaction, holder: string): Promise<boolean> {
  const kept = await sql`
    /* keepLease */
    update follower set held_until = now() + interval '60 seconds' where holder = ${holder}::uuid`;
  return kept.count === 1;
}

/** Gives the lease back, so that nobody waits for it. */
export async function endLease(sql: Transaction, holder: string): Promise<void> {
  await sql`/* endLease */ update follower set holder = null, held_until = null where holder = ${holder}::uuid`;
}

/** Where the following of a feed goes on; null when it never began. */
export async function feedPosition(sql: Transaction, feed: Feed): Promise<string | null> {
  const [row] = await sql<{ after: string }[]>`
    /* feedPosition */ select after from feed_position where feed = ${feed}`;
  return row?.after ?? null;
}

export async function moveFeedPosition(sql: Transaction, feed: Feed, after: string): Promise<void> {
  await sql`
    /* moveFeedPosition */
    insert into feed_position (feed, after) values (${feed}, ${after})
    on conflict (feed) do update set after = excluded.after`;
}

/** A reaction on a home that is open, with what its place follows from beside the facts of the seeker. */
export interface OpenReaction
  extends
    Pick<ReactionRow, 'owner' | 'id' | 'vacancy' | 'registration'>,
    Pick<RankingRow, 'ruleSetHash' | 'vacancyFacts'> {}

/** Reactions of these registrations on homes that are open at a moment. */
export function openReactions(
  sql: Transaction,
  registrations: readonly string[],
  now: string,
): Promise<OpenReaction[]> {
  return sql`
    /* openReactions */
    select reaction.owner, reaction.id, reaction.vacancy, reaction.registration, ranking.rule_set_hash, ranking.vacancy_facts
      from unnest(${registrations as string[]}::text[]) as wanted (registration)
      join reaction using (registration)
      join ranking using (owner, vacancy)
     where reaction.status in ('ACTIVE', 'SUSPENDED') and reaction.position is null
       and ranking.status = 'PROVISIONAL' and ranking.dropped_at is null and ranking.closes_at > ${now}::timestamptz`;
}

/** Of these homes, those that are still open, locked in one order for everybody. */
export function lockOpenRankings(
  sql: Transaction,
  homes: readonly GlobalId[],
  now: string,
): Promise<GlobalId[]> {
  return sql`
    /* lockOpenRankings */
    select ranking.owner, ranking.vacancy as id
      from unnest(${homes.map(({ owner }) => owner)}::text[], ${homes.map(({ id }) => id)}::uuid[]) as wanted (owner, vacancy)
      join ranking using (owner, vacancy)
     where ranking.status = 'PROVISIONAL' and ranking.dropped_at is null and ranking.closes_at > ${now}::timestamptz
     order by ranking.owner, ranking.vacancy for update of ranking`;
}

/** What the facts of a day made of a reaction; a place only for who is admitted. */
export interface MovedReaction {
  readonly owner: string;
  readonly id: string;
  readonly registration: string;
  readonly status: 'ACTIVE' | 'SUSPENDED';
  readonly exclusion: Exclusion | null;
  readonly groupRank: number | null;
  readonly orderKey: number | null;
}

/** What became of a reaction. */
export interface Moved extends GlobalId {
  readonly vacancy: string;
  readonly before: 'ACTIVE' | 'SUSPENDED';
  readonly after: 'ACTIVE' | 'SUSPENDED';
  readonly isElsewhere: boolean;
}

/**
 * Writes facts and places of reactions whose rankings are locked. One that was withdrawn meanwhile, or that stands on facts of a
 * later day, stays as it is. A seeker without facts keeps the last that there were.
 */
export function moveReactions(
  sql: Transaction,
  moved: readonly MovedReaction[],
  facts: ReadonlyMap<string, CandidateFacts>,
  on: CalendarDate,
): Promise<Moved[]> {
  const known = [...facts].map(([registration, of]) => ({ registration, facts: of }));
  return sql`
    /* moveReactions */
    update reaction
       set status = moved.status, exclusion = moved.exclusion, facts = coalesce(known.facts, reaction.facts),
           facts_on = ${on}::date, group_rank = coalesce(moved."groupRank", reaction.group_rank),
           order_key = coalesce(moved."orderKey", reaction.order_key), to_follow = false
      from jsonb_to_recordset(${sql.json(moved as never)})
             as moved (owner text, id uuid, registration text, status text, exclusion text, "groupRank" int, "orderKey" bigint)
      left join jsonb_to_recordset(${sql.json(known as never)}) as known (registration text, facts jsonb)
             on known.registration = moved.registration
     where reaction.owner = moved.owner and reaction.id = moved.id
       and reaction.status in ('ACTIVE', 'SUSPENDED') and reaction.position is null and reaction.facts_on <= ${on}::date
    returning reaction.owner, reaction.id, reaction.vacancy, old.status as before, new.status as after,
              (old.status, old.group_rank, old.order_key) is distinct from (new.status, new.group_rank, new.order_key)
                as is_elsewhere`;
}

/** Changes the numbers of those who stand, of rankings that are locked. */
export async function countStanding(
  sql: Transaction,
  changes: readonly (GlobalId & { readonly change: number })[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    /* countStanding */
    update ranking set reaction_count = reaction_count + counted.change
      from unnest(${changes.map(({ owner }) => owner)}::text[], ${changes.map(({ id }) => id)}::uuid[],
                  ${changes.map(({ change }) => change)}::int[]) as counted (owner, vacancy, change)
     where ranking.owner = counted.owner and ranking.vacancy = counted.vacancy`;
}

/** Remembers that facts could not be put together now, so that they are asked for again. */
export async function lookAgain(sql: Transaction, ids: readonly GlobalId[]): Promise<void> {
  await sql`
    /* lookAgain */
    update reaction set to_follow = true
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
     where reaction.owner = wanted.owner and reaction.id = wanted.id
       and reaction.status in ('ACTIVE', 'SUSPENDED') and reaction.position is null`;
}

/** Reactions whose facts are still to be asked for once more, by number. */
export function reactionsToFollow(
  sql: Transaction,
  after: GlobalId | undefined,
  limit: number,
): Promise<(GlobalId & { readonly registration: string })[]> {
  const { owner, id } = after ?? { owner: '', id: '00000000-0000-0000-0000-000000000000' };
  return sql`
    /* reactionsToFollow */
    select owner, id, registration from reaction
     where to_follow and status in ('ACTIVE', 'SUSPENDED') and position is null and (owner, id) > (${owner}, ${id}::uuid)
     order by owner, id limit ${limit}`;
}

/** Of these, whose home is not open any more need not be looked at: closing asks for everybody's facts. */
export async function leaveClosed(sql: Transaction, ids: readonly GlobalId[], now: string): Promise<void> {
  await sql`
    /* leaveClosed */
    update reaction set to_follow = false
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
     where reaction.owner = wanted.owner and reaction.id = wanted.id and reaction.position is null
       and not exists (select from ranking
                        where ranking.owner = reaction.owner and ranking.vacancy = reaction.vacancy
                          and ranking.status = 'PROVISIONAL' and ranking.dropped_at is null
                          and ranking.closes_at > ${now}::timestamptz)`;
}

/** A home that stands on facts of an earlier day. */
export interface StaleRanking extends GlobalId {
  readonly asOf: CalendarDate;
  readonly closesAt: string;
}

/** Homes without a frozen ranking that stand on facts of a day before this one, the oldest first. */
export function staleRankings(
  sql: Transaction,
  today: CalendarDate,
  after: Pick<StaleRanking, 'asOf' | 'owner' | 'id'> | undefined,
  limit: number,
): Promise<StaleRanking[]> {
  const { asOf, owner, id } = after ?? {
    asOf: '0001-01-01',
    owner: '',
    id: '00000000-0000-0000-0000-000000000000',
  };
  return sql`
    /* staleRankings */
    select owner, vacancy as id, as_of, closes_at from ranking
     where status = 'PROVISIONAL' and dropped_at is null and as_of < ${today}::date
       and (as_of, owner, vacancy) > (${asOf}::date, ${owner}, ${id}::uuid)
     order by as_of, owner, vacancy limit ${limit}`;
}

/** Registrations in the ranking of a home that stand on facts of a day before this one. */
export function staleRegistrations(
  sql: Transaction,
  { owner, id }: GlobalId,
  today: CalendarDate,
  after: string,
  limit: number,
): Promise<Pick<ReactionRow, 'registration'>[]> {
  return sql`
    /* staleRegistrations */
    select registration from reaction
     where owner = ${owner} and vacancy = ${id}::uuid and status in ('ACTIVE', 'SUSPENDED') and registration > ${after}
       and position is null and facts_on < ${today}::date
     order by registration limit ${limit}`;
}

/** Says that a home stands on facts of a day, when everybody in it does. */
export async function refreshRanking(
  sql: Transaction,
  { owner, id }: GlobalId,
  today: CalendarDate,
): Promise<void> {
  await sql`
    /* refreshRanking */
    update ranking set as_of = ${today}::date
     where owner = ${owner} and vacancy = ${id}::uuid and status = 'PROVISIONAL' and as_of < ${today}::date
       and not exists (select from reaction
                        where reaction.owner = ranking.owner and reaction.vacancy = ranking.vacancy
                          and reaction.status in ('ACTIVE', 'SUSPENDED') and reaction.facts_on < ${today}::date)`;
}
