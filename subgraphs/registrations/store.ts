import type { Database, Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { RegistrationStatus } from './domain/registration-state.ts';
import type {
  ApplicantRow,
  ExclusionRow,
  IncomeTestRow,
  RegistrarRow,
  RegistrationRow,
  TieRow,
  WaitingSchemeRow,
} from './tables.ts';

/** All SQL of this subgraph. Lists of ids come in as two arrays, so that one statement text serves every length. */

export function registrarsByCode(sql: Database, codes: readonly string[]): Promise<RegistrarRow[]> {
  return sql`/* registrarsByCode */ select owner, name, region from registrar where owner = any(${codes as string[]}::text[])`;
}

export function registrationsById(sql: Transaction, ids: readonly GlobalId[]): Promise<RegistrationRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* registrationsById */
    select registration.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join registration using (owner, id)`;
}

/** Which registrations a list holds; null does not restrict. */
export interface RegistrationListing {
  readonly owner: string | null;
  readonly status: RegistrationStatus | null;
}

/** The sort key of the registration that a page continues after. */
export type AfterRegistration = readonly [owner: string, registeredOn: CalendarDate, id: string];

const FROM_THE_TOP: AfterRegistration = [
  '',
  '0001-01-01' as CalendarDate,
  '00000000-0000-0000-0000-000000000000',
];

/**
 * Registrations of one register, oldest first; of all registers, one register after the other. A comparison of the
 * whole sort key with the owner fixed would walk past every register before it, so each has a text of its own.
 */
export function registrationsPage(
  sql: Transaction,
  { owner, status }: RegistrationListing,
  after: AfterRegistration | undefined,
  limit: number,
): Promise<RegistrationRow[]> {
  const [afterOwner, afterDay, afterId] = after ?? FROM_THE_TOP;
  const withStatus = status === null ? sql`` : sql`and status = ${status}`;
  if (owner === null) {
    return sql`
      /* registrationsOfAll */
      select * from registration
       where (owner, registered_on, id) > (${afterOwner}::text, ${afterDay}::date, ${afterId}::uuid) ${withStatus}
       order by owner, registered_on, id limit ${limit}`;
  }
  return sql`
    /* registrationsOfRegistrar */
    select * from registration
     where owner = ${owner} and (registered_on, id) > (${afterDay}::date, ${afterId}::uuid) ${withStatus}
     order by registered_on, id limit ${limit}`;
}

export function tiesOf(sql: Transaction, ids: readonly GlobalId[]): Promise<TieRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* tiesOf */
    select tie.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, registration)
      join tie using (owner, registration)
     order by tie.owner, tie.registration, tie.from_day desc, tie.number`;
}

export function incomeTestsOf(sql: Transaction, ids: readonly GlobalId[]): Promise<IncomeTestRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* incomeTestsOf */
    select income_test.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, registration)
      join income_test using (owner, registration)
     order by income_test.owner, income_test.registration, income_test.number`;
}

export function exclusionsOf(sql: Transaction, ids: readonly GlobalId[]): Promise<ExclusionRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* exclusionsOf */
    select exclusion.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, registration)
      join exclusion using (owner, registration)
     order by exclusion.owner, exclusion.registration, exclusion.number`;
}

/** The applicants of these numbers; nobody but the hub sees them. */
export function applicantsByNumber(sql: Transaction, ids: readonly GlobalId[]): Promise<ApplicantRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* applicantsByNumber */
    select applicant.*
      from unnest(${owners}::text[], ${numbers}::text[]) as wanted (owner, number)
      join applicant using (owner, number)`;
}

/** Every scheme of the registrars, oldest first. A registrar has a handful in its life. */
export function waitingSchemesOf(sql: Transaction, owners: readonly string[]): Promise<WaitingSchemeRow[]> {
  return sql`
    /* waitingSchemesOf */
    select * from waiting_scheme where owner = any(${owners as string[]}::text[]) order by owner, valid_from`;
}

export interface SearchProfileColumns {
  readonly dwellingTypes: readonly string[];
  readonly minimumRooms: number | null;
  readonly maximumRooms: number | null;
  readonly maximumRentCents: number | null;
  readonly minimumAreaM2: number | null;
  readonly municipalities: readonly string[];
}

/** The registration, locked until the transaction ends; undefined when the viewer may not change it or there is none. */
export async function lockRegistration(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<RegistrationRow | undefined> {
  const [row] = await sql<RegistrationRow[]>`
    /* lockRegistration */ select * from registration where owner = ${owner} and id = ${id}::uuid for update`;
  return row;
}

export async function updateSearchProfile(
  sql: Transaction,
  { owner, id }: GlobalId,
  profile: SearchProfileColumns,
): Promise<void> {
  await sql`
    /* updateSearchProfile */
    update registration
       set profile_dwelling_types = ${profile.dwellingTypes as string[]}::text[],
           profile_minimum_rooms = ${profile.minimumRooms},
           profile_maximum_rooms = ${profile.maximumRooms},
           profile_maximum_rent_cents = ${profile.maximumRentCents},
           profile_minimum_area_m2 = ${profile.minimumAreaM2},
           profile_municipalities = ${profile.municipalities as string[]}::text[]
     where owner = ${owner} and id = ${id}::uuid`;
}

function arrays(ids: readonly GlobalId[]): { readonly owners: string[]; readonly numbers: string[] } {
  return { owners: ids.map(({ owner }) => owner), numbers: ids.map(({ id }) => id) };
}
