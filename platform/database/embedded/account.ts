import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

import { EmbeddedError } from './embedded-failure.ts';

/** The numbers of the user and group that the database runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` first: it owns no files, and a database server installed on the machine runs as `postgres`. */
const PREFERRED = ['nobody', 'postgres', 'daemon', 'games'];

/**
 * Who the database runs as: undefined for whoever runs the hub. PostgreSQL refuses to run as root, so root hands it
 * to an account without rights of its own; the one that owns the `cluster` folder if there is one already, so that
 * rows written before stay readable. Throws an EmbeddedError when this system lets root become nobody else.
 */
export function chooseAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = readAccounts().find(canBecome);
  if (account !== undefined) return account;
  throw new EmbeddedError(
    'NO_ACCOUNT',
    'PostgreSQL does not run as root and this system lets root become nobody else; start the hub as another user, or name a PostgreSQL 18 server in DATABASE_URL.',
  );
}

/** Accounts of this machine besides root, the preferred ones first. initdb looks its account up, so any number will not do. */
function readAccounts(): readonly Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const accounts = lines.flatMap((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
  const rank = ({ name }: { readonly name: string }): number =>
    PREFERRED.indexOf(name) + 1 || PREFERRED.length + 1;
  return accounts.sort((one, other) => rank(one) - rank(other)).slice(0, 8);
}

function canBecome({ uid, gid }: Account): boolean {
  return spawnSync('/bin/sh', ['-c', ':'], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}
