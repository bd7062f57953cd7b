import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { PreviewResult } from '../domain/disclosure.ts';
import type { PreviewRow, RankingRow, ReactionRow, RegulationPreviewParent } from '../tables.ts';

/** All SQL of previews. Each runs in a transaction of a viewer, for the policies decide who sees that one exists. */

/** A run says that it is going at least so often; one that is silent for longer ended with its process. */
const SILENT_SECONDS = 60;

function columns(sql: Transaction) {
  return sql`
    owner, id, draft, draft_revision, from_day, until_day, homes_total, homes_done, files_read, requested_by,
    requested_at, ended_at, result,
    case when status = 'RUNNING' and touched_at < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})
         then 'FAILED' else status end as status`;
}

export function previewsById(sql: Transaction, ids: readonly GlobalId[]): Promise<RegulationPreviewParent[]> {
  return sql`
    /* previewsById */
    select ${columns(sql)} from preview
      join unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
     using (owner, id)`;
}

/** The latest preview of a draft; empty when there is none. */
export function latestPreview(
  sql: Transaction,
  owner: string,
  draft: string,
): Promise<RegulationPreviewParent[]> {
  return sql`
    /* latestPreview */
    select ${columns(sql)} from preview where owner = ${owner} and draft = ${draft} order by id desc limit 1`;
}

export type NewPreview = Pick<
  PreviewRow,
  'owner' | 'draft' | 'draftRevision' | 'fromDay' | 'untilDay' | 'rules' | 'requestedBy' | 'requestedAt'
>;

export async function insertPreview(sql: Transaction, row: NewPreview): Promise<string> {
  const [made] = await sql<{ readonly id: string }[]>`
    /* insertPreview */
    insert into preview (owner, draft, draft_revision, status, from_day, until_day, rules, requested_by, requested_at)
    values (${row.owner}, ${row.draft}, ${row.draftRevision}, 'RUNNING', ${row.fromDay}::date, ${row.untilDay}::date,
            ${sql.json(row.rules)}, ${row.requestedBy}, ${row.requestedAt}::timestamptz)
    returning id`;
  return made!.id;
}

/** Whether a run is still wanted; says on the way that it is going, and how far. */
export async function touchPreview(
  sql: Transaction,
  { owner, id }: GlobalId,
  progress: { readonly homesDone: number; readonly homesTotal: number; readonly filesRead: number },
): Promise<boolean> {
  const rows = await sql`
    /* touchPreview */
    update preview set homes_done = ${progress.homesDone}, homes_total = ${progress.homesTotal},
           files_read = ${progress.filesRead}, touched_at = clock_timestamp()
     where owner = ${owner} and id = ${id}::uuid and status = 'RUNNING' returning id`;
  return rows.length > 0;
}

/** Ends a run that is running; what has ended stays as it is. */
export async function endPreview(
  sql: Transaction,
  { owner, id }: GlobalId,
  status: 'DONE' | 'CANCELLED' | 'FAILED',
  endedAt: string,
  result: PreviewResult | null,
): Promise<void> {
  await sql`
    /* endPreview */
    update preview set status = ${status}, ended_at = ${endedAt}::timestamptz,
           result = ${result === null ? null : sql.json(result as never)}
     where owner = ${owner} and id = ${id}::uuid and status = 'RUNNING'`;
}

/** Where a page of frozen rankings goes on. */
export type AfterRanking = readonly [asOf: CalendarDate, owner: string, vacancy: string];

/** Frozen rankings of a municipality by closing day, from `after` on and before `until`. */
export function frozenRankings(
  sql: Transaction,
  municipality: string,
  [asOf, owner, vacancy]: AfterRanking,
  until: CalendarDate,
  limit: number,
): Promise<RankingRow[]> {
  return sql`
    /* frozenRankings */
    select * from ranking
     where municipality = ${municipality} and status = 'FROZEN' and as_of < ${until}::date
       and (as_of, owner, vacancy) > (${asOf}::date, ${owner}::text, ${vacancy}::uuid)
     order by as_of, owner, vacancy limit ${limit}`;
}

/** How many frozen rankings of municipalities closed in a period. */
export async function countFrozen(
  sql: Transaction,
  municipalities: readonly string[],
  from: CalendarDate,
  until: CalendarDate,
): Promise<number> {
  const [row] = await sql<{ readonly count: number }[]>`
    /* countFrozen */
    select count(*)::int as count from ranking
     where municipality = any(${municipalities as string[]}::text[]) and status = 'FROZEN'
       and as_of >= ${from}::date and as_of < ${until}::date`;
  return row?.count ?? 0;
}

/** Everybody who stood in a ranking, with facts and place and nothing that names a person. */
export function candidatesOf(
  sql: Transaction,
  { owner, vacancy }: Pick<RankingRow, 'owner' | 'vacancy'>,
): Promise<Pick<ReactionRow, 'facts' | 'factsOn' | 'groupRank' | 'orderKey' | 'lot'>[]> {
  return sql`
    /* candidatesOf */
    select facts, facts_on, group_rank, order_key, lot from reaction
     where owner = ${owner} and vacancy = ${vacancy}::uuid and status = 'ACTIVE'`;
}
