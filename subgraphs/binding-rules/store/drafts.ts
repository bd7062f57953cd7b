import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { DraftChange } from '../domain/draft-action.ts';
import type { RegulationStatus } from '../domain/regulation.ts';
import type { SourceObject } from '../domain/source-of-regulation.ts';
import type { DraftEventRow, RegulationDraftRow, RegulationRow } from '../tables.ts';

/** All SQL of drafts. Each runs in a transaction of a viewer, for the policies decide who sees that one exists. */

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export function draftsById(sql: Transaction, ids: readonly GlobalId[]): Promise<RegulationDraftRow[]> {
  return sql`
    /* draftsById */
    select draft.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join regulation_draft as draft using (owner, id)`;
}

/** Drafts of an owner, the latest on top; only in `status` where it is given. */
export function draftsPage(
  sql: Transaction,
  owner: string,
  status: RegulationStatus | null,
  after: string | undefined,
  limit: number,
): Promise<RegulationDraftRow[]> {
  const inStatus = status === null ? sql`true` : sql`status = ${status}`;
  return sql`
    /* draftsPage */
    select * from regulation_draft
     where owner = ${owner} and ${inStatus} and id < ${after ?? LAST_ID}::uuid
     order by id desc limit ${limit}`;
}

/** What was done to a draft, the first on top. */
export function eventsOfDraft(
  sql: Transaction,
  { owner, id }: GlobalId,
  after: string | undefined,
  limit: number,
): Promise<DraftEventRow[]> {
  return sql`
    /* eventsOfDraft */
    select * from draft_event
     where owner = ${owner} and draft = ${id}::uuid and id > ${after ?? FIRST_ID}::uuid
     order by id limit ${limit}`;
}

export function lastEventOfDraft(sql: Transaction, { owner, id }: GlobalId): Promise<DraftEventRow[]> {
  return sql`
    /* lastEventOfDraft */
    select * from draft_event where owner = ${owner} and draft = ${id}::uuid order by id desc limit 1`;
}

/** The draft of the asking organisation, locked until the transaction ends; undefined when it is not its own. */
export async function lockDraft(
  sql: Transaction,
  { owner, id }: GlobalId,
  organisation: string,
): Promise<RegulationDraftRow | undefined> {
  const [row] = await sql<RegulationDraftRow[]>`
    /* lockDraft */
    select * from regulation_draft where owner = ${owner} and owner = ${organisation} and id = ${id}::uuid for update`;
  return row;
}

/** A new draft; its number. The database notes who begins it. */
export async function insertDraft(
  sql: Transaction,
  draft: {
    readonly owner: string;
    readonly instrument: string;
    readonly source: SourceObject;
    readonly action: 'CREATED' | 'IMPORTED';
    readonly at: string;
    readonly amends: string | null;
  },
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    /* insertDraft */
    insert into regulation_draft (owner, instrument, source, action, changed_at, amends)
    values (${draft.owner}, ${draft.instrument}, ${sql.json(draft.source as never)}, ${draft.action}, ${draft.at},
            ${draft.amends}::uuid)
    returning id`;
  return row!.id;
}

/**
 * Makes the next revision of a draft that is locked. The database notes who does it, and refuses a step that is none.
 * With `publish` the draft gets the number of the regulation that it becomes in this transaction, which is the answer.
 */
export async function changeDraft(
  sql: Transaction,
  row: RegulationDraftRow,
  { source, action, about, status, returnReason }: DraftChange,
  at: string,
): Promise<string | null> {
  const regulation = status === 'PUBLISHED' ? sql`uuidv7()` : sql`null`;
  const [changed] = await sql<{ regulation: string | null }[]>`
    /* changeDraft */
    update regulation_draft
       set revision = ${row.revision + 1}, status = ${status}, source = ${sql.json(source as never)}, action = ${action},
           about = ${about}, changed_at = ${at}, return_reason = ${returnReason}, regulation = ${regulation}
     where owner = ${row.owner} and id = ${row.id}::uuid and revision = ${row.revision}
     returning regulation`;
  return changed!.regulation;
}

/** The version of the asking organisation, locked until the transaction ends; undefined when it is not its own. */
export async function lockRegulation(
  sql: Transaction,
  { owner, id }: GlobalId,
  organisation: string,
): Promise<RegulationRow | undefined> {
  const [row] = await sql<RegulationRow[]>`
    /* lockRegulation */
    select * from regulation where owner = ${owner} and owner = ${organisation} and id = ${id}::uuid for update`;
  return row;
}

/** Withdraws a published version, as it stands. */
export async function withdrawVersion(
  sql: Transaction,
  { owner, id }: GlobalId,
  at: string,
  reason: string,
): Promise<void> {
  await sql`
    /* withdrawVersion */
    update regulation set status = 'WITHDRAWN', withdrawn_at = ${at}, withdrawal_reason = ${reason}
     where owner = ${owner} and id = ${id}::uuid`;
}
