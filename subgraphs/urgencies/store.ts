import type { Database, Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { UrgencyStatus } from './domain/urgency-state.ts';
import type { CareProviderRow, UrgencyConditionRow, UrgencyRow } from './tables.ts';

/** All SQL of this subgraph. Lists of ids come in as two arrays, so that one statement text serves every length. */

/** Where a page of urgencies continues: day of decision, owner and number of the last one, newest first. */
export type AfterUrgency = readonly [day: CalendarDate, owner: string, id: string];

const FROM_THE_TOP: AfterUrgency = ['9999-12-31' as CalendarDate, 'Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

export function careProvidersByCode(sql: Database, codes: readonly string[]): Promise<CareProviderRow[]> {
  return sql`/* careProvidersByCode */ select code, name from care_provider where code = any(${codes as string[]}::text[])`;
}

export function urgenciesById(sql: Transaction, ids: readonly GlobalId[]): Promise<UrgencyRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* urgenciesById */
    select urgency.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join urgency using (owner, id)`;
}

/** Every urgency of the registrations, newest decision first. */
export function urgenciesOfRegistrations(sql: Transaction, registrations: readonly string[]): Promise<UrgencyRow[]> {
  return sql`
    /* urgenciesOfRegistrations */
    select * from urgency
     where registration = any(${registrations as string[]}::text[])
     order by coalesce(decided_on, '0001-01-01'::date) desc, owner desc, id desc`;
}

export function urgenciesOfMunicipality(
  sql: Transaction,
  owner: string,
  status: UrgencyStatus | null,
  after: AfterUrgency | undefined,
  limit: number,
): Promise<UrgencyRow[]> {
  const [day, , id] = after ?? FROM_THE_TOP;
  return sql`
    /* urgenciesOfMunicipality */
    select * from urgency
     where owner = ${owner} and (${status}::text is null or status = ${status})
       and (coalesce(decided_on, '0001-01-01'::date), id) < (${day}::date, ${id}::uuid)
     order by coalesce(decided_on, '0001-01-01'::date) desc, id desc limit ${limit}`;
}

export function urgenciesOfProvider(
  sql: Transaction,
  provider: string,
  status: UrgencyStatus | null,
  after: AfterUrgency | undefined,
  limit: number,
): Promise<UrgencyRow[]> {
  const [day, owner, id] = after ?? FROM_THE_TOP;
  return sql`
    /* urgenciesOfProvider */
    select * from urgency
     where care_provider = ${provider} and (${status}::text is null or status = ${status})
       and (coalesce(decided_on, '0001-01-01'::date), owner, id) < (${day}::date, ${owner}, ${id}::uuid)
     order by coalesce(decided_on, '0001-01-01'::date) desc, owner desc, id desc limit ${limit}`;
}

/** Every urgency, for the auditor. */
export function urgenciesOfAll(
  sql: Transaction,
  status: UrgencyStatus | null,
  after: readonly [owner: string, id: string] | undefined,
  limit: number,
): Promise<UrgencyRow[]> {
  const [owner, id] = after ?? ['', '00000000-0000-0000-0000-000000000000'];
  return sql`
    /* urgenciesOfAll */
    select * from urgency
     where (${status}::text is null or status = ${status}) and (owner, id) > (${owner}, ${id}::uuid)
     order by owner, id limit ${limit}`;
}

export function conditionsOf(sql: Transaction, ids: readonly GlobalId[]): Promise<UrgencyConditionRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* conditionsOf */
    select urgency_condition.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, urgency)
      join urgency_condition using (owner, urgency)
     order by urgency_condition.owner, urgency_condition.urgency, urgency_condition.kind`;
}

/** The urgency, locked until the transaction ends; undefined when the viewer may not change it or there is none. */
export async function lockUrgency(sql: Transaction, { owner, id }: GlobalId): Promise<UrgencyRow | undefined> {
  const [row] = await sql<UrgencyRow[]>`
    /* lockUrgency */ select * from urgency where owner = ${owner} and id = ${id}::uuid for update`;
  return row;
}

/** Ends an urgency on `on`: its validity lasts up to that day. */
export async function endUrgency(sql: Transaction, { owner, id }: GlobalId, on: CalendarDate): Promise<void> {
  await sql`
    /* endUrgency */
    update urgency
       set status = 'ENDED',
           valid_until = case when valid_from < ${on}::date then least(valid_until, ${on}::date) else valid_from + 1 end
     where owner = ${owner} and id = ${id}::uuid`;
}

function arrays(ids: readonly GlobalId[]): { readonly owners: string[]; readonly numbers: string[] } {
  return { owners: ids.map(({ owner }) => owner), numbers: ids.map(({ id }) => id) };
}
