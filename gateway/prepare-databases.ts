import { loadDemonstration } from '../demonstration/load-demonstration.ts';
import { monotonicMs } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { failed, type Outcome } from '../platform/primitives/outcome.ts';
import { readyDatabases } from './databases.ts';
import { progressLine } from './progress.ts';
import { subgraphDefinitions } from './subgraphs.ts';

/** Creates, migrates and fills the databases of subgraphs that run as services, and ends. */
async function prepare(): Promise<Outcome<undefined, string>> {
  const config = readConfig();
  if (config.kind === 'FAILED') return failed(config.failure.message);
  if (config.value.databaseUrl === undefined)
    return failed('Preparing needs DATABASE_URL: the server that the services use.');
  const progress = progressLine((text) => process.stdout.write(text), monotonicMs);
  const databases = await readyDatabases(config.value, subgraphDefinitions, progress);
  if (databases.kind === 'FAILED') return databases;
  const scale = config.value.demonstrationScale;
  if (scale === 'none') return { kind: 'OK', value: undefined };
  return loadDemonstration({ databases: databases.value.prepared, scale, onProgress: progress });
}

const outcome = await prepare();
if (outcome.kind === 'FAILED') {
  console.error(outcome.failure);
  process.exitCode = 1;
}
