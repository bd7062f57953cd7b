import { readyDatabases, type ReadyDatabases } from '../../../gateway/databases.ts';
import { subgraphDefinitions } from '../../../gateway/subgraphs.ts';
import { readConfig, type DemonstrationScale } from '../../../platform/config.ts';
import { startEmbedded } from '../../../platform/database/embedded.ts';

/** Everybody who is compared keeps connections of its own, each as many as a hub does. */
const CONNECTIONS = '600';

export interface BenchDatabases extends ReadyDatabases {
  readonly scale: DemonstrationScale;
}

/**
 * The databases of `npm start`, on a server with room for all who are compared; one at `DATABASE_URL` needs that room itself. Throws
 * with the sentence that says what is wrong.
 */
export async function benchDatabases(say: (sentence: string) => void): Promise<BenchDatabases> {
  const config = readConfig(undefined, []);
  if (config.kind === 'FAILED') throw new Error(config.failure.message);
  const { databaseUrl, dataFolder: folder, demonstrationScale: scale } = config.value;
  let adminUrl = databaseUrl;
  let stopServer = (): Promise<void> => Promise.resolve();
  if (adminUrl === undefined) {
    const settings = { max_connections: CONNECTIONS };
    const server = await startEmbedded({ folder, onProgress: say, settings });
    if (server.kind === 'FAILED') throw new Error(server.failure.message);
    ({ adminUrl, stop: stopServer } = server.value);
  }
  const databases = await readyDatabases(
    { ...config.value, databaseUrl: adminUrl },
    subgraphDefinitions,
    say,
  );
  if (databases.kind === 'FAILED') {
    await stopServer();
    throw new Error(databases.failure);
  }
  const { prepared, stop } = databases.value;
  return { prepared, scale, stop: () => stop().then(stopServer) };
}
