import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { FileGrantInput, RecordExclusionInput } from '../../../schema/generated/registrations.ts';
import type { Moved } from '../domain/move.ts';

/** All SQL of what follows from allocation. */

type Grant = Pick<FileGrantInput, 'organisation' | 'vacancy' | 'on'>;

/** A grant that was ended is not begun again: one vacancy is offered once to one candidate. */
export async function beginGrant(sql: Transaction, { owner, id }: GlobalId, grant: Grant): Promise<void> {
  await sql`
    /* beginGrant */
    insert into file_grant (owner, registration, organisation, vacancy, granted_on)
    values (${owner}, ${id}::uuid, ${grant.organisation}, ${grant.vacancy}, ${grant.on}::date)
    on conflict do nothing`;
}

export async function endGrant(sql: Transaction, { owner, id }: GlobalId, grant: Grant): Promise<void> {
  await sql`
    /* endGrant */
    update file_grant set ended_on = greatest(granted_on, ${grant.on}::date)
     where owner = ${owner} and registration = ${id}::uuid and organisation = ${grant.organisation}
       and vacancy = ${grant.vacancy} and ended_on is null`;
}

export async function move(sql: Transaction, { owner, id }: GlobalId, moved: Moved): Promise<void> {
  await sql`
    /* move */
    update registration
       set status = ${moved.status}, last_move_on = ${moved.lastMove?.on ?? null}::date,
           last_move_search_value_days = ${moved.lastMove?.searchValueDays ?? null},
           present_address_since = coalesce(${moved.lastMove?.on ?? null}::date, present_address_since)
     where owner = ${owner} and id = ${id}::uuid`;
}

/** Of one model and rule the last day counts; the list holds twenty, and what is over makes room. */
export async function exclude(
  sql: Transaction,
  { owner, id }: GlobalId,
  { model, until, reason }: Omit<RecordExclusionInput, 'registration'>,
): Promise<void> {
  await sql`
    /* exclude */
    insert into exclusion (owner, registration, number, model, until_day, reason)
    select ${owner}, ${id}::uuid, coalesce(max(number), 0) + 1, ${model}, ${until}::date, ${reason}
      from exclusion where owner = ${owner} and registration = ${id}::uuid
    having not bool_or(model = ${model} and reason = ${reason} and until_day >= ${until}::date) is true`;
}
