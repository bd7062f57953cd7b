import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Usage } from './child-side.ts';

/** A process that the bench started, and asks. */
export interface Child {
  readonly name: string;
  /** Where it answers over HTTP; empty when it does not. */
  readonly origin: string;
  readonly ask: <Answer>(kind: string, members?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  readonly usage: () => Promise<Usage>;
  readonly stop: () => Promise<void>;
}

const STARTED_MS = 120_000;
const STOPPED_MS = 5_000;

/** Starts `script` (beside this file) as a process of its own; rejects with what it wrote when it does not come up. */
export async function startChild(
  name: string,
  script: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<Child> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'development' },
  });
  const written: string[] = [];
  for (const stream of [child.stdout!, child.stderr!])
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => void (written.length < 400 && written.push(text)));
  const ask = asking(child, name, written);
  const stop = () => end(child);
  try {
    const late = AbortSignal.timeout(STARTED_MS);
    const origin = await Promise.race([
      ask<string | undefined>('start', { settings }),
      once(late, 'abort').then(() => Promise.reject(new Error(`${name} took too long to start`))),
    ]);
    const usage = () => ask<Usage>('usage');
    return { name, origin: origin ?? '', ask, usage, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

function asking(child: ChildProcess, name: string, written: readonly string[]): Child['ask'] {
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (fault: Error) => void }>();
  let last = 0;
  const output = () => written.join('').trim().slice(-4_000);
  child.on('message', ({ id, answer, fault }: { id: number; answer?: unknown; fault?: string }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) one?.resolve(answer);
    else one?.reject(new Error(`${name}: ${fault}\n${output()}`));
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`${name} ended with ${code ?? signal}: ${output()}`));
    waiting.clear();
  });
  return <Answer>(kind: string, members: Readonly<Record<string, unknown>> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      if (!child.connected) return reject(new Error(`${name} is not running: ${output()}`));
      const id = (last += 1);
      waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      child.send({ id, kind, ...members });
    });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  else child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOPPED_MS);
  await ended;
  clearTimeout(late);
}
