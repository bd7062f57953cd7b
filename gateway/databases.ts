import type { Config } from '../platform/config.ts';
import { startEmbedded } from '../platform/database/embedded.ts';
import { prepareDatabases, type PreparedDatabase } from '../platform/database/prepare.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import type { SubgraphDefinition } from '../platform/serve-subgraph.ts';
import { passwordOfRole } from '../platform/subgraph-databases.ts';

/** Databases that are up to date, and the end of a server of the hub's own. */
export interface ReadyDatabases {
  readonly prepared: readonly PreparedDatabase[];
  readonly stop: () => Promise<void>;
}

/**
 * A database for each subgraph: on the server at `DATABASE_URL`, or on one of the hub's own. Fails with one sentence
 * that says what is wrong with the server, the folder or the database. `settings` are for a server of the hub's own.
 */
export async function readyDatabases(
  config: Config,
  definitions: readonly Pick<SubgraphDefinition, 'name' | 'migrations'>[],
  onProgress: (sentence: string) => void,
  settings: Readonly<Record<string, string>> = {},
): Promise<Outcome<ReadyDatabases, string>> {
  if (config.databaseUrl !== undefined && config.fresh) {
    return failed(
      '--fresh empties the hub’s own database only; on a server of your own, drop the databases yourself.',
    );
  }
  let adminUrl = config.databaseUrl;
  let stop: () => Promise<void> = () => Promise.resolve();
  if (adminUrl === undefined) {
    const embedded = await startEmbedded({
      folder: config.dataFolder,
      fresh: config.fresh,
      onProgress,
      settings,
    });
    if (embedded.kind === 'FAILED') return failed(embedded.failure.message);
    ({ adminUrl, stop } = embedded.value);
  }
  const prepared = await prepareDatabases({
    adminUrl,
    subgraphs: definitions.map(({ name, migrations }) => {
      const own = config.subgraphDatabaseUrls[name];
      return { name, migrations, ...(own === undefined ? {} : { adminUrl: own }) };
    }),
    passwordOf: passwordOfRole(config, adminUrl),
    databasePrefix: config.databasePrefix,
  });
  if (prepared.kind === 'FAILED') {
    await stop();
    return failed(prepared.failure.message);
  }
  return ok({ prepared: prepared.value, stop });
}
