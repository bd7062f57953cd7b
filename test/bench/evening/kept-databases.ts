import { connect } from '../../../platform/database/connect.ts';
import { namesOf, quoteName } from '../../../platform/database/roles.ts';
import { SUBGRAPH_NAMES } from '../../../platform/subgraph-names.ts';

/**
 * Sets the hub's databases aside as they are, and gives what puts them back: whatever is written meanwhile is thrown away, so
 * that every other bench finds the same rows. What a run that was cut off left is put back first. No hub may be running.
 */
export async function keepDatabases(adminUrl: string, prefix: string): Promise<() => Promise<void>> {
  const names = SUBGRAPH_NAMES.map((name) => namesOf(prefix, name).database);
  await onServer(adminUrl, async (run, exists) => {
    for (const name of names) {
      if (await exists(keptName(name))) await putBack(run, name);
      // Copied file by file: the rows need not go through the log to be thrown away.
      const unfinished = quoteName(`${name}_unfinished`);
      await run(`drop database if exists ${unfinished} with (force)`);
      await run(`create database ${unfinished} template ${quoteName(name)} strategy file_copy`);
      await run(`alter database ${unfinished} rename to ${quoteName(keptName(name))}`);
    }
  });
  return () =>
    onServer(adminUrl, async (run) => {
      for (const name of names) await putBack(run, name);
    });
}

type Run = (statement: string) => Promise<unknown>;

async function putBack(run: Run, name: string): Promise<void> {
  await run(`drop database if exists ${quoteName(name)} with (force)`);
  await run(`alter database ${quoteName(keptName(name))} rename to ${quoteName(name)}`);
}

function keptName(name: string): string {
  return `${name}_kept`;
}

async function onServer(
  adminUrl: string,
  work: (run: Run, exists: (name: string) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const sql = connect(adminUrl, { applicationName: 'bench', max: 1 });
  try {
    await work(
      (statement) => sql.unsafe(statement),
      async (name) => (await sql`select from pg_database where datname = ${name}`).length === 1,
    );
  } finally {
    await sql.end();
  }
}
