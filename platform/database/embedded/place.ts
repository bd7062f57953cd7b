import { createHash } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { codeOf } from '../database-failure.ts';
import { chooseAccount, type Account } from './account.ts';
import { EmbeddedError } from './embedded-failure.ts';

/** Where a hub's own database lies and who runs it. */
export interface Place {
  readonly account: Account | undefined;
  /** PostgreSQL's data directory; made by initdb. */
  readonly cluster: string;
  /** A folder that `account` can enter, for a copy of the programs. */
  readonly home: string;
}

const SHARED_HOME = '/var/lib/verdeelsleutel';

/**
 * Decides where the rows of the data folder `folder` lie, the same at every start. That is `folder` itself, unless
 * root runs the hub in a folder that only root may enter: then a folder under `/var/lib` that carries its name.
 */
export function choosePlace(folder: string): Place {
  const real = realpathSync(folder);
  const inside = join(real, 'postgres');
  if (process.getuid?.() !== 0) return placeForUser(inside, real);
  const shared = sharedHome();
  const outside = outsideOf(real, shared);
  const existing = [inside, outside].find((cluster) => existsSync(join(cluster, 'PG_VERSION')));
  const account = chooseAccount(existing ?? inside);
  if (account === undefined) throw new TypeError('root always gets an account');
  const usable = canEnter(real, account) && canOwn(real, account);
  if (existing === undefined)
    return { account, cluster: usable ? inside : prepareParent(outside), home: shared };
  if (existing === outside || usable) return { account, cluster: existing, home: shared };
  throw new EmbeddedError(
    'FOLDER_NOT_WRITABLE',
    `The database in ${inside} belongs to user ${account.uid}, who may no longer enter ${real}; let others enter that folder again, or start with --fresh.`,
  );
}

/** Every place where the rows of `folder` may lie, for emptying them. */
export function placesOf(folder: string): readonly string[] {
  const real = realpathSync(folder);
  const inside = join(real, 'postgres');
  return process.getuid?.() === 0 ? [inside, outsideOf(real, sharedHome())] : [inside];
}

function outsideOf(real: string, shared: string): string {
  return join(shared, createHash('sha256').update(real).digest('hex').slice(0, 16), 'postgres');
}

function placeForUser(inside: string, home: string): Place {
  const owner = statSync(inside, { throwIfNoEntry: false })?.uid;
  if (owner === undefined || owner === process.getuid?.())
    return { account: undefined, cluster: inside, home };
  throw new EmbeddedError(
    'FOLDER_NOT_WRITABLE',
    `The database in ${inside} belongs to user ${owner}, who started the hub before; start it as that user or as root, or name another folder in DATA_FOLDER.`,
  );
}

function sharedHome(): string {
  try {
    return makeTrusted(SHARED_HOME);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
    return makeTrusted(join(realpathSync(tmpdir()), 'verdeelsleutel'));
  }
}

/** Root runs programs from here, so a folder that anyone else made or may write is refused. */
function makeTrusted(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(folder);
  if (uid === 0 && (mode & 0o022) === 0 && (mode & 0o170000) === 0o040000) return folder;
  throw new EmbeddedError(
    'FOLDER_NOT_WRITABLE',
    `The folder ${folder} must belong to root and be writable by root alone.`,
  );
}

function prepareParent(cluster: string): string {
  mkdirSync(dirname(cluster), { recursive: true, mode: 0o755 });
  return cluster;
}

/** Whether `account` may pass through every folder on the way to and into `folder`. */
function canEnter(folder: string, account: Account): boolean {
  const { uid, gid, mode } = statSync(folder);
  const enter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & enter) === 0) return false;
  return dirname(folder) === folder || canEnter(dirname(folder), account);
}

/** Whether files in `folder` can be given to `account`; some network disks do not let root do that. */
function canOwn(folder: string, account: Account): boolean {
  const trial = join(folder, '.owner-trial');
  try {
    mkdirSync(trial, { recursive: true });
    chownSync(trial, account.uid, account.gid);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}
