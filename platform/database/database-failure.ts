/** What kept a database from being used, as a code and one sentence for whoever starts the hub. */
export interface DatabaseFailure {
  readonly code:
    | 'CANNOT_CONNECT'
    | 'WRONG_PASSWORD'
    | 'OLD_SERVER'
    | 'NO_RIGHT'
    | 'MIGRATION_UNKNOWN'
    | 'MIGRATION_EDITED'
    | 'MIGRATION_FAILED'
    | 'MIGRATION_MISNAMED'
    | 'ROW_LEVEL_SECURITY_MISSING';
  readonly message: string;
}

/**
 * Says in one sentence why the server at `url` could not be used, or undefined when `error` is about something else.
 * The sentence names host, port and user, and never the password.
 */
export function explainConnection(error: unknown, url: string): DatabaseFailure | undefined {
  const code = codeOf(error);
  const { hostname, port, username, pathname } = new URL(url);
  const user = decodeURIComponent(username);
  const server = `${hostname}:${port === '' ? '5432' : port}`;
  switch (code) {
    case '28P01':
    case '28000':
      return {
        code: 'WRONG_PASSWORD',
        message: `PostgreSQL at ${server} refused the user "${user}": the password is wrong or the user may not log in.`,
      };
    case '3D000':
      return {
        code: 'CANNOT_CONNECT',
        message: `PostgreSQL at ${server} has no database named "${pathname.slice(1)}"; name one that exists, such as postgres.`,
      };
    case '53300':
      return { code: 'CANNOT_CONNECT', message: `PostgreSQL at ${server} has no connection left to give.` };
    case '57P03':
      return {
        code: 'CANNOT_CONNECT',
        message: `PostgreSQL at ${server} is still starting or already stopping.`,
      };
    case '42501':
      return {
        code: 'NO_RIGHT',
        message: `The user "${user}" at ${server} may not create databases and roles; grant it CREATEDB and CREATEROLE.`,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'CANNOT_CONNECT',
        message: `The host ${hostname} of the database is not known on this network.`,
      };
    case 'ECONNREFUSED':
      return {
        code: 'CANNOT_CONNECT',
        message: `Nothing answers at ${server}; is PostgreSQL running there?`,
      };
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'CONNECT_TIMEOUT':
    case 'CONNECTION_CLOSED':
      return {
        code: 'CANNOT_CONNECT',
        message: `PostgreSQL at ${server} could not be reached in time (${code}).`,
      };
    default:
      return undefined;
  }
}

/** The code that PostgreSQL, its driver or the operating system put on an error. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
