import { createHash } from 'node:crypto';
import { connect } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import { failed, ok, type Outcome } from '../../platform/primitives/outcome.ts';
import { REFERENCE_MOMENT } from '../../platform/reference-clock.ts';
import { CORPUS, publishAreas, publishCorpus, readAreas } from '../../subgraphs/binding-rules/subgraph.ts';
import { REFERENCE_DAY, REFERENCE_INSTANT } from '../reference.ts';
import { loadSlices } from './load-slices.ts';
import type { PopulationScale } from './population-scale.ts';
import { regionsOf } from './regions.ts';
import { putBack, setAside } from './set-aside.ts';
import { slicesOf, type LoadedTable } from './slice.ts';
import { writePopulationCorpus } from './write-corpus.ts';

export interface PopulationOptions {
  readonly scale: PopulationScale;
  /** Migrated and empty databases of the five subgraphs, as a superuser. */
  readonly databases: readonly PreparedDatabase[];
  /** A folder for the regulations of this population; ends in a slash. */
  readonly corpus: URL;
  readonly threads: number;
  readonly onProgress: (sentence: string) => void;
}

/** What was loaded. */
export interface LoadedPopulation {
  /** Rows by `subgraph.table`. */
  readonly rows: Readonly<Record<string, number>>;
  /** SHA-256 over what every slice gave every table, in their order. */
  readonly digest: string;
}

/**
 * Fills empty databases with a population: its regulations by the path of every publication, then slice after slice by COPY without
 * indexes, which are made at the end with all checks. The same scale gives the same rows and the same digest, however many threads
 * make them. What is interrupted is to be begun anew from empty databases.
 */
export async function loadPopulation(options: PopulationOptions): Promise<Outcome<LoadedPopulation, string>> {
  const { scale, databases, corpus, threads, onProgress } = options;
  const areas = await readAreas(CORPUS);
  if (areas.kind === 'FAILED') return failed(`The table of areas cannot be read: ${areas.failure.file}.`);
  const regions = regionsOf(scale, areas.value);
  await writePopulationCorpus(CORPUS, corpus, regions, areas.value);
  onProgress(`Publishing the regulations of ${regions.length} regions.`);
  const published = await publish(databases, corpus);
  if (published.kind === 'FAILED') return published;
  const bulk = databases.filter(({ name }) => BULK.has(name));
  const aside = (await Promise.all(bulk.map(({ adminUrl }) => setAside(adminUrl)))).flat();
  const slices = slicesOf(regions);
  onProgress(
    `${published.value} regulations are published. Making ${regions.length} regions in ${slices.length} slices.`,
  );
  const tables = await loadSlices({
    slices,
    threads,
    corpus: corpus.href,
    databases: databases.map(({ name, adminUrl }) => ({ name, adminUrl })),
    onLoaded: (done, loaded) =>
      onProgress(
        `${done} of ${slices.length} slices: ${rowsOf(loaded, 'reaction')} reactions of ${rowsOf(loaded, 'registration')} registrations.`,
      ),
  });
  onProgress('Making indexes and checking every row.');
  await putBack(aside, threads, (made) => onProgress(made));
  onProgress('Gathering what the planner needs to know.');
  for (const database of databases) await settle(database);
  return ok({ rows: sums(tables), digest: digestOf(tables) });
}

/** Where the rows come by the million. */
const BULK: ReadonlySet<string> = new Set(['registrations', 'urgencies', 'allocation']);

async function publish(
  databases: readonly PreparedDatabase[],
  corpus: URL,
): Promise<Outcome<number, string>> {
  const rules = databases.find(({ name }) => name === 'binding-rules')!;
  return loadAsOwner(rules, async (transaction) => {
    const areas = await publishAreas(transaction, corpus);
    if (areas.kind === 'FAILED') return failed(`The table of areas cannot be read: ${areas.failure.file}.`);
    const outcome = await publishCorpus(transaction, REFERENCE_DAY, corpus);
    if (outcome.kind === 'OK') return ok(outcome.value.published);
    const names = outcome.failure.map((fault) =>
      'file' in fault ? fault.file : `${fault.instrument} of ${fault.version}`,
    );
    return failed(`These regulations cannot be published: ${names.slice(0, 10).join(', ')}.`);
  });
}

/** Sets the clock to the moment that the population is set on, and leaves the tables as a running server would after a while. */
async function settle({ adminUrl }: PreparedDatabase): Promise<void> {
  const sql = connect(adminUrl, { applicationName: 'verdeelsleutel population', max: 1 });
  try {
    await sql`
      /* keepMoment */
      insert into platform.setting (key, value) values (${REFERENCE_MOMENT}, ${REFERENCE_INSTANT})
      on conflict (key) do update set value = excluded.value`;
    await sql.unsafe('vacuum (analyze)');
  } finally {
    await sql.end();
  }
}

function sums(tables: readonly LoadedTable[]): Readonly<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const { subgraph, table, rows: count } of tables) {
    const name = `${subgraph}.${table}`;
    rows[name] = (rows[name] ?? 0) + count;
  }
  return rows;
}

function digestOf(tables: readonly LoadedTable[]): string {
  const hash = createHash('sha256');
  for (const { slice, subgraph, table, rows, sha256 } of tables)
    hash.update(`${slice} ${subgraph}.${table} ${rows} ${sha256}\n`);
  return hash.digest('hex');
}

function rowsOf(tables: readonly LoadedTable[], name: string): number {
  return tables.find(({ table }) => table === name)?.rows ?? 0;
}
