import type { Database, Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { ReceiptNumber } from '../domain/receipt-id.ts';
import type { ChainHead } from '../domain/receipt.ts';
import type { ReceiptCheckpointRow, ReceiptFactsRow, ReceiptKeyRow, ReceiptRow } from '../tables/receipts.ts';

/** All SQL of receipts and checkpoints. */

/**
 * The last receipt of an owner, with its chain locked until the transaction ends: whoever decides for the same owner waits
 * here. It is the last lock that a transaction takes, so nobody waits in a ring.
 */
export async function lockChain(sql: Transaction, owner: string): Promise<ChainHead | undefined> {
  await sql`/* lockChain */ select pg_advisory_xact_lock(hashtextextended(${`receipts/${owner}`}, 0))`;
  return headOf(sql, owner);
}

/** The last receipt of an owner; undefined when there is none. */
export async function headOf(sql: Transaction, owner: string): Promise<ChainHead | undefined> {
  const [head] = await sql<ChainHead[]>`
    /* headOfChain */
    select seq, hash from receipt where owner = ${owner} order by seq desc limit 1`;
  return head;
}

export async function insertReceipt(sql: Transaction, row: ReceiptRow): Promise<void> {
  await sql`
    /* insertReceipt */
    insert into receipt (owner, seq, kind, vacancy, reaction, subject, at, by_role, by_organisation, by_person, body, facts,
                         previous, hash)
    values (${row.owner}, ${row.seq}, ${row.kind}, ${row.vacancy}::uuid, ${row.reaction}::uuid, ${row.subject}::uuid,
            ${row.at}::timestamptz, ${row.byRole}, ${row.byOrganisation}, ${row.byPerson}, ${row.body},
            ${row.facts}, ${row.previous}, ${row.hash})`;
}

export async function insertFacts(sql: Transaction, row: ReceiptFactsRow): Promise<void> {
  await sql`
    /* insertReceiptFacts */
    insert into receipt_facts (owner, seq, part, facts, salt)
    values (${row.owner}, ${row.seq}, ${row.part}, ${sql.json(row.facts as never)}, ${row.salt})`;
}

export function receiptsByNumber(sql: Transaction, numbers: readonly ReceiptNumber[]): Promise<ReceiptRow[]> {
  return sql`
    /* receiptsByNumber */
    select receipt.*
      from unnest(${numbers.map(({ owner }) => owner)}::text[], ${numbers.map(({ seq }) => seq)}::int[]) as wanted (owner, seq)
      join receipt using (owner, seq)`;
}

/** What a viewer may see of the facts beside some receipts. */
export function factsByNumber(
  sql: Transaction,
  numbers: readonly ReceiptNumber[],
): Promise<ReceiptFactsRow[]> {
  return sql`
    /* receiptFactsByNumber */
    select receipt_facts.*
      from unnest(${numbers.map(({ owner }) => owner)}::text[], ${numbers.map(({ seq }) => seq)}::int[]) as wanted (owner, seq)
      join receipt_facts using (owner, seq)`;
}

/** A page of an owner's chain, from its beginning. */
export function chainPage(
  sql: Transaction,
  owner: string,
  after: number,
  limit: number,
): Promise<ReceiptRow[]> {
  return sql`
    /* chainPage */
    select * from receipt where owner = ${owner} and seq > ${after} order by seq limit ${limit}`;
}

/** A page of the receipts of a home, in the order of the chain. */
export function receiptsOfVacancy(
  sql: Transaction,
  { owner, id }: GlobalId,
  after: number,
  limit: number,
): Promise<ReceiptRow[]> {
  return sql`
    /* receiptsOfVacancy */
    select * from receipt where owner = ${owner} and vacancy = ${id}::uuid and seq > ${after} order by seq limit ${limit}`;
}

/** A page of the receipts about a reaction, or about all of its home. */
export function receiptsOfReaction(
  sql: Transaction,
  { owner, vacancy, id }: GlobalId & { readonly vacancy: string },
  after: number,
  limit: number,
): Promise<ReceiptRow[]> {
  return sql`
    /* receiptsOfReaction */
    select * from receipt
     where owner = ${owner} and vacancy = ${vacancy}::uuid and (reaction is null or reaction = ${id}::uuid) and seq > ${after}
     order by seq limit ${limit}`;
}

/** The leaves of a frozen ranking in their order, as hashes; none for who may not see the reaction. */
export function frozenLeaves(
  sql: Transaction,
  { owner, vacancy, id }: GlobalId & { readonly vacancy: string },
): Promise<{ readonly leaf: string; readonly own: boolean }[]> {
  return sql`
    /* frozenLeaves */
    select * from frozen_leaves(${owner}, ${vacancy}::uuid, ${id}::uuid)`;
}

/** The reaction of a registration that stood when the ranking of a home was frozen. */
export async function reactionInRanking(
  sql: Transaction,
  { owner, id }: GlobalId,
  registration: string,
): Promise<{ readonly id: string } | undefined> {
  const [row] = await sql<{ id: string }[]>`
    /* reactionInRanking */
    select id from reaction
     where registration = ${registration} and owner = ${owner} and vacancy = ${id}::uuid and status <> 'WITHDRAWN'`;
  return row;
}

/** Somebody departed from the order of a home. */
export interface ToldIntervention {
  readonly seq: number;
  readonly at: string;
  readonly body: string;
  /** Whether it is about this reaction. */
  readonly own: boolean;
  /** Null when its term is over. */
  readonly reason: string | null;
}

export function interventionsOf(
  sql: Transaction,
  { owner, vacancy, id }: GlobalId & { readonly vacancy: string },
): Promise<ToldIntervention[]> {
  return sql`
    /* interventionsOf */
    select * from interventions_of(${owner}, ${vacancy}::uuid, ${id}::uuid)`;
}

/** Checkpoints of an owner, the latest first. */
export function checkpointsPage(
  sql: Database,
  owner: string,
  before: number,
  limit: number,
): Promise<ReceiptCheckpointRow[]> {
  return sql`
    /* checkpointsPage */
    select * from receipt_checkpoint where owner = ${owner} and seq < ${before} order by seq desc limit ${limit}`;
}

/** Keys that checkpoints were signed with, by id. */
export function keysPage(sql: Database, after: string, limit: number): Promise<ReceiptKeyRow[]> {
  return sql`/* keysPage */ select * from receipt_key where key_id > ${after} order by key_id limit ${limit}`;
}

export async function checkpointAt(
  sql: Transaction,
  { owner, seq }: ReceiptNumber,
): Promise<ReceiptCheckpointRow | undefined> {
  const [row] = await sql<ReceiptCheckpointRow[]>`
    /* checkpointAt */
    select * from receipt_checkpoint where owner = ${owner} and seq = ${seq}`;
  return row;
}

/** Writes a checkpoint with its key; one that another process wrote at the same moment is as good. */
export async function insertCheckpoint(
  sql: Transaction,
  row: ReceiptCheckpointRow,
  publicKey: string,
): Promise<void> {
  await sql`
    /* keepReceiptKey */
    insert into receipt_key (key_id, public_key, since) values (${row.keyId}, ${publicKey}, ${row.at}::timestamptz)
    on conflict (key_id) do nothing`;
  await sql`
    /* insertCheckpoint */
    insert into receipt_checkpoint (owner, seq, hash, at, key_id, signature)
    values (${row.owner}, ${row.seq}, ${row.hash}, ${row.at}::timestamptz, ${row.keyId}, ${row.signature})
    on conflict (owner, seq) do nothing`;
}

/** The next owner that has receipts, after another, by code. */
export async function ownerAfter(sql: Transaction, after: string): Promise<string | undefined> {
  const [row] = await sql<{ owner: string }[]>`
    /* ownerAfter */
    select owner from receipt where owner > ${after} order by owner limit 1`;
  return row?.owner;
}

/** The last checkpoint of an owner; undefined when there is none. */
export async function lastCheckpoint(
  sql: Transaction,
  owner: string,
): Promise<ReceiptCheckpointRow | undefined> {
  const [row] = await sql<ReceiptCheckpointRow[]>`
    /* lastCheckpoint */
    select * from receipt_checkpoint where owner = ${owner} order by seq desc limit 1`;
  return row;
}

/** The next owner with homes that closed before a day and still have their facts, after another, by code. */
export async function ownerToErase(
  sql: Transaction,
  after: string,
  before: string,
): Promise<string | undefined> {
  const [row] = await sql<{ owner: string }[]>`
    /* ownerToErase */
    select owner from ranking where owner > ${after} and as_of < ${before}::date and erased_on is null
     order by owner limit 1`;
  return row?.owner;
}

/** How much was erased. */
export interface Erased {
  readonly homes: number;
  readonly reactions: number;
  readonly receipts: number;
}

export async function eraseFacts(
  sql: Transaction,
  owner: string,
  {
    before,
    today,
    homesMaximum,
  }: { readonly before: string; readonly today: string; readonly homesMaximum: number },
): Promise<Erased> {
  const [erased] = await sql<Erased[]>`
    /* eraseFacts */
    select * from erase_facts(${owner}, ${before}::date, ${today}::date, ${homesMaximum})`;
  return erased!;
}
