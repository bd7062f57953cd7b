import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { codeOf } from '../database-failure.ts';
import { EmbeddedError } from './embedded-failure.ts';

/** Above the highest process number of any system, so that PostgreSQL never finds it alive. */
const NOBODYS_NUMBER = 4_194_305;
const PATIENCE_MS = 15_000;

/**
 * Stops the database server that a killed hub left behind on `cluster`, and waits until it is gone.
 * Call it only while holding the folder's lock, which says that no living hub owns that server.
 * A process with the noted number that is not that server is left alone.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const note = join(cluster, 'postmaster.pid');
  const pid = readPid(note);
  if (pid === undefined || !isAlive(pid)) return;
  if (!isServerOf(pid, cluster)) {
    // The number was given to another process since, or is that of a dead server that nobody has reaped. PostgreSQL
    // would take either for a living server. The rest of the note stays: with it PostgreSQL still makes sure that
    // no process of the dead server uses its memory.
    const lines = readFileSync(note, 'utf8').split('\n');
    writeFileSync(note, [NOBODYS_NUMBER, ...lines.slice(1)].join('\n'));
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      if (!isAlive(pid) || !isServerOf(pid, cluster)) return;
      await wait(20);
    }
  }
  throw new EmbeddedError(
    'DID_NOT_START',
    `A database server of an earlier hub (process ${pid}) still uses ${cluster} and does not stop.`,
  );
}

/** The port of the server that runs on `cluster`; undefined when none does. */
export function livingServer(cluster: string): number | undefined {
  const note = join(cluster, 'postmaster.pid');
  const pid = readPid(note);
  if (pid === undefined || !isAlive(pid) || !isServerOf(pid, cluster)) return undefined;
  // See PostgreSQL 18, section 66.1: the fourth line is the port.
  const port = Number(readFileSync(note, 'utf8').split('\n')[3]);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

function readPid(note: string): number | undefined {
  try {
    const pid = Number(readFileSync(note, 'utf8').split('\n')[0]);
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Whether process `pid` is a server that was started on `cluster`; one that died unreaped has no command line left. */
function isServerOf(pid: number, cluster: string): boolean {
  const words = commandOf(pid);
  return words.includes('postgres') && words.includes(cluster);
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    // It ended between the two looks.
    return '';
  }
}
