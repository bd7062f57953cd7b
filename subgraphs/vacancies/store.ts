import type { Database, Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { AllocationModel, VacancyLabel } from '../../rules/facts.ts';
import type { QuotaArea } from '../../rules/quota.ts';
import type { Supply } from './domain/quota-ledger.ts';
import type { VacancyStatus } from './domain/vacancy-state.ts';
import type { ComplexRow, CorporationRow, DwellingRow, VacancyRow } from './tables.ts';

/** All SQL of this subgraph. Lists of ids come in as two arrays, so that one statement text serves every length. */

/** Public rows are read without a transaction, a corporation's own within one. */
export type Reader = Database | Transaction;

/** Which vacancies a list holds; null does not restrict. */
export interface VacancyListing {
  readonly region: string | null;
  readonly municipality: string | null;
  readonly corporation: string | null;
  readonly status: VacancyStatus;
  readonly model: AllocationModel | null;
  readonly careProvider: string | null;
  readonly maximumRentCents: number | null;
  readonly minimumRooms: number | null;
}

/** The sort key of the vacancy that a page continues after. */
export type AfterVacancy = readonly [closingOrder: string, owner: string, id: string];

const FROM_THE_TOP: AfterVacancy = ['-infinity', '', '00000000-0000-0000-0000-000000000000'];

/** The place in the list just past everything that closes at `moment` or before. */
export function afterMoment(moment: string): AfterVacancy {
  // Owners are upper case and digits, which all come before a tilde.
  return [moment, '~', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
}

/**
 * Vacancies by closing time, the ones that close first on top and those without one last. The narrowest of corporation, municipality and region
 * leads the index that serves the page; what is left is a filter on a list that is read in its order. Without a place that list is the
 * whole country's, so there the model, rooms and rent stand in the index too, and are asked for only where they are.
 */
export function vacanciesPage(
  sql: Reader,
  listing: VacancyListing,
  after: AfterVacancy | undefined,
  limit: number,
): Promise<VacancyRow[]> {
  const { region, municipality, corporation, status, model, careProvider, maximumRentCents, minimumRooms } =
    listing;
  const [closingOrder, owner, id] = after ?? FROM_THE_TOP;
  // Asking for what a home is like would tell which home a blind draw is for.
  const narrows = municipality !== null || maximumRentCents !== null || minimumRooms !== null;
  const place =
    careProvider !== null
      ? sql`care_provider = ${careProvider}`
      : corporation !== null
        ? sql`owner = ${corporation}`
        : municipality !== null
          ? sql`municipality = ${municipality}`
          : region !== null
            ? sql`region = ${region}`
            : sql`true`;
  return sql`
    /* vacanciesPage */
    select * from vacancy
     where ${place} and status = ${status}
       and (${corporation}::text is null or owner = ${corporation})
       and (${region}::text is null or region = ${region})
       and (${municipality}::text is null or municipality = ${municipality})
       ${model === null ? sql`` : sql`and model = ${model}`}
       ${maximumRentCents === null ? sql`` : sql`and rent_cents <= ${maximumRentCents}`}
       ${minimumRooms === null ? sql`` : sql`and rooms >= ${minimumRooms}`}
       and (not ${narrows} or model <> 'URGENT_SEEKER_LOTTERY')
       and (closing_order, owner, id) > (${closingOrder}::timestamptz, ${owner}::text, ${id}::uuid)
     order by closing_order, owner, id limit ${limit}`;
}

export function vacanciesById(sql: Reader, ids: readonly GlobalId[]): Promise<VacancyRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* vacanciesById */
    select vacancy.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join vacancy using (owner, id)`;
}

export function dwellingsById(sql: Reader, ids: readonly GlobalId[]): Promise<DwellingRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* dwellingsById */
    select dwelling.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join dwelling using (owner, id)`;
}

export function complexesById(sql: Reader, ids: readonly GlobalId[]): Promise<ComplexRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* complexesById */
    select complex.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join complex using (owner, id)`;
}

export function corporationsByCode(sql: Reader, codes: readonly string[]): Promise<CorporationRow[]> {
  return sql`/* corporationsByCode */ select owner, name from corporation where owner = any(${codes as string[]}::text[])`;
}

export function corporationsPage(
  sql: Reader,
  after: string | undefined,
  limit: number,
): Promise<CorporationRow[]> {
  return sql`
    /* corporationsPage */
    select owner, name from corporation where owner > ${after ?? ''} order by owner limit ${limit}`;
}

/** The vacancy of the asking corporation, locked until the transaction ends; undefined when it is not its own. */
export async function lockVacancy(
  sql: Transaction,
  { owner, id }: GlobalId,
  corporation: string,
): Promise<VacancyRow | undefined> {
  const [row] = await sql<VacancyRow[]>`
    /* lockVacancy */
    select * from vacancy where owner = ${owner} and owner = ${corporation} and id = ${id}::uuid for update`;
  return row;
}

/** How a dwelling is to be offered. */
export type DraftedAs = Pick<
  VacancyRow,
  'model' | 'labels' | 'mediationCategory' | 'careProvider' | 'experiment'
>;

/** Prepares a vacancy of a dwelling, with what lists filter on copied from it; undefined when the dwelling is offered already. */
export async function insertDraft(
  sql: Transaction,
  { owner, id }: GlobalId,
  { model, labels, mediationCategory, careProvider, experiment }: DraftedAs,
): Promise<string | undefined> {
  const [row] = await sql<{ readonly id: string }[]>`
    /* insertDraft */
    insert into vacancy (owner, dwelling, model, labels, mediation_category, care_provider, status, region, municipality,
                         rent_cents, rooms, experiment)
    select owner, id, ${model}, ${labels as VacancyLabel[]}::text[], ${mediationCategory}, ${careProvider}, 'DRAFT',
           region, municipality, rent_cents, rooms, ${experiment}
      from dwelling where owner = ${owner} and id = ${id}::uuid
    on conflict (owner, dwelling) where status in ('DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING') do nothing
    returning id`;
  return row?.id;
}

/** What becomes fixed when a vacancy is published. */
export interface PublicationRow {
  readonly status: 'PUBLISHED' | 'CLOSED';
  readonly publishedOn: CalendarDate;
  readonly closesAt: string;
  readonly closesOn: CalendarDate;
  readonly ruleSetHash: string;
  readonly offeredSince: CalendarDate;
  readonly drawCommitment: string | null;
}

export async function publishVacancy(
  sql: Transaction,
  { owner, id }: GlobalId,
  row: PublicationRow,
): Promise<void> {
  await sql`
    /* publishVacancy */
    update vacancy set status = ${row.status}, published_on = ${row.publishedOn}::date,
           closes_at = ${row.closesAt}::timestamptz, closes_on = ${row.closesOn}::date,
           rule_set_hash = ${row.ruleSetHash}, offered_since = ${row.offeredSince}::date,
           draw_commitment = ${row.drawCommitment}
     where owner = ${owner} and id = ${id}::uuid`;
}

/** How a dwelling was last offered; empty when it never was. */
export function lastOffers(
  sql: Reader,
  { owner, id }: GlobalId,
): Promise<Pick<VacancyRow, 'offeredSince' | 'withdrawalReason'>[]> {
  return sql`
    /* lastOffers */
    select offered_since, withdrawal_reason from vacancy
     where owner = ${owner} and dwelling = ${id}::uuid and published_on is not null
     order by published_on desc, id desc limit 1`;
}

/** A vacancy by which a dwelling was let before; empty when it never was. */
export function letBefore(sql: Reader, { owner, id }: GlobalId): Promise<Pick<VacancyRow, 'id'>[]> {
  return sql`
    /* letBefore */
    select id from vacancy where owner = ${owner} and dwelling = ${id}::uuid and status = 'LET' limit 1`;
}

/** The vacancy with its closing brought forward to now. */
export async function closedEarly(
  sql: Transaction,
  { owner, id }: GlobalId,
  now: string,
  today: CalendarDate,
): Promise<VacancyRow> {
  const [row] = await sql<VacancyRow[]>`
    /* closedEarly */
    update vacancy set closes_at = ${now}::timestamptz, closes_on = ${today}::date
     where owner = ${owner} and id = ${id}::uuid returning *`;
  return row!;
}

/** Makes publications that a cap counts in these areas wait for each other until the transaction ends. `areas` in one order. */
export async function lockQuotas(sql: Transaction, areas: readonly string[]): Promise<void> {
  await sql`
    /* lockQuotas */
    select pg_advisory_xact_lock(hashtextextended('quota/' || area, 0))
      from unnest(${areas as string[]}::text[]) as area`;
}

/** An area and a period to count in. */
export interface SupplyQuestion {
  readonly area: QuotaArea;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** What was published in an area and period, by kind; each corporation's by itself. */
export function supplyOf(sql: Reader, { area, from, until }: SupplyQuestion): Promise<Supply[]> {
  const { kind, code } = area;
  const within =
    kind === 'REGION'
      ? sql`region = ${code}`
      : kind === 'MUNICIPALITY'
        ? sql`municipality = ${code}`
        : kind === 'CORPORATION'
          ? sql`owner = ${code}`
          : // Where a municipality has no cores it is one itself.
            sql`core = ${code.includes('-') ? code : ''} and municipality = ${code.slice(0, 6)}`;
  return sql`
    /* supplyOf */
    select model, labels, category, count from published_supply
     where ${within} and half_year >= ${from}::date and half_year < ${until}::date`;
}

export async function withdrawVacancy(
  sql: Transaction,
  { owner, id }: GlobalId,
  reason: string,
): Promise<void> {
  await sql`
    /* withdrawVacancy */
    update vacancy set status = 'WITHDRAWN', withdrawal_reason = ${reason} where owner = ${owner} and id = ${id}::uuid`;
}

export async function moveVacancy(
  sql: Transaction,
  { owner, id }: GlobalId,
  status: VacancyStatus,
  reason: string | null,
  on: CalendarDate,
): Promise<VacancyRow> {
  const [row] = await sql<VacancyRow[]>`
    /* moveVacancy */
    update vacancy set status = ${status}, withdrawal_reason = ${reason},
           let_on = case when ${status} = 'LET' then ${on}::date end
     where owner = ${owner} and id = ${id}::uuid returning *`;
  return row!;
}

/** Vacancies that should be closed at a moment, the ones whose period was over first on top. */
export function dueVacancies(sql: Reader, now: string): Promise<VacancyRow[]> {
  return sql`
    /* dueVacancies */
    select * from vacancy where status = 'PUBLISHED' and closing_order <= ${now}::timestamptz
     order by closing_order, owner, id limit 100`;
}

function arrays(ids: readonly GlobalId[]): { readonly owners: string[]; readonly numbers: string[] } {
  return { owners: ids.map(({ owner }) => owner), numbers: ids.map(({ id }) => id) };
}
