import type { Database, Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { UrgencyGrantInput } from '../../schema/generated/urgencies.ts';
import type { UrgencyStatus } from './domain/urgency-state.ts';
import type { CareProviderRow, UrgencyConditionRow, UrgencyRow, JudgementRow } from './tables.ts';

/** All SQL of this subgraph. Lists of ids come in as two arrays, so that one statement text serves every length. */

/** Where a page of urgencies continues: day of decision, owner and number of the last one, newest first. */
export type AfterUrgency = readonly [day: CalendarDate, owner: string, id: string];

const FROM_THE_TOP: AfterUrgency = [
  '9999-12-31' as CalendarDate,
  'Z',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

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
export function urgenciesOfRegistrations(
  sql: Transaction,
  registrations: readonly string[],
): Promise<UrgencyRow[]> {
  return sql`
    /* urgenciesOfRegistrations */
    select * from urgency
     where registration = any(${registrations as string[]}::text[])
     order by decision_order desc, owner desc, id desc`;
}

/** Which urgencies a list holds: of one municipality, of one care provider, or all; `status: null` does not restrict. */
export interface UrgencyListing {
  readonly of:
    { readonly kind: 'MUNICIPALITY' | 'CARE_PROVIDER'; readonly code: string } | { readonly kind: 'ALL' };
  readonly status: UrgencyStatus | null;
}

/** Urgencies, newest decision first and those without a decision last. Each kind of list walks along an index of its own. */
export function urgenciesPage(
  sql: Transaction,
  { of, status }: UrgencyListing,
  after: AfterUrgency | undefined,
  limit: number,
): Promise<UrgencyRow[]> {
  const [day, owner, id] = after ?? FROM_THE_TOP;
  const withStatus = status === null ? sql`` : sql`and status = ${status}`;
  if (of.kind === 'MUNICIPALITY') {
    return sql`
      /* urgenciesOfMunicipality */
      select * from urgency
       where owner = ${of.code}
         and (decision_order, id) < (${day}::date, ${id}::uuid) ${withStatus}
       order by decision_order desc, id desc limit ${limit}`;
  }
  const withProvider = of.kind === 'ALL' ? sql`` : sql`and care_provider = ${of.code}`;
  return sql`
    /* urgenciesByDay */
    select * from urgency
     where (decision_order, owner, id) < (${day}::date, ${owner}::text, ${id}::uuid)
       ${withProvider} ${withStatus}
     order by decision_order desc, owner desc, id desc limit ${limit}`;
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

export function judgementsById(sql: Transaction, ids: readonly GlobalId[]): Promise<JudgementRow[]> {
  const { owners, numbers } = arrays(ids);
  return sql`
    /* judgementsById */
    select judgement.*
      from unnest(${owners}::text[], ${numbers}::uuid[]) as wanted (owner, id)
      join judgement using (owner, id)`;
}

/** What was judged of each registration, newest first; at most a hundred of each are ever shown. */
export function judgementsOfRegistrations(
  sql: Transaction,
  registrations: readonly string[],
): Promise<JudgementRow[]> {
  return sql`
    /* judgementsOfRegistrations */
    select judgement.*
      from unnest(${registrations as string[]}::text[]) as wanted (registration)
      join lateral (select * from judgement where judgement.registration = wanted.registration
                     order by owner desc, id desc limit 100) as judgement on true`;
}

/** Begins or ends a grant; false when it stood so already. One vacancy is offered once to one candidate. */
export async function grantUrgencies(
  sql: Transaction,
  { registration, organisation, vacancy, on, ended }: UrgencyGrantInput,
): Promise<boolean> {
  const changed = ended
    ? await sql`
        /* endUrgencyGrant */
        update file_grant set ended_on = greatest(granted_on, ${on}::date)
         where registration = ${registration} and organisation = ${organisation} and vacancy = ${vacancy}
           and ended_on is null`
    : await sql`
        /* beginUrgencyGrant */
        insert into file_grant (registration, organisation, vacancy, granted_on)
        values (${registration}, ${organisation}, ${vacancy}, ${on}::date)
        on conflict do nothing`;
  return changed.count > 0;
}

export async function insertJudgement(sql: Transaction, row: Omit<JudgementRow, 'id'>): Promise<string> {
  const [made] = await sql<{ readonly id: string }[]>`
    /* insertJudgement */
    insert into judgement (owner, registration, norm, met, reason, judged_on, judged_by, valid_from, valid_until)
    values (${row.owner}, ${row.registration}, ${row.norm}, ${row.met}, ${row.reason}, ${row.judgedOn}::date,
            ${row.judgedBy}, ${row.validFrom}::date, ${row.validUntil}::date)
    returning id`;
  return made!.id;
}

/** The urgency, locked until the transaction ends; undefined when the viewer may not change it or there is none. */
export async function lockUrgency(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<UrgencyRow | undefined> {
  const [row] = await sql<UrgencyRow[]>`
    /* lockUrgency */ select * from urgency where owner = ${owner} and id = ${id}::uuid for update`;
  return row;
}

/** Ends an urgency: its validity lasts up to `validUntil`. */
export async function endUrgency(
  sql: Transaction,
  { owner, id }: GlobalId,
  validUntil: CalendarDate | null,
): Promise<void> {
  await sql`
    /* endUrgency */
    update urgency set status = 'ENDED', valid_until = ${validUntil}::date
     where owner = ${owner} and id = ${id}::uuid`;
}

function arrays(ids: readonly GlobalId[]): { readonly owners: string[]; readonly numbers: string[] } {
  return { owners: ids.map(({ owner }) => owner), numbers: ids.map(({ id }) => id) };
}
