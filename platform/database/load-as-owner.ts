import { connect, type Transaction } from './connect.ts';
import type { PreparedDatabase } from './prepare.ts';
import { quoteName } from './roles.ts';

/**
 * Runs `work` in one transaction as the owner of the tables, with their policies lifted for the owner alone, then
 * puts the policies back. For filling a database in bulk, such as with the demonstration: COPY refuses tables whose
 * policies bind the one who copies. Everyone else waits until it is done. The planner is told at once what is there,
 * also which pages everybody may see, so that its plans do not change on the day the server vacuums by itself.
 */
export async function loadAsOwner<Result>(
  { adminUrl, roles }: Pick<PreparedDatabase, 'adminUrl' | 'roles'>,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const sql = connect(adminUrl, { applicationName: 'verdeelsleutel load', max: 1 });
  try {
    const result = await sql.begin(async (transaction) => {
      await transaction.unsafe(`set local role ${quoteName(roles.owner)}`);
      const tables = await transaction<{ name: string }[]>`
        /* findForcedTables */
        select format('%I.%I', n.nspname, c.relname) as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relforcerowsecurity and pg_get_userbyid(c.relowner) = ${roles.owner}
        order by 1`;
      const force = async (verb: string): Promise<void> => {
        const statements = tables.map(({ name }) => `alter table ${name} ${verb} row level security`);
        if (statements.length > 0) await transaction.unsafe(statements.join(';\n'));
      };
      await force('no force');
      const value = await work(transaction);
      // A table whose deferred checks are still to come cannot be altered.
      await transaction.unsafe('set constraints all immediate');
      await force('force');
      return { value };
    });
    await sql.unsafe('vacuum (analyze)');
    return result.value as Result;
  } finally {
    await sql.end();
  }
}
