import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { StoredOffer } from '../domain/replay-course.ts';
import type { StoredReaction } from '../domain/replay-decision.ts';
import type { InterventionRow } from '../tables.ts';
import type { ReceiptCheckpointRow, ReceiptKeyRow, ReceiptRow } from '../tables/receipts.ts';

/** What replaying decisions reads, as the auditor. */

/** The next owner of a frozen ranking, after another, by code. */
export async function ownerOfFrozenAfter(sql: Transaction, after: string): Promise<string | undefined> {
  const [row] = await sql<{ owner: string }[]>`
    /* ownerOfFrozenAfter */
    select owner from ranking where owner > ${after} and status = 'FROZEN' order by owner limit 1`;
  return row?.owner;
}

/** Rankings of an owner that are frozen, or of which that was recorded, by number. */
export function frozenHomes(
  sql: Transaction,
  owner: string,
  after: string,
  limit: number,
): Promise<{ readonly vacancy: string }[]> {
  return sql`
    /* frozenHomes */
    select vacancy from ranking
     where owner = ${owner} and vacancy > ${after}::uuid
       and (status = 'FROZEN' or exists (select from receipt
                                          where receipt.owner = ranking.owner and receipt.vacancy = ranking.vacancy
                                            and receipt.kind = 'RANKING_FROZEN'))
     order by vacancy limit ${limit}`;
}

/** Everybody who stood when the ranking of a home was frozen, with the facts that decided. */
export function storedReactions(sql: Transaction, { owner, id }: GlobalId): Promise<StoredReaction[]> {
  return sql`
    /* storedReactions */
    select id, facts, salt, commitment, position, exclusion, group_rank, order_key, lot, lot_id from reaction
     where owner = ${owner} and vacancy = ${id}::uuid and status = 'ACTIVE'
    union all
    select id, facts, salt, commitment, position, exclusion, group_rank, order_key, lot, lot_id from reaction
     where owner = ${owner} and vacancy = ${id}::uuid and status = 'EXCLUDED'`;
}

export function storedOffers(sql: Transaction, { owner, id }: GlobalId): Promise<StoredOffer[]> {
  return sql`
    /* storedOffers */
    select id, reaction, position, status from offer where owner = ${owner} and vacancy = ${id}::uuid order by position, id`;
}

export function storedInterventions(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<Pick<InterventionRow, 'reaction' | 'kind'>[]> {
  return sql`
    /* storedInterventions */
    select reaction, kind from intervention where owner = ${owner} and vacancy = ${id}::uuid order by seq`;
}

/** The home that a number speaks of: of a vacancy, a reaction, an offer or a letting. */
export async function homeOf(sql: Transaction, { owner, id }: GlobalId): Promise<string | undefined> {
  const [row] = await sql<{ vacancy: string }[]>`
    /* homeOf */
    select vacancy from ranking where owner = ${owner} and vacancy = ${id}::uuid
    union all select vacancy from reaction where owner = ${owner} and id = ${id}::uuid
    union all select vacancy from offer where owner = ${owner} and id = ${id}::uuid
    union all select vacancy from letting where owner = ${owner} and id = ${id}::uuid
    limit 1`;
  return row?.vacancy;
}

/** When the facts of an owner were erased, of which closing days. */
export function erasuresOf(sql: Transaction, owner: string): Promise<ReceiptRow[]> {
  return sql`
    /* erasuresOf */
    select * from receipt where owner = ${owner} and kind = 'ERASURE' order by seq`;
}

/** Homes of an owner whose facts were erased and that closed before a day. */
export function erasedHomes(
  sql: Transaction,
  owner: string,
  before: string,
): Promise<{ readonly vacancy: string }[]> {
  return sql`
    /* erasedHomes */
    select vacancy from ranking where owner = ${owner} and as_of < ${before}::date and erased_on is not null`;
}

/** Checkpoints of an owner with the keys that they name, from the first. */
export function storedCheckpoints(
  sql: Transaction,
  owner: string,
): Promise<(ReceiptCheckpointRow & Pick<ReceiptKeyRow, 'publicKey'>)[]> {
  return sql`
    /* storedCheckpoints */
    select receipt_checkpoint.*, receipt_key.public_key
      from receipt_checkpoint join receipt_key using (key_id)
     where owner = ${owner} order by seq`;
}

export async function publicKeyOf(sql: Transaction, keyId: string): Promise<string | undefined> {
  const [row] = await sql<{ publicKey: string }[]>`
    /* publicKeyOf */ select public_key from receipt_key where key_id = ${keyId}`;
  return row?.publicKey;
}
