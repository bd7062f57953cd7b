import { failed, ok, type Outcome } from '../primitives/outcome.ts';
import { connect, type Database, type Transaction } from './connect.ts';
import { codeOf, explainConnection, type DatabaseFailure } from './database-failure.ts';
import { readMigrations, withRoles, type Migration } from './migration-files.ts';
import { quoteName, type DatabaseRoles } from './roles.ts';
import { findOpenTables } from './row-level-security.ts';

export interface MigrateOptions {
  /** The database to migrate, as a user that may become the owner role. */
  readonly url: string;
  readonly roles: DatabaseRoles;
  /** The folder with the subgraph's `0001-noun.sql` files. */
  readonly migrations: URL;
}

/** Any number that nothing else in these databases locks; one migrator at a time may hold it. */
const MIGRATION_LOCK = 7_305_001;

/**
 * Brings a database up to date: runs each file that it has not had, in order, each in a transaction of its own and
 * as the owner role, and answers with the names of the files that ran. A second migrator waits for the first.
 *
 * Fails, leaving the database as the last whole file left it, when it holds a migration that this code does not
 * know, when a file that already ran has been edited, when a file's SQL fails, or when a file leaves a table open
 * (see `findOpenTables`).
 */
export async function migrate(options: MigrateOptions): Promise<Outcome<readonly string[], DatabaseFailure>> {
  const files = await readMigrations(options.migrations);
  if (files.kind === 'FAILED') return files;
  const sql = connect(options.url, { applicationName: 'verdeelsleutel migrate', max: 1 });
  try {
    // Held by the session, not by a transaction, because every file is a transaction of its own.
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    return await migrateLocked(sql, options, files.value);
  } catch (error) {
    const failure = explainConnection(error, options.url);
    if (failure === undefined) throw error;
    return failed(failure);
  } finally {
    await sql.end();
  }
}

async function migrateLocked(
  sql: Database,
  options: MigrateOptions,
  files: readonly Migration[],
): Promise<Outcome<readonly string[], DatabaseFailure>> {
  const database = new URL(options.url).pathname.slice(1);
  const recorded = await readRecorded(sql, options.roles);
  const failure = compare(database, files, recorded);
  if (failure !== undefined) return failed(failure);
  const applied: string[] = [];
  for (const file of files) {
    if (recorded.has(file.number)) continue;
    const outcome = await apply(sql, options.roles, file);
    if (outcome.kind === 'FAILED') return outcome;
    applied.push(file.name);
  }
  const open = applied.length > 0 ? [] : await findOpenTables(sql, options.roles.app);
  if (open.length > 0) return failed(leftOpen(`The database ${database}`, open));
  return ok(applied);
}

type Recorded = ReadonlyMap<number, { readonly name: string; readonly sha256: string }>;

async function readRecorded(sql: Database, roles: DatabaseRoles): Promise<Recorded> {
  return await sql.begin(async (transaction) => {
    const [found] = await transaction<{ exists: boolean }[]>`
      /* hasMigrations */ select to_regclass('platform.migration') is not null as exists`;
    if (found?.exists !== true) return new Map();
    await become(transaction, roles.owner);
    const rows = await transaction<{ number: number; name: string; sha256: string }[]>`
      /* readMigrations */ select number, name, sha256 from platform.migration order by number`;
    return new Map(rows.map((row) => [row.number, row]));
  });
}

function compare(
  database: string,
  files: readonly Migration[],
  recorded: Recorded,
): DatabaseFailure | undefined {
  for (const [number, { name, sha256 }] of recorded) {
    const file = files.find((one) => one.number === number);
    if (file === undefined) {
      return {
        code: 'MIGRATION_UNKNOWN',
        message: `The database ${database} has had the migration ${name}, which this version of the hub does not know; start a newer version.`,
      };
    }
    if (file.sha256 !== sha256) {
      return {
        code: 'MIGRATION_EDITED',
        message: `The migration ${file.name} was edited after the database ${database} had it; undo the edit and write a new migration.`,
      };
    }
  }
  return undefined;
}

async function apply(
  sql: Database,
  roles: DatabaseRoles,
  file: Migration,
): Promise<Outcome<undefined, DatabaseFailure>> {
  try {
    await sql.begin(async (transaction) => {
      await become(transaction, roles.owner);
      await transaction.unsafe(withRoles(file.text, roles));
      await transaction`
        /* recordMigration */ insert into platform.migration (number, name, sha256)
        values (${file.number}, ${file.name}, ${file.sha256})`;
      // Inside the transaction, so that a table without policies never becomes visible, not even for a moment.
      const open = await findOpenTables(transaction, roles.app);
      if (open.length > 0) throw new LeftOpen(open);
    });
    return ok(undefined);
  } catch (error) {
    if (error instanceof LeftOpen) return failed(leftOpen(`The migration ${file.name}`, error.tables));
    const state = codeOf(error);
    // Five characters are an SQLSTATE: the server's own verdict on the file, which belongs to whoever wrote it.
    if (!(error instanceof Error) || state === undefined || !/^[0-9A-Z]{5}$/.test(state)) throw error;
    const line = lineOf(file, roles, error);
    return failed({
      code: 'MIGRATION_FAILED',
      message: `The migration ${file.name} failed${line}: ${error.message}.`,
    });
  }
}

class LeftOpen extends Error {
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super('tables left open');
    this.tables = tables;
  }
}

function leftOpen(subject: string, tables: readonly string[]): DatabaseFailure {
  return {
    code: 'ROW_LEVEL_SECURITY_MISSING',
    message: `${subject} leaves rows open to everyone: ${tables.join('; ')}.`,
  };
}

function lineOf(file: Migration, roles: DatabaseRoles, error: Error): string {
  const position = 'position' in error ? Number(error.position) : Number.NaN;
  if (!Number.isSafeInteger(position)) return '';
  return ` at line ${withRoles(file.text, roles).slice(0, position).split('\n').length}`;
}

async function become(transaction: Transaction, role: string): Promise<void> {
  await transaction.unsafe(`set local role ${quoteName(role)}`);
}
