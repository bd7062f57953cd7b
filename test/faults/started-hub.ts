import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { ROOT } from '../support/source-files.ts';

/** A hub as `npm start` runs it, with what it printed. */
export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when it says that it can be stopped, rejects when it ends before. */
  readonly ready: Promise<void>;
  readonly ended: Promise<number | null>;
}

/** Every process that a suite started, for it to end when a test failed. */
export const children: ChildProcess[] = [];

export function startHubProcess(environment: Readonly<Record<string, string>>, ...flags: string[]): Started {
  const child = spawn(process.execPath, ['gateway/main.ts', ...flags], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', DEMONSTRATION_SCALE: 'small', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  const ended = once(child, 'close').then(() => child.exitCode);
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        if (text.includes('Stop with Ctrl-C')) resolve();
      });
    }
    void ended.then(() => reject(new Error(`it ended: ${text}`)));
  });
  ready.catch(() => undefined);
  return { child, output: () => text, ready, ended };
}

/** Processes that a process started and that still run, by id. */
export async function childrenOf(parent: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (Number(/\) \S (\d+)/.exec(stat)?.[1]) === parent) found.push(pid);
  }
  return found;
}

/** Where it says that it is open. */
export function originOf(started: Started): string {
  return /is open:\s+(http:\S+)/.exec(started.output())![1]!;
}
