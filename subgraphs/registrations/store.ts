import type { Database, Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type {
  ExclusionRow,
  IncomeTestRow,
  RegistrarRow,
  RegistrationRow,
  RegistrationStatus,
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

export function registrationsOfRegistrar(
  sql: Transaction,
  {
    owner,
    status,
    after,
    limit,
  }: {
    readonly owner: string | null;
    readonly status: RegistrationStatus | null;
    readonly after: readonly [string, CalendarDate, string] | undefined;
    readonly limit: number;
  },
): Promise<RegistrationRow[]> {
  const [afterOwner, afterDay, afterId] = after ?? ['', '0001-01-01', '00000000-0000-0000-0000-000000000000'];
  if (status === null) {
    return sql`
      /* registrationsByDay */
      select * from registration
       where owner = coalesce(${owner}, owner)
         and (owner, registered_on, id) > (${afterOwner}, ${afterDay}::date, ${afterId}::uuid)
       order by owner, registered_on, id limit ${limit}`;
  }
  return sql`
    /* registrationsByStatus */
    select * from registration
     where owner = coalesce(${owner}, owner) and status = ${status}
       and (owner, registered_on, id) > (${afterOwner}, ${afterDay}::date, ${afterId}::uuid)
     order by owner, registered_on, id limit ${limit}`;
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

/** Gives whether the viewer may change that registration and it was changed. */
export async function updateSearchProfile(
  sql: Transaction,
  { owner, id }: GlobalId,
  profile: SearchProfileColumns,
): Promise<boolean> {
  const changed = await sql`
    /* updateSearchProfile */
    update registration
       set profile_dwelling_types = ${profile.dwellingTypes as string[]}::text[],
           profile_minimum_rooms = ${profile.minimumRooms},
           profile_maximum_rooms = ${profile.maximumRooms},
           profile_maximum_rent_cents = ${profile.maximumRentCents},
           profile_minimum_area_m2 = ${profile.minimumAreaM2},
           profile_municipalities = ${profile.municipalities as string[]}::text[]
     where owner = ${owner} and id = ${id}::uuid`;
  return changed.count === 1;
}

function arrays(ids: readonly GlobalId[]): { readonly owners: string[]; readonly numbers: string[] } {
  return { owners: ids.map(({ owner }) => owner), numbers: ids.map(({ id }) => id) };
}
