import type { Database, Transaction } from '../../../platform/database/connect.ts';
import type { ErrorCode } from '../../../platform/errors.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import type { PreviewResult } from '../domain/preview-result.ts';
import type { PreviewReadingRow, PreviewRulesRow, RegulationPreviewRow } from '../tables/previews.ts';

/** What running a preview reads and writes, as the hub: the queue, frozen rankings, facts, and progress. */

/** A frozen ranking as a preview reads it. */
export interface FrozenRankingRow {
  readonly owner: string;
  readonly vacancy: string;
  readonly asOf: CalendarDate;
  readonly ruleSetHash: string;
  readonly vacancyFacts: VacancyFacts;
}

/** Somebody who stood in a frozen ranking. */
export interface FrozenFactsRow {
  readonly owner: string;
  readonly vacancy: string;
  readonly registration: string;
  readonly facts: CandidateFacts;
  readonly factsOn: CalendarDate;
  readonly lot: string;
}

/** One attempt at a preview; another process that took it up again has another number. */
export interface Attempt extends GlobalId {
  readonly attempts: number;
}

/** Previews that wait, or that some process began, the first asked on top. */
export function waitingPreviews(sql: Transaction, limit: number): Promise<GlobalId[]> {
  return sql`
    /* waitingPreviews */
    select owner, id from regulation_preview where status in ('QUEUED', 'RUNNING') order by id limit ${limit}`;
}

/**
 * Whether this connection now holds a preview, until it lets go or ends. A preview that is running and that nobody holds
 * was left by a process that ended.
 */
export async function holdPreview(sql: Database, { owner, id }: GlobalId): Promise<boolean> {
  const [held] = await sql<{ held: boolean }[]>`
    /* holdPreview */ select pg_try_advisory_lock(hashtextextended(${`preview ${owner}:${id}`}, 0)) as held`;
  return held!.held;
}

export async function letGo(sql: Database, { owner, id }: GlobalId): Promise<void> {
  await sql`/* letGoOfPreview */ select pg_advisory_unlock(hashtextextended(${`preview ${owner}:${id}`}, 0))`;
}

/** Takes up a preview from the beginning; undefined when it has ended meanwhile. */
export async function beginPreview(
  sql: Transaction,
  { owner, id }: GlobalId,
  at: string,
): Promise<RegulationPreviewRow | undefined> {
  const [row] = await sql<RegulationPreviewRow[]>`
    /* beginPreview */
    update regulation_preview
       set status = 'RUNNING', attempts = attempts + 1, homes_done = 0, started_at = coalesce(started_at, ${at}::timestamptz)
     where owner = ${owner} and id = ${id}::uuid and status in ('QUEUED', 'RUNNING')
    returning *`;
  return row;
}

/** The rules that a preview replays under, by municipality. */
export function rulesOfPreview(sql: Transaction, { owner, id }: GlobalId): Promise<PreviewRulesRow[]> {
  return sql`
    /* rulesOfPreview */
    select * from preview_rules where owner = ${owner} and preview = ${id}::uuid order by municipality`;
}

/** How many frozen rankings there are in these places with a closing day in a period. */
export async function countFrozen(
  sql: Transaction,
  municipalities: readonly string[],
  from: CalendarDate,
  until: CalendarDate,
): Promise<number> {
  const [counted] = await sql<{ count: number }[]>`
    /* countFrozen */
    select count(*)::int as count from ranking
     where status = 'FROZEN' and erased_on is null and municipality = any(${municipalities as string[]}::text[])
       and as_of >= ${from}::date and as_of < ${until}::date`;
  return counted!.count;
}

/** Frozen rankings of a place with a closing day in a period, in the order of the index, after one of them. */
export function frozenRankings(
  sql: Transaction,
  municipality: string,
  after: Pick<FrozenRankingRow, 'asOf' | 'owner' | 'vacancy'>,
  until: CalendarDate,
  limit: number,
): Promise<FrozenRankingRow[]> {
  return sql`
    /* frozenRankings */
    select owner, vacancy, as_of, rule_set_hash, vacancy_facts from ranking
     where status = 'FROZEN' and erased_on is null and municipality = ${municipality} and as_of < ${until}::date
       and (as_of, owner, vacancy) > (${after.asOf}::date, ${after.owner}, ${after.vacancy}::uuid)
     order by as_of, owner, vacancy limit ${limit}`;
}

/** Where a walk along the frozen rankings of a place begins. */
export function beginningOf(from: CalendarDate): Pick<FrozenRankingRow, 'asOf' | 'owner' | 'vacancy'> {
  return { asOf: from, owner: '', vacancy: '00000000-0000-0000-0000-000000000000' };
}

/** Who stood in these rankings, as far as they belong to the preview that is running. */
export function frozenFacts(
  sql: Transaction,
  { owner, id }: GlobalId,
  rankings: readonly FrozenRankingRow[],
): Promise<FrozenFactsRow[]> {
  return sql`
    /* frozenFacts */
    select * from frozen_facts(${owner}, ${id}::uuid, ${rankings.map((each) => each.owner)}::text[],
                               ${rankings.map((each) => each.vacancy)}::uuid[])`;
}

/** Writes how far an attempt has come; false when it was cancelled, or is not the attempt that counts any more. */
export async function keepProgress(
  sql: Transaction,
  { owner, id, attempts }: Attempt,
  homesDone: number,
  homesTotal: number,
): Promise<boolean> {
  const kept = await sql`
    /* keepPreviewProgress */
    update regulation_preview set homes_done = ${homesDone}, homes_total = ${homesTotal}
     where owner = ${owner} and id = ${id}::uuid and status = 'RUNNING' and attempts = ${attempts}`;
  return kept.count === 1;
}

/** Records the reading of files, in the transaction that read them. */
export async function recordReading(
  sql: Transaction,
  { owner, preview, attempt, person, purpose, homes, files, traceId }: Omit<PreviewReadingRow, 'readAt'>,
): Promise<void> {
  await sql`
    /* recordPreviewReading */
    insert into preview_reading (owner, preview, attempt, person, purpose, homes, files, trace_id)
    values (${owner}, ${preview}::uuid, ${attempt}, ${person}, ${purpose}, ${homes}, ${files}, ${traceId})
    on conflict (owner, preview, attempt) do update
      set homes = preview_reading.homes + excluded.homes, files = preview_reading.files + excluded.files, read_at = now()`;
}

/** Ends an attempt with a result, a failure, or back in the queue; false when it no longer counts. */
export async function endPreview(
  sql: Transaction,
  { owner, id, attempts }: Attempt,
  end: { readonly result: PreviewResult } | { readonly failure: ErrorCode } | 'QUEUED',
  at: string,
): Promise<boolean> {
  const failure = typeof end === 'object' && 'failure' in end ? end.failure : null;
  const result = typeof end === 'object' && 'result' in end ? sql.json(end.result as never) : null;
  const status = end === 'QUEUED' ? end : failure === null ? 'DONE' : 'FAILED';
  const ended = await sql`
    /* endPreview */
    update regulation_preview
       set status = ${status}, result = ${result}, failure = ${failure},
           ended_at = ${end === 'QUEUED' ? null : at}::timestamptz
     where owner = ${owner} and id = ${id}::uuid and status = 'RUNNING' and attempts = ${attempts}`;
  return ended.count === 1;
}

/** The secret that noise follows from, made when it is first needed. */
export async function disclosureSecret(sql: Transaction): Promise<string> {
  await sql`/* makeDisclosureSecret */ insert into disclosure_secret default values on conflict do nothing`;
  const [row] = await sql<{ secret: string }[]>`/* disclosureSecret */ select secret from disclosure_secret`;
  return row!.secret;
}
