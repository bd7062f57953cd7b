import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
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

/** CPU seconds that a process has used, with its ended children. Undefined where the system has no `/proc`, or no such process. */
export function cpuSecondsOf(pid: number): number | undefined {
  const fields = statOf(pid);
  // utime, stime, cutime, cstime: fields 14 to 17, in the hundredths of a second that Linux counts in.
  return fields?.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);
}

/** CPU seconds of a server and all that it started, such as PostgreSQL's postmaster and its backends. */
export function cpuSecondsOfTree(pid: number): number | undefined {
  const own = cpuSecondsOf(pid);
  if (own === undefined) return undefined;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(Number(name))?.[1] === String(pid))
    .reduce((sum, child) => sum + (cpuSecondsOf(Number(child)) ?? 0), own);
}

/** The process that started `pid`. */
export function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Resident memory of a process in MB. Undefined where the system has no `/proc`. */
export function residentMbOf(pid: number): number | undefined {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

/** The fields of `/proc/<pid>/stat` from the state on; the name before it may hold anything. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
