import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { failed, ok, type Outcome } from '../primitives/outcome.ts';
import { findBinaries, type Binaries } from './embedded/binaries.ts';
import {
  EmbeddedError,
  explainEmbedded,
  explainProgram,
  type EmbeddedFailure,
} from './embedded/embedded-failure.ts';
import { lockFolder } from './embedded/folder-lock.ts';
import { stopOrphan } from './embedded/orphan.ts';
import { choosePlace, placesOf, type Place } from './embedded/place.ts';
import { superviseServer } from './embedded/supervise-server.ts';

export interface EmbeddedOptions {
  /** The hub's data folder; made when it is not there. */
  readonly folder: string;
  /** Whether everything in it is thrown away first. */
  readonly fresh?: boolean;
  /** Told in a sentence what takes a moment. */
  readonly onProgress?: (sentence: string) => void;
  /** PostgreSQL settings besides or instead of the hub's own. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server of the hub's own. */
export interface EmbeddedServer {
  /** Its superuser, over the loopback address; holds a password. */
  readonly adminUrl: string;
  /** Ends the server and gives the folder back; the rows stay. */
  readonly stop: () => Promise<void>;
}

/** Fit for a laptop and a small server alike. Errors are logged without the statement, which may hold personal values. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  work_mem: '16MB',
  max_connections: '100',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  fsync: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
};

/**
 * Starts the PostgreSQL 18 server that comes with the hub, on `folder`, and makes it the first time. It listens on
 * the loopback address alone, on a port that the system picks, and asks for a password that is kept in the folder.
 * Runs as root too, which hands it to an account without rights; a server that a killed hub left behind is stopped
 * first; a server that dies is started again on the same port. Fails with a sentence when the folder cannot be
 * written, is in use, lies on a full disk, or was written by another major version of PostgreSQL.
 */
export async function startEmbedded(
  options: EmbeddedOptions,
): Promise<Outcome<EmbeddedServer, EmbeddedFailure>> {
  try {
    return ok(await start(options));
  } catch (error) {
    const failure = explainEmbedded(error, options.folder);
    if (failure === undefined) throw error;
    return failed(failure);
  }
}

async function start({ folder, fresh, onProgress, settings }: EmbeddedOptions): Promise<EmbeddedServer> {
  await mkdir(folder, { recursive: true });
  await assertWritable(folder);
  const unlock = lockFolder(folder);
  try {
    if (fresh === true) await empty(folder);
    const place = choosePlace(folder);
    const binaries = await findBinaries(place.account, place.home);
    await stopOrphan(place.cluster);
    const password = await prepareCluster(folder, place, binaries, onProgress);
    const server = await superviseServer(
      {
        postgres: binaries.postgres,
        cluster: place.cluster,
        account: place.account,
        settings: { ...SETTINGS, ...settings },
      },
      onProgress,
    );
    return {
      adminUrl: `postgres://postgres:${password}@127.0.0.1:${server.port}/postgres`,
      stop: async () => {
        await server.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function assertWritable(folder: string): Promise<void> {
  const trial = join(folder, `.trial-${process.pid}`);
  await writeFile(trial, '');
  await rm(trial);
}

async function empty(folder: string): Promise<void> {
  for (const cluster of placesOf(folder)) {
    await stopOrphan(cluster);
    await rm(cluster, { recursive: true, force: true });
  }
  await rm(join(folder, 'admin-password'), { force: true });
}

/** Makes the data directory if there is none, and answers the superuser's password. */
async function prepareCluster(
  folder: string,
  { cluster, account }: Place,
  { initdb, major }: Binaries,
  onProgress: EmbeddedOptions['onProgress'],
): Promise<string> {
  const secret = join(folder, 'admin-password');
  const written = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (written !== undefined) {
    if (written.trim() !== major) {
      throw new EmbeddedError(
        'OTHER_MAJOR_VERSION',
        `The database in ${cluster} was written by PostgreSQL ${written.trim()} and this hub runs PostgreSQL ${major}; start the hub that wrote it, or start with --fresh to begin an empty one.`,
      );
    }
    return await readPassword(secret, cluster);
  }
  onProgress?.('Making an empty database.');
  const password = randomBytes(24).toString('base64url');
  // Made beside its place and moved there whole, so that a start that is cut off leaves no half of a database.
  const unfinished = `${cluster}.unfinished`;
  const passwordFile = `${cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (account !== undefined) {
      await chown(unfinished, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await runInitdb(initdb, unfinished, passwordFile, account);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  await rename(unfinished, cluster);
  return password;
}

async function readPassword(secret: string, cluster: string): Promise<string> {
  if ((await stat(secret).catch(() => undefined)) === undefined) {
    throw new EmbeddedError(
      'DID_NOT_START',
      `The file ${secret} with the password of the database in ${cluster} is gone; put it back, or start with --fresh to begin an empty one.`,
    );
  }
  return (await readFile(secret, 'utf8')).trim();
}

function runInitdb(
  initdb: string,
  cluster: string,
  passwordFile: string,
  account: Place['account'],
): Promise<void> {
  // Text is ordered by code point, the same on every machine, and never by the locale of whoever runs the hub.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const child = spawn(initdb, [`--pgdata=${cluster}`, ...login, ...locale, '--no-instructions'], {
    ...account,
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    output += piece;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(explainProgram('initdb', output, cluster));
    });
  });
}
