import { copyRows, type CopyValue } from '../platform/database/copy-rows.ts';
import type { Transaction } from '../platform/database/connect.ts';
import { loadAsOwner } from '../platform/database/load-as-owner.ts';
import type { PreparedDatabase } from '../platform/database/prepare.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import { REFERENCE_MOMENT } from '../platform/reference-clock.ts';
import type { SubgraphName } from '../platform/subgraph-names.ts';
import { CORPUS, publishAreas, publishCorpus } from '../subgraphs/binding-rules/subgraph.ts';
import { emptyTables, markDemonstration, stateOf } from './demonstration-mark.ts';
import { generateDemonstration } from './generate.ts';
import { REFERENCE_DAY, REFERENCE_INSTANT, SEED } from './reference.ts';
import { rulesOfCorpus } from './rules-in-force.ts';
import type { Scale } from './scale.ts';
import { tablesOf, type TableRows } from './table-rows.ts';

export interface LoadOptions {
  /** The prepared database of each of the five subgraphs. */
  readonly databases: readonly PreparedDatabase[];
  readonly scale: Scale;
  /** Told in a sentence what is done next, with counts. */
  readonly onProgress: (sentence: string) => void;
}

/** Of what the databases hold; a demonstration that an earlier form filled is filled anew. */
const FORM = 'form 6';

/** A long table reports each time that it has come so many rows further. */
const REPORT_EVERY = 100_000;

/**
 * Fills the databases with the demonstration, once: areas and corpus by the path on which every regulation is published,
 * the rest by COPY, each database in one transaction that ends with a mark. Where all five carry the mark of this
 * demonstration nothing is done; where some do, an earlier load was interrupted, and all of it is done anew from empty.
 * Fails with a sentence, having written nothing, when a database holds rows that are not the demonstration's.
 */
export async function loadDemonstration(options: LoadOptions): Promise<Outcome<undefined, string>> {
  const { databases, scale, onProgress } = options;
  const mark = `${SEED}, ${scale}, ${FORM}`;
  const states = await Promise.all(databases.map((database) => stateOf(database)));
  const foreign = databases.filter(
    (_, index) => states[index]!.mark === undefined && states[index]!.holdsRows,
  );
  if (foreign.length > 0) {
    const names = foreign.map(({ database }) => database).join(', ');
    return failed(`The demonstration fills empty databases only, and there are other rows in ${names}.`);
  }
  if (states.every((state) => state.mark === mark)) return ok(undefined);
  // What is not complete is not relied on: every mark goes before the first row comes.
  if (states.some((state) => state.mark !== undefined)) {
    onProgress('Removing an earlier demonstration.');
    await Promise.all(databases.map((database) => loadAsOwner(database, emptyTables)));
  }
  return fill(options, mark);
}

async function fill(
  { databases, scale, onProgress }: LoadOptions,
  mark: string,
): Promise<Outcome<undefined, string>> {
  const databaseOf = (name: SubgraphName): PreparedDatabase => {
    const found = databases.find((database) => database.name === name);
    if (found === undefined) throw new TypeError(`no database of ${name}`);
    return found;
  };
  onProgress('Publishing the regulations.');
  const published = await loadAsOwner(databaseOf('binding-rules'), async (transaction) => {
    const outcome = await publish(transaction);
    if (outcome.kind === 'OK') await finish(transaction, mark);
    return outcome;
  });
  if (published.kind === 'FAILED') return published;
  onProgress(`${published.value} regulations are published. Making up the households and homes.`);
  const made = generateDemonstration(scale, await rulesOfCorpus(CORPUS));
  const reactions = made.rankings.reduce((sum, ranked) => sum + ranked.reactions.length, 0);
  const counts = [made.seekers.length, made.vacancies.length, reactions].map(inThousands);
  onProgress(`Loading ${counts[0]} registrations, ${counts[1]} vacancies and ${counts[2]} reactions.`);
  const tables = Map.groupBy(tablesOf(made), ({ subgraph }) => subgraph);
  await Promise.all(
    [...tables].map(([name, own]) =>
      loadAsOwner(databaseOf(name), async (transaction) => {
        for (const table of own) await copyTable(transaction, table, onProgress);
        await finish(transaction, mark);
      }),
    ),
  );
  onProgress('The demonstration is complete.');
  return ok(undefined);
}

/** Every regulation of the corpus, as its own publisher would; the number of them. */
async function publish(transaction: Transaction): Promise<Outcome<number, string>> {
  const areas = await publishAreas(transaction, CORPUS);
  if (areas.kind === 'FAILED') return failed(`The table of areas cannot be read: ${areas.failure.file}.`);
  const corpus = await publishCorpus(transaction, REFERENCE_DAY, CORPUS);
  if (corpus.kind === 'OK') return ok(corpus.value.published);
  const names = corpus.failure.map((fault) =>
    'file' in fault ? fault.file : `${fault.instrument} of ${fault.version}`,
  );
  return failed(`These regulations cannot be published: ${names.join(', ')}.`);
}

async function copyTable(
  transaction: Transaction,
  { subgraph, table, columns, rows }: TableRows,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const reported = reporting(rows, (count) =>
    onProgress(`${inThousands(count)} rows of ${subgraph}.${table}.`),
  );
  await copyRows(transaction, table, columns, reported);
}

function* reporting(
  rows: Iterable<readonly CopyValue[]>,
  report: (count: number) => void,
): Generator<readonly CopyValue[]> {
  let count = 0;
  for (const row of rows) {
    yield row;
    count += 1;
    if (count % REPORT_EVERY === 0) report(count);
  }
}

async function finish(transaction: Transaction, mark: string): Promise<void> {
  await markDemonstration(transaction, { mark, [REFERENCE_MOMENT]: REFERENCE_INSTANT });
}

/** `1,234,567`, in every locale. */
function inThousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
