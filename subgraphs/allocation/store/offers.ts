import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { VerificationOutcome, VerifiedDocument } from '../domain/letting.ts';
import type { OfferStatus } from '../domain/offer-state.ts';
import type { Ending, LettingRow, OfferRow, RankingRow, ReactionRow, VerificationRow } from '../tables.ts';

/** All SQL from the first offer to a recorded letting. */

/** The frozen ranking of a home that is still being offered, locked: two desks at once do one thing after the other. */
export async function lockOffering(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<RankingRow | undefined> {
  const [row] = await sql<RankingRow[]>`
    /* lockOffering */
    select * from ranking
     where owner = ${owner} and vacancy = ${id}::uuid and status = 'FROZEN' and ended_at is null for update`;
  return row;
}

/**
 * The next candidates who were not offered the home before: who was put first by hand, and then from the top, past those who
 * were passed over by hand.
 */
export async function nextCandidates(
  sql: Transaction,
  home: GlobalId,
  limit: number,
): Promise<readonly NextCandidate[]> {
  const first = await candidatesPutFirst(sql, home, limit);
  return [...first, ...(await candidatesByPlace(sql, home, limit - first.length))];
}

export function candidatesPutFirst(
  sql: Transaction,
  { owner, id }: GlobalId,
  limit: number,
): Promise<NextCandidate[]> {
  return sql`
    /* candidatesPutFirst */
    select reaction.id, reaction.registration, reaction.position
      from intervention join reaction on reaction.owner = intervention.owner and reaction.id = intervention.reaction
     where intervention.owner = ${owner} and intervention.vacancy = ${id}::uuid and intervention.kind = 'PUT_FIRST'
       and not exists (select from offer where offer.owner = reaction.owner and offer.reaction = reaction.id)
     order by intervention.seq limit ${limit}`;
}

/** From the top, of whom nothing holds by hand. */
export function candidatesByPlace(
  sql: Transaction,
  { owner, id }: GlobalId,
  limit: number,
): Promise<NextCandidate[]> {
  return sql`
    /* candidatesByPlace */
    select id, registration, position from reaction
     where owner = ${owner} and vacancy = ${id}::uuid and status = 'ACTIVE'
       and not exists (select from offer where offer.owner = reaction.owner and offer.reaction = reaction.id)
       and not exists (select from intervention
                        where intervention.owner = reaction.owner and intervention.reaction = reaction.id)
     order by group_rank, order_key, lot limit ${limit}`;
}

export type NextCandidate = Pick<ReactionRow, 'id' | 'registration' | 'position'>;

export function offersOfVacancy(sql: Transaction, { owner, id }: GlobalId): Promise<OfferRow[]> {
  return sql`
    /* offersOfVacancy */
    select * from offer where owner = ${owner} and vacancy = ${id}::uuid order by turn`;
}

/** A page of the offers of a home, from the top. */
export function offersPage(
  sql: Transaction,
  { owner, id }: GlobalId,
  after: readonly [position: number, id: string] | undefined,
  limit: number,
): Promise<OfferRow[]> {
  const [position, last] = after ?? [0, '00000000-0000-0000-0000-000000000000'];
  return sql`
    /* offersPage */
    select * from offer
     where owner = ${owner} and vacancy = ${id}::uuid and (position, id) > (${position}::int, ${last}::uuid)
     order by position, id limit ${limit}`;
}

export function offersById(sql: Transaction, ids: readonly GlobalId[]): Promise<OfferRow[]> {
  return sql`
    /* offersById */
    select offer.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join offer using (owner, id)`;
}

export function offersOfReactions(sql: Transaction, ids: readonly GlobalId[]): Promise<OfferRow[]> {
  return sql`
    /* offersOfReactions */
    select offer.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, reaction)
      join offer using (owner, reaction)`;
}

/** What a candidate is offered. */
export type WrittenOffer = Pick<
  OfferRow,
  | 'owner'
  | 'vacancy'
  | 'reaction'
  | 'registration'
  | 'position'
  | 'turn'
  | 'madeAt'
  | 'madeBy'
  | 'viewingAt'
  | 'expiresAt'
>;

export async function insertOffer(sql: Transaction, row: WrittenOffer): Promise<string> {
  const [made] = await sql<{ readonly id: string }[]>`
    /* insertOffer */
    insert into offer (owner, vacancy, reaction, registration, position, turn, status, made_at, made_by, viewing_at,
                       expires_at)
    values (${row.owner}, ${row.vacancy}::uuid, ${row.reaction}::uuid, ${row.registration}, ${row.position}, ${row.turn},
            'MADE', ${row.madeAt}::timestamptz, ${row.madeBy}, ${row.viewingAt}::timestamptz, ${row.expiresAt}::timestamptz)
    returning id`;
  return made!.id;
}

/** From now on the corporation considers this candidate. */
export async function consider(sql: Transaction, { owner, id }: GlobalId, since: string): Promise<void> {
  await sql`
    /* consider */
    insert into consideration (owner, reaction, since) values (${owner}, ${id}::uuid, ${since}::date)
    on conflict (owner, reaction) do update set ended_on = null`;
}

export async function endConsideration(sql: Transaction, { owner, id }: GlobalId, on: string): Promise<void> {
  await sql`
    /* endConsideration */
    update consideration set ended_on = greatest(since, ${on}::date)
     where owner = ${owner} and reaction = ${id}::uuid and ended_on is null`;
}

/** Moves an offer on; false when another household's acceptance stands in the way of an acceptance. */
export async function moveOffer(
  sql: Transaction,
  { owner, id }: GlobalId,
  moved: {
    readonly status: OfferStatus;
    readonly at: string;
    readonly by: string | null;
    readonly reason: string | null;
  },
): Promise<void> {
  await sql`
    /* moveOffer */
    update offer set status = ${moved.status}, ended_at = ${moved.at}::timestamptz, ended_by = ${moved.by},
           reason = ${moved.reason}
     where owner = ${owner} and id = ${id}::uuid`;
}

/** Whether a household accepted a home anywhere; who asks waits for others that accept for it at this moment. */
export async function hasAccepted(sql: Transaction, registration: string): Promise<boolean> {
  await sql`/* lockHousehold */ select pg_advisory_xact_lock(hashtextextended(${`household/${registration}`}, 0))`;
  const rows = await sql`
    /* hasAccepted */
    select from offer where registration = ${registration} and status = 'ACCEPTED'`;
  return rows.length > 0;
}

/** Offers that should have expired by now. */
export function dueOffers(sql: Transaction, now: string, limit: number): Promise<OfferRow[]> {
  return sql`
    /* dueOffers */
    select * from offer where status = 'MADE' and expires_at <= ${now}::timestamptz
     order by expires_at, owner, id limit ${limit}`;
}

/** What a registration refused before, with the model of each home. */
export function refusalsOf(
  sql: Transaction,
  registration: string,
): Promise<{ readonly endedAt: string; readonly vacancyFacts: RankingRow['vacancyFacts'] }[]> {
  return sql`
    /* refusalsOf */
    select offer.ended_at, ranking.vacancy_facts
      from offer join ranking using (owner, vacancy)
     where registration = ${registration} and offer.status = 'REFUSED'
     order by made_at desc, owner desc, id desc limit 100`;
}

export function verificationsOf(sql: Transaction, offers: readonly GlobalId[]): Promise<VerificationRow[]> {
  return sql`
    /* verificationsOf */
    select verification.*
      from unnest(${offers.map(({ owner }) => owner)}::text[], ${offers.map(({ id }) => id)}::uuid[]) as wanted (owner, offer)
      join verification using (owner, offer)`;
}

/** What was found of one document. */
export interface Check {
  readonly document: VerifiedDocument;
  readonly outcome: VerificationOutcome;
  readonly reason: string | null;
}

export async function verify(
  sql: Transaction,
  { owner, id }: GlobalId,
  { document, outcome, reason }: Check,
  checked: { readonly at: string; readonly by: string },
): Promise<void> {
  await sql`
    /* verify */
    insert into verification (owner, offer, document, outcome, reason, checked_at, checked_by)
    values (${owner}, ${id}::uuid, ${document}, ${outcome}, ${reason}, ${checked.at}::timestamptz, ${checked.by})
    on conflict (owner, offer, document) do update
      set outcome = excluded.outcome, reason = excluded.reason, checked_at = excluded.checked_at,
          checked_by = excluded.checked_by`;
}

export async function insertLetting(sql: Transaction, row: Omit<LettingRow, 'id'>): Promise<void> {
  await sql`
    /* insertLetting */
    insert into letting (owner, vacancy, offer, registration, model, group_code, position, candidates, signed_on, starts_on,
                         leaves_home, recorded_at, recorded_by)
    values (${row.owner}, ${row.vacancy}::uuid, ${row.offer}::uuid, ${row.registration}, ${row.model}, ${row.groupCode},
            ${row.position}, ${row.candidates}, ${row.signedOn}::date, ${row.startsOn}::date, ${row.leavesHome},
            ${row.recordedAt}::timestamptz, ${row.recordedBy})`;
}

export function lettingsOfVacancies(sql: Transaction, ids: readonly GlobalId[]): Promise<LettingRow[]> {
  return sql`
    /* lettingsOfVacancies */
    select letting.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, vacancy)
      join letting using (owner, vacancy)`;
}

export async function endOffering(
  sql: Transaction,
  { owner, id }: GlobalId,
  ending: Ending,
  now: string,
): Promise<void> {
  await sql`
    /* endOffering */
    update ranking set ended_at = ${now}::timestamptz, ending = ${ending}
     where owner = ${owner} and vacancy = ${id}::uuid`;
}
