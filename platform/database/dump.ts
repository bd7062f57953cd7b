/** Writes `schema/database.sql`, what the migrations of all subgraphs make; with `--check` only compares it. */
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readGoldenConfig } from '../config.ts';
import { connect } from './connect.ts';
import { describeSchema } from './describe-schema.ts';
import { startEmbedded } from './embedded.ts';
import { prepareDatabases, type SubgraphDatabase } from './prepare.ts';

const SUBGRAPHS = new URL('../../subgraphs/', import.meta.url);
const GOLDEN = new URL('../../schema/database.sql', import.meta.url);
const HEADER = `-- What the migrations of the subgraphs make, written by "npm run dump"; never edited by hand.\n`;

/** The golden text for `subgraphs`, from databases that are made for it on a server of its own and thrown away. */
export async function dumpDatabases(subgraphs: readonly SubgraphDatabase[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'verdeelsleutel-dump-'));
  await chmod(folder, 0o755);
  const server = await startEmbedded({ folder, settings: { fsync: 'off' } });
  if (server.kind === 'FAILED') throw new Error(server.failure.message);
  try {
    const prepared = await prepareDatabases({
      adminUrl: server.value.adminUrl,
      subgraphs,
      passwordOf: () => 'thrown away',
    });
    if (prepared.kind === 'FAILED') throw new Error(prepared.failure.message);
    const sections = [HEADER];
    for (const { name, adminUrl, roles } of prepared.value) {
      const sql = connect(adminUrl, { applicationName: 'verdeelsleutel dump', max: 1 });
      sections.push(`-- ===== ${name} =====\n\n${await describeSchema(sql, roles)}`);
      await sql.end();
    }
    return sections.join('\n');
  } finally {
    await server.value.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The subgraphs that have migrations, by name. */
export async function findSubgraphs(): Promise<readonly SubgraphDatabase[]> {
  const found: SubgraphDatabase[] = [];
  for (const name of (await readdir(SUBGRAPHS)).sort()) {
    const migrations = new URL(`${name}/migrations/`, SUBGRAPHS);
    if (await stat(migrations).catch(() => undefined)) found.push({ name, migrations });
  }
  return found;
}

async function main(): Promise<void> {
  const config = readGoldenConfig();
  if (config.kind === 'FAILED') throw new Error(config.failure.message);
  const text = await dumpDatabases(await findSubgraphs());
  if (!config.value.check) {
    await writeFile(GOLDEN, text);
    return;
  }
  if (text === (await readFile(GOLDEN, 'utf8').catch(() => ''))) return;
  process.exitCode = 1;
  process.stderr.write(
    'schema/database.sql is not what the migrations make; run "npm run dump" and review it.\n',
  );
}

if (import.meta.main) await main();
