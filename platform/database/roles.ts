import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** The three roles of one subgraph's database. */
export interface DatabaseRoles {
  /** Owns the tables and cannot log in; migrations run as it. */
  readonly owner: string;
  /** What the subgraph logs in as: owns nothing, sees what its viewer may see. */
  readonly app: string;
  /** What public pages are read as: sees public rows only. */
  readonly public: string;
}

/** The database of one subgraph and its roles: `binding-rules` of the hub `verdeelsleutel` is `verdeelsleutel_binding_rules`. */
export function namesOf(
  prefix: string,
  subgraph: string,
): { readonly database: string; readonly roles: DatabaseRoles } {
  const database = `${prefix}_${subgraph.replaceAll('-', '_')}`;
  return {
    database,
    roles: { owner: `${database}_owner`, app: `${database}_app`, public: `${database}_public` },
  };
}

/** Passwords that follow from one secret, so that every process of a hub arrives at the same ones without storing them. */
export function passwordsFrom(secret: string): (role: string) => string {
  return (role) => createHmac('sha256', secret).update(`role ${role}`).digest('base64url');
}

/**
 * What PostgreSQL stores for an ASCII password (RFC 5803). Sent instead of the password itself,
 * so that a server that logs its statements never writes a password down.
 */
export function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** A name as SQL writes it, whatever is in it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL writes it, whatever is in it. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The same server, with another database and, if given, another login. */
export function urlFor(
  adminUrl: string,
  database: string,
  login?: { readonly user: string; readonly password: string },
): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (login !== undefined) {
    url.username = login.user;
    url.password = encodeURIComponent(login.password);
  }
  return url.href;
}
