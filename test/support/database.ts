import { randomBytes } from 'node:crypto';

import { inject } from 'vitest';

import { SUBGRAPH_NAMES, type SubgraphName } from '../../platform/subgraph-names.ts';
import { connect } from '../../platform/database/connect.ts';
import { closeDatabase, type PreparedDatabase } from '../../platform/database/prepare.ts';
import { quoteName, urlFor } from '../../platform/database/roles.ts';

/** Databases of one test file: migrated and empty, and changed by nobody else. */
export interface TestDatabases<Name extends SubgraphName> {
  readonly adminUrl: string;
  readonly of: Readonly<Record<Name, PreparedDatabase>>;
  /** Removes them, whoever is still connected; call it in `afterAll`. */
  readonly drop: () => Promise<void>;
}

/** The server of this test run, as a superuser. */
export async function testServer(): Promise<{ readonly adminUrl: string }> {
  return await ask('');
}

/**
 * Gives a test file databases of its own for `subgraphs` (all five unless told), as clones of databases that were
 * migrated once for the whole run. Call it in `beforeAll`. Rejects with the migration's sentence when one fails.
 */
export async function databasesFor<Name extends SubgraphName = SubgraphName>(
  subgraphs: readonly Name[] = SUBGRAPH_NAMES as unknown as readonly Name[],
): Promise<TestDatabases<Name>> {
  return cloneAll(subgraphs, (name) => `?template=${name}`);
}

/**
 * The same with the small demonstration in them, which is loaded once for the whole run.
 */
export async function demonstrationDatabases(): Promise<TestDatabases<SubgraphName>> {
  return cloneAll(SUBGRAPH_NAMES as unknown as readonly SubgraphName[], (name) => `?demonstration=${name}`);
}

async function cloneAll<Name extends SubgraphName>(
  subgraphs: readonly Name[],
  question: (name: Name) => string,
): Promise<TestDatabases<Name>> {
  const mark = randomBytes(4).toString('hex');
  const clones: PreparedDatabase[] = [];
  const { adminUrl } = await testServer();
  const sql = connect(adminUrl, { applicationName: 'verdeelsleutel test', max: 1 });
  for (const name of subgraphs) {
    const { template } = await ask(question(name));
    const database = `${template.database}_${mark}`;
    await sql.unsafe(`create database ${quoteName(database)} template ${quoteName(template.database)}
      owner ${quoteName(template.roles.owner)}`);
    await closeDatabase(sql, database, template.roles);
    clones.push({
      ...template,
      database,
      appUrl: urlFor(template.appUrl, database),
      publicUrl: urlFor(template.publicUrl, database),
      adminUrl: urlFor(template.adminUrl, database),
    });
  }
  return {
    adminUrl,
    of: Object.fromEntries(clones.map((clone) => [clone.name, clone])) as Record<Name, PreparedDatabase>,
    drop: async () => {
      for (const { database } of clones)
        await sql.unsafe(`drop database ${quoteName(database)} with (force)`);
      await sql.end();
    },
  };
}

interface Answer {
  readonly adminUrl: string;
  readonly template: PreparedDatabase;
}

async function ask(query: string): Promise<Answer> {
  const response = await fetch(`${inject('databaseStarter')}${query}`);
  const answer = (await response.json()) as { readonly value: Answer } | { readonly error: string };
  if ('error' in answer) throw new Error(answer.error);
  return answer.value;
}
