import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Reader } from '../store.ts';
import type { ExperimentRow } from '../tables.ts';

/** All SQL of the register of experiments. */

/** What is told of an experiment; not who registered it. */
export type PublicExperiment = Omit<ExperimentRow, 'registeredBy'>;

export function experimentsById(sql: Reader, ids: readonly GlobalId[]): Promise<PublicExperiment[]> {
  return sql`
    /* experimentsById */
    select owner, id, name, purpose, consulted_on, consultation, valid_from, valid_until, registered_at
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join experiment using (owner, id)`;
}

/** A page of the experiments of a region, by their first day. */
export function experimentsPage(
  sql: Reader,
  region: string,
  after: readonly [validFrom: string, id: string] | undefined,
  limit: number,
): Promise<PublicExperiment[]> {
  const [validFrom, id] = after ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  return sql`
    /* experimentsPage */
    select owner, id, name, purpose, consulted_on, consultation, valid_from, valid_until, registered_at
      from experiment
     where owner = ${region} and (valid_from, id) > (${validFrom}::date, ${id}::uuid)
     order by valid_from, id limit ${limit}`;
}

/** Whether there is a region of this code. */
export async function isRegion(sql: Reader, code: string): Promise<boolean> {
  const rows = await sql`/* isRegion */ select from housing_region where code = ${code}`;
  return rows.length > 0;
}

export async function insertExperiment(
  sql: Transaction,
  row: Omit<ExperimentRow, 'id' | 'validFrom' | 'validUntil' | 'consultedOn'> & {
    readonly validFrom: CalendarDate;
    readonly validUntil: CalendarDate;
    readonly consultedOn: CalendarDate;
  },
): Promise<string> {
  const [written] = await sql<{ readonly id: string }[]>`
    /* insertExperiment */
    insert into experiment (owner, name, purpose, consulted_on, consultation, valid_from, valid_until, registered_by,
                            registered_at)
    values (${row.owner}, ${row.name}, ${row.purpose}, ${row.consultedOn}::date, ${row.consultation},
            ${row.validFrom}::date, ${row.validUntil}::date, ${row.registeredBy}, ${row.registeredAt}::timestamptz)
    returning id`;
  return written!.id;
}
