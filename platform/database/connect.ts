import postgres from 'postgres';

import { guardTransactions } from './guarded-transactions.ts';

/** A pool of connections to one database as one role. */
export type Database = postgres.Sql;

/** The connection of a pool that a transaction runs on. */
export type Transaction = postgres.TransactionSql;

export interface ConnectOptions {
  /** Shown in `pg_stat_activity`, so that an operator sees who holds a connection. */
  readonly applicationName: string;
  /** The most connections at one time; 10 unless told. */
  readonly max?: number;
  /** After this long the server ends a statement; no limit unless told. */
  readonly statementTimeoutMs?: number;
  /** A connection without work for this long is closed; never unless told. */
  readonly idleTimeoutSeconds?: number;
}

/**
 * Opens a pool; no connection is made before the first statement.
 *
 * Columns arrive in camelCase, keys inside jsonb stay as they are. `bigint` arrives as a number and throws a
 * RangeError when it is not a safe integer; `date` as `YYYY-MM-DD`; `timestamptz` as an ISO string in UTC with
 * three decimals, or six where it has microseconds, so that it can be sent back and still be the same moment.
 * `undefined` is sent as null. A null inside an array is beyond the driver: keep nulls out of array columns.
 * Statements are prepared; notices are silent; connecting takes at most 3 seconds.
 */
export function connect(url: string, options: ConnectOptions): Database {
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 3,
    prepare: true,
    onnotice: ignore,
    // Not `postgres.camel`: that one also renames the keys inside jsonb.
    transform: { undefined: null, column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: TYPES,
    ...(options.idleTimeoutSeconds === undefined ? {} : { idle_timeout: options.idleTimeoutSeconds }),
    connection: {
      application_name: options.applicationName,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    },
  });
  guardTransactions(sql);
  return sql as unknown as Database;
}

/** The type numbers are those of `pg_type.oid`, fixed by PostgreSQL. */
const TYPES = {
  bigint: { to: 20, from: [20], serialize: String, parse: parseBigint },
  date: { to: 1082, from: [1082], serialize: String, parse: String },
  timestamptz: { to: 1184, from: [1184], serialize: formatInstant, parse: parseInstant },
};

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('a bigint from the database is too large for a number');
  return value;
}

function formatInstant(value: string | Date): string {
  return typeof value === 'string' ? value : value.toISOString();
}

/** `2026-03-01 12:00:00.5+00` becomes `2026-03-01T12:00:00.500Z`. */
function parseInstant(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (match === null) throw new RangeError('a timestamp from the database lies outside the years 1 to 9999');
  const decimals = match[3] ?? '';
  return `${match[1]}T${match[2]}.${decimals.padEnd(decimals.length > 3 ? 6 : 3, '0')}Z`;
}

function ignore(): void {
  // A notice such as "already exists, skipping" is no news to anyone.
}
