import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { PermitRow } from '../tables/lettings.ts';

/** All SQL of housing permits. */

/** Asks a municipality for a permit; undefined when it was asked for this offer before. */
export async function insertPermit(
  sql: Transaction,
  row: Pick<
    PermitRow,
    | 'owner'
    | 'corporation'
    | 'offer'
    | 'vacancy'
    | 'reaction'
    | 'registration'
    | 'askedAt'
    | 'askedBy'
    | 'assessment'
  >,
): Promise<string | undefined> {
  const [written] = await sql<{ readonly id: string }[]>`
    /* insertPermit */
    insert into permit (owner, corporation, offer, vacancy, reaction, registration, status, asked_at, asked_by, assessment)
    values (${row.owner}, ${row.corporation}, ${row.offer}::uuid, ${row.vacancy}::uuid, ${row.reaction}::uuid,
            ${row.registration}, 'REQUESTED', ${row.askedAt}::timestamptz, ${row.askedBy}, ${sql.json(row.assessment as never)})
    on conflict (corporation, offer) do nothing
    returning id`;
  return written?.id;
}

export function permitsById(sql: Transaction, ids: readonly GlobalId[]): Promise<PermitRow[]> {
  return sql`
    /* permitsById */
    select permit.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join permit using (owner, id)`;
}

/** The permits that were asked for offers, by the numbers of these. */
export function permitsOfOffers(sql: Transaction, ids: readonly GlobalId[]): Promise<PermitRow[]> {
  return sql`
    /* permitsOfOffers */
    select permit.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (corporation, offer)
      join permit using (corporation, offer)`;
}

/** A page of the permits that wait for a municipality, the longest waiting on top. */
export function waitingPermits(
  sql: Transaction,
  municipality: string,
  after: readonly [askedAt: string, id: string] | undefined,
  limit: number,
): Promise<PermitRow[]> {
  const [askedAt, id] = after ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  return sql`
    /* waitingPermits */
    select * from permit
     where owner = ${municipality} and status = 'REQUESTED' and (asked_at, id) > (${askedAt}::timestamptz, ${id}::uuid)
     order by asked_at, id limit ${limit}`;
}

/** What a municipality decided. */
export interface DecidedPermit {
  readonly status: 'GRANTED' | 'REFUSED';
  readonly at: string;
  readonly by: string;
  readonly article: string | null;
  readonly reason: string | null;
}

export async function decidePermit(
  sql: Transaction,
  { owner, id }: GlobalId,
  { status, at, by, article, reason }: DecidedPermit,
): Promise<void> {
  await sql`
    /* decidePermit */
    update permit set status = ${status}, decided_at = ${at}::timestamptz, decided_by = ${by}, article = ${article},
           reason = ${reason}
     where owner = ${owner} and id = ${id}::uuid`;
}

/** A permit lapses with its offer, unless the home was let under it. */
export async function lapsePermit(sql: Transaction, { owner, id }: GlobalId): Promise<void> {
  await sql`
    /* lapsePermit */
    update permit set status = 'LAPSED'
     where corporation = ${owner} and offer = ${id}::uuid and status in ('REQUESTED', 'GRANTED')
       and not exists (select from letting where letting.owner = permit.corporation and letting.permit = permit.id)`;
}
