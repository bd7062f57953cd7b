import { failed, ok, type Outcome } from '../primitives/outcome.ts';
import { connect, type Database } from './connect.ts';
import { explainConnection, type DatabaseFailure } from './database-failure.ts';
import { migrate } from './migrate.ts';
import { namesOf, quoteName, quoteText, scramVerifier, urlFor, type DatabaseRoles } from './roles.ts';

export interface SubgraphDatabase {
  readonly name: string;
  /** The folder with the subgraph's `0001-noun.sql` files. */
  readonly migrations: URL;
  /** A server of its own for this subgraph, instead of the hub's. */
  readonly adminUrl?: string;
}

export interface PrepareOptions {
  /** A PostgreSQL 18 server, as a superuser or as a user with CREATEDB and CREATEROLE. */
  readonly adminUrl: string;
  readonly subgraphs: readonly SubgraphDatabase[];
  /** The password of a role that logs in: the same in every process of one hub. See `passwordsFrom`. */
  readonly passwordOf: (role: string) => string;
  /** Starts the name of every database and role, so that hubs can share a server; `verdeelsleutel` unless told. */
  readonly databasePrefix?: string;
}

/** A database that is ready: where to read it as the application and as the public. */
export interface PreparedDatabase {
  readonly name: string;
  readonly database: string;
  readonly roles: DatabaseRoles;
  readonly appUrl: string;
  readonly publicUrl: string;
  /** The same database as the user that prepared it; for loading rows, never for answering questions. */
  readonly adminUrl: string;
}

/** Any number that nothing else in the administrator's database locks. */
const PREPARE_LOCK = 7_305_000;

/**
 * Gives every subgraph a database and roles of its own, and brings the databases up to date; in the order of
 * `subgraphs`. No role of one subgraph can connect to the database of another. May be run again, and by several
 * processes at once. Fails with a sentence when the server cannot be reached, refuses the user, is older than
 * PostgreSQL 18, gives no right to create databases, or when a migration fails.
 */
export async function prepareDatabases(
  options: PrepareOptions,
): Promise<Outcome<readonly PreparedDatabase[], DatabaseFailure>> {
  const prefix = options.databasePrefix ?? 'verdeelsleutel';
  const servers = Map.groupBy(options.subgraphs, (subgraph) => subgraph.adminUrl ?? options.adminUrl);
  for (const [adminUrl, subgraphs] of servers) {
    const names = subgraphs.map(({ name }) => namesOf(prefix, name));
    const failure = await createAll(adminUrl, names, options.passwordOf);
    if (failure !== undefined) return failed(failure);
  }
  const prepared = options.subgraphs.map((subgraph): PreparedDatabase => {
    const { database, roles } = namesOf(prefix, subgraph.name);
    const adminUrl = subgraph.adminUrl ?? options.adminUrl;
    const as = (user: string): string =>
      urlFor(adminUrl, database, { user, password: options.passwordOf(user) });
    return {
      name: subgraph.name,
      database,
      roles,
      appUrl: as(roles.app),
      publicUrl: as(roles.public),
      adminUrl: urlFor(adminUrl, database),
    };
  });
  const outcomes = await Promise.all(
    prepared.map(({ adminUrl, roles }, index) =>
      migrate({ url: adminUrl, roles, migrations: options.subgraphs[index]!.migrations }),
    ),
  );
  return outcomes.find((outcome) => outcome.kind === 'FAILED') ?? ok(prepared);
}

interface Names {
  readonly database: string;
  readonly roles: DatabaseRoles;
}

async function createAll(
  adminUrl: string,
  names: readonly Names[],
  passwordOf: (role: string) => string,
): Promise<DatabaseFailure | undefined> {
  const sql = connect(adminUrl, { applicationName: 'verdeelsleutel prepare', max: 1 });
  try {
    const failure = await findUnfit(sql, adminUrl);
    if (failure !== undefined) return failure;
    await sql`select pg_advisory_lock(${PREPARE_LOCK})`;
    for (const { database, roles } of names) {
      await createRoles(sql, roles, passwordOf);
      await createDatabase(sql, database, roles);
    }
    return undefined;
  } catch (error) {
    const failure = explainConnection(error, adminUrl);
    if (failure === undefined) throw error;
    return failure;
  } finally {
    await sql.end();
  }
}

async function findUnfit(sql: Database, adminUrl: string): Promise<DatabaseFailure | undefined> {
  const [server] = await sql<{ version: string; number: number; superuser: boolean; may: boolean }[]>`
    /* findUnfit */
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
      rolsuper as superuser, rolcreatedb and rolcreaterole as may
    from pg_roles where rolname = current_user`;
  if (server === undefined) throw new TypeError('a connected user is always in pg_roles');
  if (server.number < 180_000) {
    return {
      code: 'OLD_SERVER',
      message: `The database server runs PostgreSQL ${server.version}; this hub needs version 18 or later.`,
    };
  }
  if (server.superuser || server.may) return undefined;
  // 42501 is what PostgreSQL itself would answer a moment later, with half of the databases made.
  return explainConnection({ code: '42501' }, adminUrl);
}

async function createRoles(
  sql: Database,
  roles: DatabaseRoles,
  passwordOf: (role: string) => string,
): Promise<void> {
  const existing = await sql<{ name: string }[]>`
    /* findRoles */ select rolname as name from pg_roles where rolname = any(${Object.values(roles)})`;
  const has = (role: string): boolean => existing.some(({ name }) => name === role);
  if (!has(roles.owner)) {
    await sql.unsafe(`create role ${quoteName(roles.owner)} nologin`);
    // A superuser may become any role; another user must be made a member of the one that it created.
    const [admin] = await sql<{ superuser: boolean }[]>`
      /* isSuperuser */ select rolsuper as superuser from pg_roles where rolname = current_user`;
    if (admin?.superuser !== true) {
      await sql.unsafe(`grant ${quoteName(roles.owner)} to current_user with inherit true, set true`);
    }
  }
  for (const role of [roles.app, roles.public]) {
    const verb = has(role) ? 'alter' : 'create';
    await sql.unsafe(
      `${verb} role ${quoteName(role)} login noinherit password ${quoteText(scramVerifier(passwordOf(role)))}`,
    );
  }
}

async function createDatabase(sql: Database, database: string, roles: DatabaseRoles): Promise<void> {
  const [found] = await sql`/* findDatabase */ select from pg_database where datname = ${database}`;
  if (found === undefined) {
    // The same order of text on every machine: code points, whatever locale the server was made with.
    await sql.unsafe(
      `create database ${quoteName(database)} owner ${quoteName(roles.owner)} template template0
        encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`,
    );
  }
  await closeDatabase(sql, database, roles);
}

/** Lets only the subgraph's own roles connect; needed again after a clone, which does not take these rights along. */
export async function closeDatabase(sql: Database, database: string, roles: DatabaseRoles): Promise<void> {
  const own = [roles.owner, roles.app, roles.public].map(quoteName).join(', ');
  await sql.unsafe(
    `revoke all on database ${quoteName(database)} from public;
     grant connect on database ${quoteName(database)} to ${own}`,
  );
}
