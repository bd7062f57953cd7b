import { pathToFileURL } from 'node:url';
import { loadPopulation, type LoadedPopulation } from '../demonstration/population/load-population.ts';
import { claimFolder, keepNote } from '../demonstration/population/population-folder.ts';
import { POPULATION_SCALES, type PopulationScale } from '../demonstration/population/population-scale.ts';
import { monotonicMs } from '../platform/clock.ts';
import { readConfig, readPopulationConfig } from '../platform/config.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import { stopOnSignals } from '../platform/stop-signals.ts';
import { readyDatabases } from './databases.ts';
import { progressLine } from './progress.ts';
import { subgraphDefinitions } from './subgraphs.ts';

/** For filling an empty server that nobody else uses yet: what is interrupted is begun anew anyway. */
const LOADING = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '6GB',
  checkpoint_timeout: '60min',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  shared_buffers: '512MB',
  maintenance_work_mem: '1GB',
  max_parallel_maintenance_workers: '0',
};

/** Makes the population that the command line asks for, in a folder of its own, unless it is there already. */
async function populate(): Promise<Outcome<LoadedPopulation, string>> {
  const asked = readPopulationConfig(POPULATION_SCALES);
  if (asked.kind === 'FAILED') return failed(asked.failure.message);
  const { dataFolder, threads } = asked.value;
  const scale = asked.value.scale as PopulationScale;
  const config = readConfig(undefined, []);
  if (config.kind === 'FAILED') return failed(config.failure.message);
  const claimed = await claimFolder(dataFolder, scale);
  if (claimed.kind === 'FAILED') return claimed;
  if (claimed.value !== undefined) return ok(claimed.value);
  const progress = progressLine((text) => process.stdout.write(text), monotonicMs);
  // Never on a server of one's own: that may hold people already.
  const { databaseUrl: _own, ...embedded } = config.value;
  const databases = await readyDatabases(
    { ...embedded, subgraphDatabaseUrls: {}, dataFolder, fresh: true },
    subgraphDefinitions,
    progress,
    LOADING,
  );
  if (databases.kind === 'FAILED') return databases;
  const { prepared, stop } = databases.value;
  stopOnSignals(stop);
  try {
    const corpus = new URL('corpus/', pathToFileURL(`${dataFolder}/`));
    const loaded = await loadPopulation({
      scale,
      databases: prepared,
      corpus,
      threads,
      onProgress: progress,
    });
    if (loaded.kind === 'OK') await keepNote(dataFolder, scale, loaded.value);
    progress('Writing everything to disk.');
    return loaded;
  } finally {
    await stop();
  }
}

const outcome = await populate();
if (outcome.kind === 'FAILED') {
  console.error(outcome.failure);
  process.exitCode = 1;
} else {
  const { rows, digest } = outcome.value;
  for (const [table, count] of Object.entries(rows)) console.log(`  ${String(count).padStart(12)}  ${table}`);
  console.log(`\n  SHA-256 of all rows: ${digest}`);
}
