import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { QuotaArea, QuotaPeriod } from '../../../rules/quota.ts';
import type { HomeDestiny } from '../domain/left-home.ts';
import type { CountedFor, LettingCounts } from '../domain/letting-quota.ts';
import type { LeftHomeRow, LettingRow } from '../tables/lettings.ts';

/** All SQL of lettings, what quotas count of them, and the homes that movers leave. */

/** Writes a letting; gives its number. */
export async function insertLetting(sql: Transaction, row: Omit<LettingRow, 'id'>): Promise<string> {
  const [written] = await sql<{ readonly id: string }[]>`
    /* insertLetting */
    insert into letting (owner, vacancy, offer, registration, model, group_code, position, candidates, signed_on, starts_on,
                         leaves_home, recorded_at, recorded_by, region, municipality, core, segment, labels, grounds,
                         urgency_category, urgency_categories, permit, lease_holder, care_provider)
    values (${row.owner}, ${row.vacancy}::uuid, ${row.offer}::uuid, ${row.registration}, ${row.model}, ${row.groupCode},
            ${row.position}, ${row.candidates}, ${row.signedOn}::date, ${row.startsOn}::date, ${row.leavesHome},
            ${row.recordedAt}::timestamptz, ${row.recordedBy}, ${row.region}, ${row.municipality}, ${row.core},
            ${row.segment}, ${row.labels}::text[], ${row.grounds}::text[], ${row.urgencyCategory},
            ${row.urgencyCategories}::text[], ${row.permit}::uuid, ${row.leaseHolder}, ${row.careProvider})
    returning id`;
  return written!.id;
}

export function lettingsOfVacancies(sql: Transaction, ids: readonly GlobalId[]): Promise<LettingRow[]> {
  return sql`
    /* lettingsOfVacancies */
    select letting.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, vacancy)
      join letting using (owner, vacancy)`;
}

/**
 * Makes lettings that a cap counts in these areas wait for each other, whichever corporations record them, until the
 * transaction ends. `areas` in one order.
 */
export async function lockLettingQuotas(sql: Transaction, areas: readonly string[]): Promise<void> {
  await sql`
    /* lockLettingQuotas */
    select pg_advisory_xact_lock(hashtextextended('letting-quota/' || area, 0))
      from unnest(${areas as string[]}::text[]) as area`;
}

/** How much was let in an area and period, and how much of it counts: one row. */
export function countLettings(
  sql: Transaction,
  { kind, code }: QuotaArea,
  { from, until }: QuotaPeriod,
  counted: CountedFor,
): Promise<LettingCounts[]> {
  const within =
    kind === 'REGION'
      ? sql`region = ${code}`
      : kind === 'MUNICIPALITY'
        ? sql`municipality = ${code}`
        : kind === 'CORPORATION'
          ? sql`owner = ${code}`
          : // Where a municipality has no cores it is one itself.
            sql`municipality = ${code.slice(0, 6)} and coalesce(core, '') = ${code.includes('-') ? code : ''}`;
  return sql`
    /* countLettings */
    select count(*)::int as lettings,
           (count(*) filter (where model = any(${counted.models as string[]}::text[])
                                or group_code = any(${counted.groups as string[]}::text[])
                                or grounds && ${counted.grounds as string[]}::text[]
                                or urgency_categories && ${counted.urgencyCategories as string[]}::text[]))::int as taken
      from letting
     where ${within} and signed_on >= ${from}::date and signed_on < ${until}::date`;
}

export async function insertLeftHome(
  sql: Transaction,
  row: Pick<
    LeftHomeRow,
    'owner' | 'letBy' | 'letting' | 'municipality' | 'dwelling' | 'ofCorporation' | 'leftOn'
  >,
): Promise<void> {
  await sql`
    /* insertLeftHome */
    insert into left_home (owner, let_by, letting, municipality, dwelling, of_corporation, left_on, destiny)
    values (${row.owner}, ${row.letBy}, ${row.letting}::uuid, ${row.municipality}, ${row.dwelling}::uuid,
            ${row.ofCorporation}, ${row.leftOn}::date, 'UNKNOWN')`;
}

/** A home that was left, locked until the transaction ends; undefined when it is not of this owner. */
export async function lockLeftHome(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<LeftHomeRow | undefined> {
  const [row] = await sql<LeftHomeRow[]>`
    /* lockLeftHome */
    select * from left_home where owner = ${owner} and id = ${id}::uuid for update`;
  return row;
}

export async function destineLeftHome(
  sql: Transaction,
  { owner, id }: GlobalId,
  destined: { readonly destiny: HomeDestiny; readonly on: CalendarDate; readonly by: string },
): Promise<void> {
  await sql`
    /* destineLeftHome */
    update left_home set destiny = ${destined.destiny}, destined_on = ${destined.on}::date, recorded_by = ${destined.by}
     where owner = ${owner} and id = ${id}::uuid`;
}

export function leftHomesById(sql: Transaction, ids: readonly GlobalId[]): Promise<LeftHomeRow[]> {
  return sql`
    /* leftHomesById */
    select left_home.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join left_home using (owner, id)`;
}

export function leftHomesOfLettings(sql: Transaction, ids: readonly GlobalId[]): Promise<LeftHomeRow[]> {
  return sql`
    /* leftHomesOfLettings */
    select left_home.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (let_by, letting)
      join left_home using (let_by, letting)`;
}

/** A page of the homes of an owner that were left for one destiny, the ones that were left first on top. */
export function leftHomesPage(
  sql: Transaction,
  owner: string,
  destiny: HomeDestiny,
  after: readonly [leftOn: string, id: string] | undefined,
  limit: number,
): Promise<LeftHomeRow[]> {
  const [leftOn, id] = after ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  return sql`
    /* leftHomesPage */
    select * from left_home
     where owner = ${owner} and destiny = ${destiny} and (left_on, id) > (${leftOn}::date, ${id}::uuid)
     order by left_on, id limit ${limit}`;
}
