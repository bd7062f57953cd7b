import type { Config } from './config.ts';
import { connect, type Database } from './database/connect.ts';
import { namesOf, passwordsFrom, urlFor } from './database/roles.ts';
import type { SubgraphName } from './subgraph-names.ts';

/** The two ways in which a subgraph reads its database. */
export interface SubgraphDatabases {
  readonly database: Database;
  readonly publicDatabase: Database;
  /** Address of the first, for a thread with a connection of its own. */
  readonly appUrl: string;
  readonly stop: () => Promise<void>;
}

/** Connections of one subgraph as a viewer and as the public, shared by all processes of a hub on one machine. */
const CONNECTIONS = { asViewer: 8, asPublic: 4 };

/**
 * Opens the pools of one subgraph. A statement may take no longer than the caller waits for it. Where `processes` do the same
 * work, each takes its part of the connections.
 */
export function openSubgraphDatabases(
  name: SubgraphName,
  urls: { readonly appUrl: string; readonly publicUrl: string },
  statementTimeoutMs: number,
  processes = 1,
): SubgraphDatabases {
  const applicationName = `verdeelsleutel ${name}`;
  const database = connect(urls.appUrl, {
    applicationName,
    max: Math.ceil(CONNECTIONS.asViewer / processes),
    statementTimeoutMs,
  });
  const publicDatabase = connect(urls.publicUrl, {
    applicationName: `${applicationName} public`,
    max: Math.ceil(CONNECTIONS.asPublic / processes),
    statementTimeoutMs,
  });
  return {
    database,
    publicDatabase,
    appUrl: urls.appUrl,
    async stop() {
      await Promise.all([database.end({ timeout: 2 }), publicDatabase.end({ timeout: 2 })]);
    },
  };
}

/** Passwords of roles: the ones that were given for a subgraph, else derived from the administrator's. */
export function passwordOfRole(config: Config, adminUrl: string): (role: string) => string {
  const derived = passwordsFrom(decodeURIComponent(new URL(adminUrl).password));
  const given = new Map<string, string>();
  for (const [name, password] of Object.entries(config.subgraphPasswords)) {
    const { roles } = namesOf(config.databasePrefix, name);
    for (const role of [roles.app, roles.public]) given.set(role, password);
  }
  return (role) => given.get(role) ?? derived(role);
}

/** Addresses of a subgraph that runs as a service of its own, from the server's address and its own password. */
export function serviceUrls(
  server: string,
  prefix: string,
  name: SubgraphName,
  password: string,
): { readonly appUrl: string; readonly publicUrl: string } {
  const { database, roles } = namesOf(prefix, name);
  return {
    appUrl: urlFor(server, database, { user: roles.app, password }),
    publicUrl: urlFor(server, database, { user: roles.public, password }),
  };
}
