import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable, getTableConfig } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../platform/database/connect.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../platform/subgraph-names.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';

/** Types of PostgreSQL as the tables in code name them. */
const SAME: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  integer: 'int4',
  bigint: 'int8',
  boolean: 'bool',
  'text[]': '_text',
  'date[]': '_date',
  'timestamp (3) with time zone': 'timestamptz',
  'timestamp(3) with time zone': 'timestamptz',
};

describe('the tables in code are the tables of the database', () => {
  let databases: TestDatabases<SubgraphName>;
  beforeAll(async () => {
    databases = await databasesFor();
  });
  afterAll(() => databases?.drop());

  it.each(SUBGRAPH_NAMES)('%s: every table, column, type and null', async (name) => {
    const module = (await import(`../../subgraphs/${name}/tables.ts`)) as Record<string, unknown>;
    const tables = Object.values(module).filter((value): value is PgTable => is(value, PgTable));
    expect(tables.length).toBeGreaterThan(1);
    const declared = tables
      .flatMap((table) =>
        Object.values(getTableColumns(table)).map((column) => {
          const type = column.getSQLType();
          return `${getTableName(table)}.${column.name} ${SAME[type] ?? type}${column.notNull || isKey(table, column.name) ? '' : ' null'}`;
        }),
      )
      .sort();
    const sql = connect(databases.of[name].adminUrl, { applicationName: 'test', max: 1 });
    const columns = await sql<{ text: string }[]>`
      select table_name || '.' || column_name || ' ' || udt_name || case is_nullable when 'YES' then ' null' else '' end as text
        from information_schema.columns
       where table_schema = 'public'
         and table_name in (select tablename from pg_tables where schemaname = 'public')`;
    await sql.end();
    expect(declared).toEqual(columns.map(({ text }) => text).sort());
  });
});

function isKey(table: PgTable, column: string): boolean {
  return getTableConfig(table).primaryKeys.some(({ columns }) => columns.some(({ name }) => name === column));
}
