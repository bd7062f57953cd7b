import type { Transaction } from '../../../platform/database/connect.ts';
import type { ConsequenceRow } from '../tables.ts';

/** All SQL of what other owners must be told. */

export type Consequence = Pick<ConsequenceRow, 'owner' | 'subject' | 'operation' | 'variables' | 'madeAt'>;

export async function insertConsequence(sql: Transaction, row: Consequence): Promise<void> {
  await sql`
    /* insertConsequence */
    insert into consequence (owner, subject, operation, variables, made_at)
    values (${row.owner}, ${row.subject}, ${row.operation}, ${sql.json(row.variables as never)}, ${row.madeAt}::timestamptz)`;
}

/**
 * Of each subject the first that is still to be told, by subject; `untried` leaves out what was tried before.
 */
export function consequencesToDo(
  sql: Transaction,
  afterSubject: string,
  untried: boolean,
  limit: number,
): Promise<ConsequenceRow[]> {
  return sql`
    /* consequencesToDo */
    select distinct on (subject) * from consequence
     where done_at is null and subject > ${afterSubject} and (attempts = 0 or not ${untried})
     order by subject, id limit ${limit}`;
}

export async function endConsequence(
  sql: Transaction,
  { owner, id }: Pick<ConsequenceRow, 'owner' | 'id'>,
  doneAt: string | null,
): Promise<void> {
  await sql`
    /* endConsequence */
    update consequence set attempts = attempts + 1, done_at = ${doneAt}::timestamptz
     where owner = ${owner} and id = ${id}::uuid and done_at is null`;
}
