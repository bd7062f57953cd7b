import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { monotonicMs } from '../../../platform/clock.ts';

/** The hub as a process of its own. */
export interface HubProcess {
  readonly pid: number;
  readonly origin: string;
  /** Of the debugger, where it was started with one. */
  readonly inspectorUrl: string | undefined;
  /** Milliseconds from the start until it answered. */
  readonly startedInMs: number;
  readonly stop: () => Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ANSWERS = /The hub answers\.[\s\S]*?(http:\/\/localhost:\d+)/;
const INSPECTOR = /Debugger listening on (ws:\S+)/;

/** Starts the hub with the command of `npm start` on a port of its own; `flags` are for Node besides. Rejects when it ends first. */
export async function startHubProcess(
  settings: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<HubProcess> {
  const before = monotonicMs();
  const child = spawn(process.execPath, [...flags, ...startArguments()], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const output = collect(child);
  const answers = await Promise.race([
    ended.then(() => undefined),
    waitFor(() => ANSWERS.exec(output.out())?.[1]),
  ]);
  if (answers === undefined) throw new Error(`The hub did not start:\n${output.out()}\n${output.err()}`);
  return {
    pid: child.pid!,
    origin: answers,
    inspectorUrl: INSPECTOR.exec(output.err())?.[1],
    startedInMs: monotonicMs() - before,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What `npm start` gives Node. */
export function startArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [node, ...words] = scripts.start.split(' ');
  if (node !== 'node') throw new TypeError('npm start is not one Node program');
  return words;
}

function collect(child: ChildProcess) {
  let [out, err] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (piece: string) => (out += piece));
  // The log of the hub is long under load; its beginning is all that is looked at.
  child.stderr!.setEncoding('utf8').on('data', (piece: string) => {
    if (err.length < 100_000) err += piece;
  });
  return { out: () => out, err: () => err };
}

async function waitFor<Value>(look: () => Value | undefined): Promise<Value> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
