import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { connect } from '../../platform/database/connect.ts';
import type { EmbeddedFailure } from '../../platform/database/embedded/embedded-failure.ts';
import { placesOf } from '../../platform/database/embedded/place.ts';

/** A process that runs a database on a folder, as a hub does. */
export interface Hub {
  readonly process: ChildProcess;
  readonly adminUrl: string;
}

export type Started =
  | { readonly kind: 'OK'; readonly value: { readonly adminUrl: string } }
  | { readonly kind: 'FAILED'; readonly failure: EmbeddedFailure };

export const PROGRAM = resolve(import.meta.dirname, 'start-embedded-child.ts');

/** The hubs of one test and the folder they start in. */
export class Hubs {
  readonly folder: string;
  readonly #processes: ChildProcess[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Hubs> {
    const folder = await mkdtemp(join(tmpdir(), 'start-embedded-'));
    await chmod(folder, 0o755);
    return new Hubs(folder);
  }

  /** Starts a hub and gives what it answers, with its process. */
  async try(
    where = this.folder,
    flags: readonly string[] = [],
    program = PROGRAM,
  ): Promise<[Started, ChildProcess]> {
    const hub = spawn(process.execPath, [program, where, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#processes.push(hub);
    const [line] = (await once(createInterface(hub.stdout), 'line')) as [string];
    return [JSON.parse(line) as Started, hub];
  }

  async start(where = this.folder, flags: readonly string[] = [], program = PROGRAM): Promise<Hub> {
    const [started, hub] = await this.try(where, flags, program);
    if (started.kind === 'FAILED') throw new Error(started.failure.message);
    return { process: hub, adminUrl: started.value.adminUrl };
  }

  /** Ends every hub, and removes the folder and the rows that lie outside it because only root may enter. */
  async clean(): Promise<void> {
    for (const hub of this.#processes) await end(hub, 'SIGTERM');
    for (const data of [this.folder, join(this.folder, 'data'), join(this.folder, 'checkout', 'data')]) {
      for (const place of existsSync(data) ? placesOf(data) : []) {
        const left = await readServer(place);
        if (left !== undefined) process.kill(left, 'SIGQUIT');
        await rm(place.startsWith(this.folder) ? place : dirname(place), { recursive: true, force: true });
      }
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function end(hub: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hub.exitCode !== null || hub.signalCode !== null) return;
  const ended = once(hub, 'exit');
  hub.kill(signal);
  await ended;
}

/** The process number of the server on `cluster`, if one lives. */
export async function readServer(cluster: string): Promise<number | undefined> {
  const note = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const pid = Number(note?.split('\n')[0]);
  return pid > 1 && isAlive(pid) ? pid : undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function ask<Row>({ adminUrl }: Pick<Hub, 'adminUrl'>, query: string): Promise<readonly Row[]> {
  const sql = connect(adminUrl, { applicationName: 'test', max: 1 });
  try {
    return [...(await sql.unsafe(query))] as unknown as Row[];
  } finally {
    await sql.end();
  }
}

/** The data directory of PostgreSQL. */
export async function clusterOf(hub: Hub): Promise<string> {
  const [row] = await ask<{ dataDirectory: string }>(hub, 'show data_directory');
  return row!.dataDirectory;
}
