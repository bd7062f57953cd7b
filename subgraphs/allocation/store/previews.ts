import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { PreviewReadingRow, PreviewRulesRow, RegulationPreviewRow } from '../tables/previews.ts';

/** Previews as officers ask for them, cancel them and read them, and the record of what they read. */

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What is new about a preview when it is asked for. */
export type NewPreview = Pick<
  RegulationPreviewRow,
  | 'owner'
  | 'draft'
  | 'revision'
  | 'periodFrom'
  | 'periodUntil'
  | 'municipalities'
  | 'leftOut'
  | 'askedBy'
  | 'askedAt'
  | 'traceId'
>;

/**
 * How many previews of an owner wait or run, and how many were asked for in the last day by the machine's clock. Whoever
 * asks for one waits here for others of that owner, so that a bound is not passed by two at once.
 */
export async function previewLoad(
  sql: Transaction,
  owner: string,
): Promise<{ readonly waiting: number; readonly ofDay: number }> {
  await sql`/* lockPreviewsOf */ select pg_advisory_xact_lock(hashtextextended(${`previews of ${owner}`}, 0))`;
  const [load] = await sql<{ waiting: number; ofDay: number }[]>`
    /* previewLoad */
    select (count(*) filter (where status in ('QUEUED', 'RUNNING')))::int as waiting, count(*)::int as of_day
      from regulation_preview where owner = ${owner} and recorded_at > now() - interval '1 day'`;
  return load!;
}

/** Puts a preview in the queue and tells whoever runs previews; its number. */
export async function insertPreview(
  sql: Transaction,
  row: NewPreview,
  rules: readonly Omit<PreviewRulesRow, 'owner' | 'preview'>[],
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    /* insertPreview */
    insert into regulation_preview
      (owner, draft, revision, period_from, period_until, municipalities, left_out, status, asked_by, asked_at, trace_id)
    values (${row.owner}, ${row.draft}::uuid, ${row.revision}, ${row.periodFrom}::date, ${row.periodUntil}::date,
            ${row.municipalities as string[]}::text[], ${row.leftOut as string[]}::text[], 'QUEUED', ${row.askedBy},
            ${row.askedAt}::timestamptz, ${row.traceId})
    returning id`;
  const { id } = inserted!;
  for (const { municipality, proposedHash, proposed, currentHash, current } of rules) {
    await sql`
      /* insertPreviewRules */
      insert into preview_rules (owner, preview, municipality, proposed_hash, proposed, current_hash, current)
      values (${row.owner}, ${id}::uuid, ${municipality}, ${proposedHash}, ${proposed}, ${currentHash}, ${current})`;
  }
  await sql`/* wakePreviews */ select pg_notify('preview', '')`;
  return id;
}

export function previewsById(sql: Transaction, ids: readonly GlobalId[]): Promise<RegulationPreviewRow[]> {
  const [owners, numbers] = arrays(ids);
  return sql`
    /* previewsById */
    select regulation_preview.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join regulation_preview using (owner, id)`;
}

/** The latest preview of each draft that has one. */
export function latestPreviews(
  sql: Transaction,
  drafts: readonly GlobalId[],
): Promise<RegulationPreviewRow[]> {
  const [owners, numbers] = arrays(drafts);
  return sql`
    /* latestPreviews */
    select latest.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, draft)
     cross join lateral (select * from regulation_preview of
                          where of.owner = wanted.owner and of.draft = wanted.draft
                          order by of.id desc limit 1) as latest`;
}

/** Previews of a draft, newest first. */
export function previewsOfDraft(
  sql: Transaction,
  { owner, id }: GlobalId,
  before: string | undefined,
  limit: number,
): Promise<RegulationPreviewRow[]> {
  return sql`
    /* previewsOfDraft */
    select * from regulation_preview
     where owner = ${owner} and draft = ${id}::uuid and id < ${before ?? LAST_ID}::uuid
     order by owner, draft, id desc limit ${limit}`;
}

/** Cancels a preview that waits or runs; false when it has ended. Whoever runs it sees so before the next homes. */
export async function cancelPreview(sql: Transaction, { owner, id }: GlobalId, at: string): Promise<boolean> {
  const cancelled = await sql`
    /* cancelPreview */
    update regulation_preview set status = 'CANCELLED', ended_at = ${at}::timestamptz
     where owner = ${owner} and id = ${id}::uuid and status in ('QUEUED', 'RUNNING')`;
  if (cancelled.count === 1) await forgetRules(sql, { owner, id });
  return cancelled.count === 1;
}

/** Forgets what a draft said once its preview has ended. */
export async function forgetRules(sql: Transaction, { owner, id }: GlobalId): Promise<void> {
  await sql`/* forgetPreviewRules */ delete from preview_rules where owner = ${owner} and preview = ${id}::uuid`;
}

/** Which previews read files, newest first. */
export function previewReadings(
  sql: Transaction,
  before: readonly [preview: string, attempt: number] | undefined,
  limit: number,
): Promise<PreviewReadingRow[]> {
  const [preview, attempt] = before ?? [LAST_ID, 0];
  return sql`
    /* previewReadings */
    select * from preview_reading
     where (preview, attempt) < (${preview}::uuid, ${attempt}::int)
     order by preview desc, attempt desc limit ${limit}`;
}

function arrays(ids: readonly GlobalId[]): readonly [owners: string[], numbers: string[]] {
  return [ids.map(({ owner }) => owner), ids.map(({ id }) => id)];
}
