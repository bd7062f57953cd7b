import { connect } from '../../platform/database/connect.ts';
import { quoteName } from '../../platform/database/roles.ts';

/** Removes every database and role whose name starts with `prefix`, whoever is still connected. */
export async function dropDatabases(adminUrl: string, prefix: string): Promise<void> {
  const sql = connect(adminUrl, { applicationName: 'verdeelsleutel test', max: 1 });
  const databases = await sql<{ name: string }[]>`
    select datname as name from pg_database where starts_with(datname, ${prefix})`;
  for (const { name } of databases) await sql.unsafe(`drop database ${quoteName(name)} with (force)`);
  const roles = await sql<{ name: string }[]>`
    select rolname as name from pg_roles where starts_with(rolname, ${prefix})`;
  for (const { name } of roles) await sql.unsafe(`drop role ${quoteName(name)}`);
  await sql.end();
}
