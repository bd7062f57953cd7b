import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import type { Account } from './account.ts';
import { explainProgram } from './embedded-failure.ts';

export interface PostmasterOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/** A database server that runs as a direct child of this process, so that its death is noticed and reaped. */
export interface Postmaster {
  readonly port: number;
  readonly child: ChildProcess;
}

/** Nothing of the hub's environment reaches the server: a stray PGDATA or LC_MESSAGES would change what it does. */
const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' };
const KEPT_CHARACTERS = 16_384;
const ATTEMPTS = 40;

/**
 * Starts the server on the loopback address, on `port` or one that the system picks, and waits until it answers,
 * however long it takes to repair what a crash left. Throws an EmbeddedError when it ends instead.
 */
export async function startPostmaster(options: PostmasterOptions, port?: number): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await pickPort());
    const started = await tryPostmaster(options, chosen);
    if (typeof started !== 'string') return { port: chosen, child: started };
    // Another program took the port in between, or processes of a killed server are still on their way out.
    const passing = /could not bind|pre-existing shared memory block|lock file "postmaster.pid"/.test(
      started,
    );
    if (!passing || attempt === ATTEMPTS) throw explainProgram('postgres', started, options.cluster);
    await wait(250);
  }
}

/** Ends the server in order: clients are cut off, what was committed is written; after 20 seconds with force. */
export async function stopPostmaster(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.kill('SIGINT');
  const force = setTimeout(() => child.kill('SIGQUIT'), 20_000);
  await ended;
  clearTimeout(force);
}

function tryPostmaster(options: PostmasterOptions, port: number): Promise<ChildProcess | string> {
  const settings = Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(options.postgres, ['-D', options.cluster, '-p', String(port), ...settings], {
    ...options.account,
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C reaches the hub alone, which ends its requests before it ends the database.
    detached: true,
  });
  let output = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      resolve(output);
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      output = (output + piece).slice(-KEPT_CHARACTERS);
      if (output.includes('database system is ready to accept connections')) {
        letGo(child);
        resolve(child);
      }
    });
  });
}

/** From now on the server by itself keeps no program running; whoever started it decides how long that is. */
function letGo(child: ChildProcess): void {
  child.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
}

function pickPort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new TypeError('a listening TCP server has an address'));
      });
    });
  });
}
