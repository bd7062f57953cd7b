import type { Database, Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { DrawRow } from '../tables.ts';

/** All SQL of draws. A draw has no number of its own: it is known by its vacancy. */

export function drawsOf(sql: Database, vacancies: readonly GlobalId[]): Promise<DrawRow[]> {
  return sql`
    /* drawsOf */
    select draw.*
      from unnest(${vacancies.map(({ owner }) => owner)}::text[], ${vacancies.map(({ id }) => id)}::uuid[])
             as wanted (owner, vacancy)
      join draw using (owner, vacancy)`;
}

/** Lot ids of who takes part, in the order of the leaves; empty before closing. */
export function lotsOf(
  sql: Database | Transaction,
  { owner, id }: GlobalId,
): Promise<{ readonly lotId: string }[]> {
  return sql`
    /* lotsOf */ select lot_id from draw_lot where owner = ${owner} and vacancy = ${id}::uuid order by leaf`;
}

/** What is fixed when a draw is committed to. */
export interface Commitment {
  readonly commitment: string;
  readonly secret: string;
  readonly committedAt: string;
  readonly beaconAnnounced: string | null;
}

/** Commits to the draw of a vacancy; where that was done already, nothing changes. */
export async function insertDraw(
  sql: Transaction,
  { owner, id }: GlobalId,
  { commitment, secret, committedAt, beaconAnnounced }: Commitment,
): Promise<void> {
  const inserted = await sql`
    /* insertDraw */
    insert into draw (owner, vacancy, status, commitment, committed_at, beacon_announced)
    values (${owner}, ${id}::uuid, 'COMMITTED', ${commitment}, ${committedAt}::timestamptz, ${beaconAnnounced})
    on conflict (owner, vacancy) do nothing`;
  if (inserted.count === 0) return;
  await sql`
    /* keepSecret */ insert into draw_secret (owner, vacancy, secret) values (${owner}, ${id}::uuid, ${secret})`;
}

/** The draw of a vacancy, without a lock; undefined when none was committed to. */
export async function drawOf(sql: Transaction, { owner, id }: GlobalId): Promise<DrawRow | undefined> {
  const [row] = await sql<DrawRow[]>`
    /* drawOf */ select * from draw where owner = ${owner} and vacancy = ${id}::uuid`;
  return row;
}

/** The same, locked until the transaction ends; undefined also for who may not close the home. */
export async function lockDraw(sql: Transaction, { owner, id }: GlobalId): Promise<DrawRow | undefined> {
  const [row] = await sql<DrawRow[]>`
    /* lockDraw */ select * from draw where owner = ${owner} and vacancy = ${id}::uuid for update`;
  return row;
}

/** Fixes who takes part: the lot ids in the order of the leaves, and the root over them. */
export async function closeDraw(
  sql: Transaction,
  { owner, id }: GlobalId,
  lotIds: readonly string[],
  root: string,
  at: string,
): Promise<void> {
  await sql`
    /* insertLots */
    insert into draw_lot (owner, vacancy, leaf, lot_id)
    select ${owner}, ${id}::uuid, number - 1, lot_id
      from unnest(${lotIds as string[]}::text[]) with ordinality as lot (lot_id, number)`;
  await sql`
    /* closeDraw */
    update draw set status = 'CLOSED', participant_root = ${root}, participant_count = ${lotIds.length},
           closed_at = ${at}::timestamptz
     where owner = ${owner} and vacancy = ${id}::uuid`;
}

/** Writes down what the announced beacon came to; never changed again. */
export async function setBeacon(sql: Transaction, { owner, id }: GlobalId, beacon: string): Promise<void> {
  await sql`
    /* setBeacon */ update draw set beacon = ${beacon} where owner = ${owner} and vacancy = ${id}::uuid`;
}

/** The secret of a draw; empty for as long as anything can still be chosen. */
export function secretsOf(sql: Transaction, { owner, id }: GlobalId): Promise<{ readonly secret: string }[]> {
  return sql`
    /* secretsOf */ select secret from draw_secret where owner = ${owner} and vacancy = ${id}::uuid`;
}

export async function revealDraw(
  sql: Transaction,
  { owner, id }: GlobalId,
  { secret, seed, at }: { readonly secret: string; readonly seed: string; readonly at: string },
): Promise<void> {
  await sql`
    /* revealDraw */
    update draw set status = 'REVEALED', secret = ${secret}, seed = ${seed}, revealed_at = ${at}::timestamptz
     where owner = ${owner} and vacancy = ${id}::uuid`;
}
