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

/** Of each subject the first that is still to be told, the oldest on top. */
export function consequencesToDo(sql: Transaction, limit: number): Promise<ConsequenceRow[]> {
  return sql`
    /* consequencesToDo */
    select * from (select distinct on (subject) * from consequence where done_at is null order by subject, id) as first
     order by attempts, id limit ${limit}`;
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
