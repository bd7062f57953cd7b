import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { readTestDatabaseUrl } from '../../platform/config.ts';
import { startEmbedded } from '../../platform/database/embedded.ts';
import { lockFolder } from '../../platform/database/embedded/folder-lock.ts';
import { stopOrphan } from '../../platform/database/embedded/orphan.ts';
import { prepareDatabases, type PreparedDatabase } from '../../platform/database/prepare.ts';
import { SUBGRAPH_NAMES } from '../../platform/subgraph-names.ts';
import { dropDatabases } from './drop-databases.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file asks for the database server, which starts at the first request. */
    readonly databaseStarter: string;
  }
}

/** The server of one test run. */
interface RunServer {
  readonly adminUrl: string;
  readonly stop: () => Promise<void>;
}

const FOLDER_START = 'verdeelsleutel-test-';
/** A folder this old that nobody has locked was left by a run that was killed. */
const ABANDONED_AFTER_MS = 600_000;

/** The name that every database and role of this run starts with. */
const prefix = `test_${process.pid}_${Date.now().toString(36)}`;

/**
 * Offers one database server to all test files of a run, and ends it after them. It starts when the first file asks,
 * so that a run of pure tests pays nothing for it. TEST_DATABASE_URL names another server to use.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<RunServer> | undefined;
  const templates = new Map<string, Promise<PreparedDatabase>>();
  let demonstration: Promise<readonly PreparedDatabase[]> | undefined;
  const starter = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://starter').searchParams;
    const name = asked.get('template');
    const loaded = asked.get('demonstration');
    server ??= startServer();
    const answer = server.then(async ({ adminUrl }) => {
      if (loaded !== null) {
        demonstration ??= prepareDemonstration(adminUrl);
        return { adminUrl, template: (await demonstration).find((one) => one.name === loaded)! };
      }
      if (name === null) return { adminUrl };
      const template = templates.get(name) ?? prepareTemplate(adminUrl, name);
      templates.set(name, template);
      return { adminUrl, template: await template };
    });
    answer.then(
      (value) => response.end(JSON.stringify({ value })),
      (error: unknown) => response.end(JSON.stringify({ error: String(error) })),
    );
  });
  project.provide('databaseStarter', await listen(starter));
  return async () => {
    starter.close();
    starter.closeAllConnections();
    await (await server?.catch(() => undefined))?.stop();
  };
}

async function listen(starter: Server): Promise<string> {
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  starter.unref();
  return `http://127.0.0.1:${(starter.address() as AddressInfo).port}/`;
}

async function startServer(): Promise<RunServer> {
  const own = readTestDatabaseUrl();
  if (own.kind === 'FAILED') throw new Error(own.failure.message);
  if (own.value !== undefined) {
    const adminUrl = own.value;
    return { adminUrl, stop: () => dropDatabases(adminUrl, prefix) };
  }
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), FOLDER_START));
  await chmod(folder, 0o755);
  // Rows of a test need not outlive a power failure, and many files connect at one time.
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '400', shared_buffers: '128MB' };
  const server = await startEmbedded({ folder, settings });
  if (server.kind === 'FAILED') {
    await rm(folder, { recursive: true, force: true });
    throw new Error(server.failure.message);
  }
  const { adminUrl, stop } = server.value;
  return {
    adminUrl,
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function prepareTemplate(adminUrl: string, name: string): Promise<PreparedDatabase> {
  const migrations = new URL(`../../subgraphs/${name}/migrations/`, import.meta.url);
  const prepared = await prepareDatabases({
    adminUrl,
    subgraphs: [{ name, migrations }],
    passwordOf: (role) => `password of ${role}`,
    databasePrefix: prefix,
  });
  if (prepared.kind === 'FAILED') throw new Error(prepared.failure.message);
  return prepared.value[0]!;
}

async function prepareDemonstration(adminUrl: string): Promise<readonly PreparedDatabase[]> {
  const prepared = await prepareDatabases({
    adminUrl,
    subgraphs: SUBGRAPH_NAMES.map((name) => ({
      name,
      migrations: new URL(`../../subgraphs/${name}/migrations/`, import.meta.url),
    })),
    passwordOf: (role) => `password of ${role}`,
    databasePrefix: `${prefix}_filled`,
  });
  if (prepared.kind === 'FAILED') throw new Error(prepared.failure.message);
  const { loadDemonstration } = await import('../../demonstration/load-demonstration.ts');
  const loaded = await loadDemonstration({
    databases: prepared.value,
    scale: 'small',
    onProgress: () => undefined,
  });
  if (loaded.kind === 'FAILED') throw new Error(loaded.failure);
  return prepared.value;
}

/** Removes what runs that were killed left behind: their servers, which hold memory, and their folders. */
async function sweep(): Promise<void> {
  for (const name of (await readdir(tmpdir())).filter((one) => one.startsWith(FOLDER_START))) {
    const folder = join(tmpdir(), name);
    try {
      if (Date.now() - (await stat(folder)).mtimeMs < ABANDONED_AFTER_MS) continue;
      const unlock = lockFolder(folder);
      await stopOrphan(join(folder, 'postgres'));
      await rm(folder, { recursive: true, force: true });
      unlock();
    } catch {
      // Another run uses it, or another user made it.
    }
  }
}
