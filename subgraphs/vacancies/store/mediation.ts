import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { MediationCategory } from '../../../schema/generated/vacancies.ts';
import type { LetHomes } from '../domain/carrying-capacity.ts';
import type { Reader } from '../store.ts';
import type { ComplexRow, ComplexSparingRow, DwellingRow, VacancyRow } from '../tables.ts';

/** All SQL of mediated homes, of the carrying capacity around them, and of complexes that are spared. */

/** Mediated homes of a region that may still be somebody's, registered longest first. */
export function mediatedHomes(
  sql: Reader,
  region: string,
  categories: readonly MediationCategory[],
): Promise<VacancyRow[]> {
  return sql`
    /* mediatedHomes */
    select * from vacancy
     where region = ${region} and status in ('CLOSED', 'OFFERING') and model = 'DIRECT_MEDIATION'
       and mediation_category = any(${categories as string[]}::text[])
     order by published_on, owner, id limit 200`;
}

/** Of these vacancies, the ones that are mediated and registered. */
export function mediatedById(sql: Reader, ids: readonly GlobalId[]): Promise<VacancyRow[]> {
  return sql`
    /* mediatedById */
    select vacancy.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join vacancy using (owner, id)
     where model = 'DIRECT_MEDIATION' and status in ('CLOSED', 'OFFERING', 'LET')`;
}

/** Of these dwellings, the ones that are or were mediated, or are drawn for blindly. */
export function mediatedDwellings(sql: Reader, ids: readonly GlobalId[]): Promise<DwellingRow[]> {
  return sql`
    /* mediatedDwellings */
    select dwelling.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join dwelling using (owner, id)
     where exists (select from vacancy
                    where vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id
                      and ((model = 'DIRECT_MEDIATION' and status in ('CLOSED', 'OFFERING', 'LET'))
                           or (model = 'URGENT_SEEKER_LOTTERY' and status in ('PUBLISHED', 'CLOSED', 'OFFERING'))))`;
}

/** Of these complexes, the ones with a dwelling that is or was mediated. */
export function mediatedComplexes(sql: Reader, ids: readonly GlobalId[]): Promise<ComplexRow[]> {
  return sql`
    /* mediatedComplexes */
    select complex.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join complex using (owner, id)
     where exists (select from dwelling
                     join vacancy on vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id
                    where dwelling.owner = complex.owner and dwelling.complex = complex.id
                      and ((model = 'DIRECT_MEDIATION' and status in ('CLOSED', 'OFFERING', 'LET'))
                           or (model = 'URGENT_SEEKER_LOTTERY' and status in ('PUBLISHED', 'CLOSED', 'OFFERING'))))`;
}

/** Of these vacancies, the ones that were offered to the seeker who asks. */
export function shownById(sql: Reader, ids: readonly GlobalId[]): Promise<GlobalId[]> {
  return sql`
    /* shownById */
    select vacancy_shown.owner, vacancy_shown.vacancy as id
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, vacancy)
      join vacancy_shown using (owner, vacancy)`;
}

export async function showVacancy(
  sql: Transaction,
  { owner, id }: GlobalId,
  registration: string,
): Promise<boolean> {
  const shown = await sql`
    /* showVacancy */
    insert into vacancy_shown (owner, vacancy, registration)
    select owner, id, ${registration} from vacancy where owner = ${owner} and id = ${id}::uuid
    on conflict do nothing`;
  return shown.count > 0;
}

/** The surroundings of a home, and the months that count. */
export interface Surroundings {
  readonly owner: string;
  readonly municipality: string;
  readonly district: string;
  readonly neighbourhood: string;
  readonly complex: string | null;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** What was let around a home, and how much of it was mediated. */
export interface LetAround {
  readonly neighbourhood: number;
  readonly neighbourhoodMediated: number;
  readonly district: number;
  readonly districtMediated: number;
  readonly complex: number;
  readonly complexMediated: number;
}

/** What was let around homes, in the order in which they were asked for. */
export function letAround(sql: Reader, homes: readonly Surroundings[]): Promise<LetAround[]> {
  const of = <Key extends keyof Surroundings>(key: Key) => homes.map((home) => home[key] ?? '') as string[];
  return sql`
    /* letAround */
    select near.lettings as neighbourhood, near.mediated as neighbourhood_mediated,
           wide.lettings as district, wide.mediated as district_mediated,
           own.lettings as complex, own.mediated as complex_mediated
      from unnest(${of('owner')}::text[], ${of('municipality')}::text[], ${of('district')}::text[],
                  ${of('neighbourhood')}::text[], ${of('complex')}::text[], ${of('from')}::date[], ${of('until')}::date[])
             with ordinality as home (owner, municipality, district, neighbourhood, complex, from_month, until_month, number)
     cross join lateral (
       select coalesce(sum(count), 0)::int as lettings, coalesce(sum(count) filter (where mediated), 0)::int as mediated
         from let_home let where let.municipality = home.municipality and let.district = home.district
          and let.neighbourhood = home.neighbourhood and let.month >= home.from_month and let.month < home.until_month) near
     cross join lateral (
       select coalesce(sum(count), 0)::int as lettings, coalesce(sum(count) filter (where mediated), 0)::int as mediated
         from let_home let where let.municipality = home.municipality and let.district = home.district
          and let.month >= home.from_month and let.month < home.until_month) wide
     cross join lateral (
       select coalesce(sum(count), 0)::int as lettings, coalesce(sum(count) filter (where mediated), 0)::int as mediated
         from let_home let where let.owner = home.owner and let.complex = home.complex and home.complex <> ''
          and let.month >= home.from_month and let.month < home.until_month) own
     order by home.number`;
}

/** What was let in the districts of a municipality, by name. */
export function letByDistrict(
  sql: Reader,
  municipality: string,
  { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate },
  after: string,
  limit: number,
): Promise<(LetHomes & { readonly district: string })[]> {
  return sql`
    /* letByDistrict */
    select district, sum(count)::int as lettings, coalesce(sum(count) filter (where mediated), 0)::int as mediated
      from let_home
     where municipality = ${municipality} and district > ${after} and month >= ${from}::date and month < ${until}::date
     group by district order by district limit ${limit}`;
}

/** Who spares a complex waits for others who do so at this moment. */
export async function lockComplex(sql: Transaction, { owner, id }: GlobalId): Promise<boolean> {
  await sql`/* lockComplex */ select pg_advisory_xact_lock(hashtextextended(${`complex/${owner}/${id}`}, 0))`;
  const rows = await sql`/* complexExists */ select from complex where owner = ${owner} and id = ${id}::uuid`;
  return rows.length > 0;
}

/** Whether a complex is spared on any of these days. */
export async function isSpared(
  sql: Transaction,
  { owner, id }: GlobalId,
  from: CalendarDate,
  until: CalendarDate,
): Promise<boolean> {
  const rows = await sql`
    /* isSpared */
    select from complex_sparing
     where owner = ${owner} and complex = ${id}::uuid and until_day > ${from}::date and from_day < ${until}::date
       and from_day < until_day`;
  return rows.length > 0;
}

export async function insertSparing(sql: Transaction, row: Omit<ComplexSparingRow, 'id'>): Promise<string> {
  const [made] = await sql<{ readonly id: string }[]>`
    /* insertSparing */
    insert into complex_sparing (owner, complex, reason, from_day, until_day, recorded_by, recorded_at)
    values (${row.owner}, ${row.complex}::uuid, ${row.reason}, ${row.fromDay}::date, ${row.untilDay}::date,
            ${row.recordedBy}, ${row.recordedAt}::timestamptz)
    returning id`;
  return made!.id;
}

/** Ends a sparing on a day, or before it began; false when there is none to end. */
export async function endSparing(
  sql: Transaction,
  { owner, id }: GlobalId,
  on: CalendarDate,
): Promise<boolean> {
  const ended = await sql`
    /* endSparing */
    update complex_sparing set until_day = greatest(from_day, least(until_day, ${on}::date))
     where owner = ${owner} and id = ${id}::uuid`;
  return ended.count > 0;
}

export function sparingsById(sql: Transaction, ids: readonly GlobalId[]): Promise<ComplexSparingRow[]> {
  return sql`
    /* sparingsById */
    select complex_sparing.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join complex_sparing using (owner, id)`;
}

/** A complex on a day. */
export type ComplexOn = GlobalId & { readonly on: CalendarDate };

/** The sparings of complexes that hold on these days. */
export function sparingsOn(
  sql: Reader,
  asked: readonly ComplexOn[],
): Promise<(ComplexSparingRow & Pick<ComplexOn, 'on'>)[]> {
  return sql`
    /* sparingsOn */
    select complex_sparing.*, wanted.on_day as "on"
      from unnest(${asked.map(({ owner }) => owner)}::text[], ${asked.map(({ id }) => id)}::uuid[],
                  ${asked.map(({ on }) => on)}::date[]) as wanted (owner, complex, on_day)
      join complex_sparing using (owner, complex)
     where from_day <= wanted.on_day and until_day > wanted.on_day`;
}

/** A page of the sparings of a corporation that are not over on a day, the ones that last longest first. */
export function sparingsPage(
  sql: Reader,
  owner: string,
  on: CalendarDate,
  after: readonly [until: CalendarDate, id: string] | undefined,
  limit: number,
): Promise<ComplexSparingRow[]> {
  const [until, id] = after ?? ['9999-12-31', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  return sql`
    /* sparingsPage */
    select * from complex_sparing
     where owner = ${owner} and until_day > ${on}::date and (until_day, id) < (${until}::date, ${id}::uuid)
     order by until_day desc, id desc limit ${limit}`;
}
