import { createHash } from 'node:crypto';
import { copyRows } from '../../platform/database/copy-rows.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { addDays } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';
import { generatePopulation } from '../generate.ts';
import type { Ranked } from '../rankings.ts';
import { REFERENCE_DAY } from '../reference.ts';
import type { RulesInForce } from '../rules-in-force.ts';
import { tablesOf, type TableRows } from '../table-rows.ts';
import type { PopulatedRegion } from './regions.ts';

/** What is made and loaded in one go: a region and its neighbour, whose seekers react across their border. */
export interface Slice {
  readonly number: number;
  readonly regions: readonly PopulatedRegion[];
}

/** How many rows a table got from a slice, and the SHA-256 of their text. */
export interface LoadedTable {
  readonly slice: number;
  readonly subgraph: SubgraphName;
  readonly table: string;
  readonly rows: number;
  readonly sha256: string;
}

/** Regions two by two, each pair independent of all others, so that it does not matter who makes which and when. */
export function slicesOf(regions: readonly PopulatedRegion[]): readonly Slice[] {
  return Array.from({ length: Math.ceil(regions.length / 2) }, (_, number) => ({
    number,
    regions: regions.slice(number * 2, number * 2 + 2),
  }));
}

/** The facts of homes that closed longer ago are left out: they are two thirds of what thirty million reactions would take on disk. */
const FACTS_KEPT_SINCE = addDays(REFERENCE_DAY, -28);

function keepsFacts({ frozen, offer }: Ranked): boolean {
  return !frozen || offer.row.closesOn >= FACTS_KEPT_SINCE || offer.row.status !== 'LET';
}

/** Rows that every slice has the same ones of. */
const SHARED = new Set(['care_provider', 'disclosure_secret']);

/** Databases whose rows follow from the ones that are copied, by triggers; the checks of the others are done at the end, in one go. */
const WITH_TRIGGERS: ReadonlySet<SubgraphName> = new Set(['vacancies']);

/**
 * Makes a slice and copies its rows into the databases, one transaction in each. Others may do the same with other slices
 * meanwhile. Connects as a superuser; rejects with the server's error when a row is refused.
 */
export async function loadSlice(
  { number, regions }: Slice,
  rules: RulesInForce,
  databases: readonly { readonly name: string; readonly adminUrl: string }[],
): Promise<readonly LoadedTable[]> {
  const tables = tablesOf(generatePopulation(regions, rules), keepsFacts).filter(
    ({ table }) => number === 0 || !SHARED.has(table),
  );
  const loaded: LoadedTable[] = [];
  for (const [name, own] of Map.groupBy(tables, ({ subgraph }) => subgraph)) {
    const { adminUrl } = databases.find((database) => database.name === name)!;
    const sql = connect(adminUrl, { applicationName: 'verdeelsleutel population', max: 1 });
    try {
      for (const { table, ...counted } of await loadTables(sql, name, own))
        loaded.push({ slice: number, subgraph: name, table, ...counted });
    } finally {
      await sql.end();
    }
  }
  return loaded;
}

function loadTables(sql: Database, name: SubgraphName, tables: readonly TableRows[]) {
  return sql.begin(async (transaction) => {
    await transaction`/* quickly */ set local synchronous_commit = off`;
    if (!WITH_TRIGGERS.has(name))
      await transaction`/* checkedLater */ set local session_replication_role = replica`;
    const loaded: Pick<LoadedTable, 'table' | 'rows' | 'sha256'>[] = [];
    for (const { table, columns, rows } of tables) {
      const hash = createHash('sha256');
      const count = await copyRows(transaction, table, columns, rows, (piece) => hash.update(piece));
      loaded.push({ table, rows: count, sha256: hash.digest('hex') });
    }
    return loaded;
  });
}
