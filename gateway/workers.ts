import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PreparedDatabase } from '../platform/database/prepare.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import type { Log } from '../platform/telemetry.ts';

/** What a worker is told first. It reads its other settings from the environment, as the process that starts it does. */
export interface WorkerStart {
  readonly databases: readonly PreparedDatabase[];
  /** Where people find the door. */
  readonly origin: string;
  readonly port: number;
  readonly count: number;
}

/** What a worker says of itself: its hub is ready, it answers at the door, or why it cannot. */
export type WorkerNews =
  | { readonly news: 'READY' }
  | { readonly news: 'ANSWERS' }
  | { readonly news: 'FAILED'; readonly sentence: string };

/** What a worker is told when its hub is ready. */
export const OPEN_DOOR = 'open the door';

export interface WorkersSettings {
  readonly count: number;
  readonly start: Omit<WorkerStart, 'count'>;
  /** Gives up the port, once there are workers to take it. */
  readonly leaveDoor: () => Promise<void>;
  readonly log: Log;
}

/** Processes that answer at one door. */
export interface Workers {
  /** Resolves when all of them do, or with why one cannot. */
  readonly answering: Promise<Outcome<undefined, string>>;
  /** Lets what is under way end, then ends them. */
  readonly stop: () => Promise<void>;
}

/** A worker that ends by itself is replaced after so long, milliseconds: what ended it may take a moment to pass. */
const REPLACED_AFTER_MS = 500;
const STOPPED_WITHIN_MS = 10_000;

/**
 * Starts processes that share nothing but the port and the database: each is a whole hub, without the work beside requests,
 * which the process that starts them does. One that dies is replaced; when that process dies, they end.
 */
export function startWorkers({ count, start, leaveDoor, log }: WorkersSettings): Workers {
  cluster.setupPrimary({ exec: fileURLToPath(new URL('./worker.ts', import.meta.url)), args: [] });
  const running = new Set<Worker>();
  let stopping = false;
  let doorIsFree = false;

  /** A new worker, when its hub is ready. */
  function fork(): Promise<Outcome<Worker, string>> {
    const worker = cluster.fork();
    running.add(worker);
    worker.send({ ...start, count });
    return new Promise((resolve) => {
      worker.on('message', (message: WorkerNews) => {
        if (message.news === 'FAILED') resolve(failed(message.sentence));
        if (message.news === 'READY') resolve(ok(worker));
      });
      worker.once('exit', (code, signal) => {
        running.delete(worker);
        resolve(failed(`A worker ended before it answered (${signal ?? code}).`));
        if (stopping || !doorIsFree) return;
        log({ event: 'worker-ended', code: String(signal ?? code) });
        setTimeout(replace, REPLACED_AFTER_MS).unref();
      });
    });
  }

  function replace(): void {
    if (stopping) return;
    void fork().then((ready) => {
      if (ready.kind === 'OK') ready.value.send(OPEN_DOOR);
    });
  }

  async function answering(): Promise<Outcome<undefined, string>> {
    const all = await Promise.all(Array.from({ length: count }, fork));
    for (const ready of all) if (ready.kind === 'FAILED') return ready;
    await leaveDoor();
    doorIsFree = true;
    const answers = await Promise.all([...running].map(opened));
    return answers.find(({ kind }) => kind === 'FAILED') ?? ok(undefined);
  }

  async function stop(): Promise<void> {
    stopping = true;
    await Promise.all([...running].map(end));
  }

  return { answering: answering(), stop };
}

function opened(worker: Worker): Promise<Outcome<undefined, string>> {
  return new Promise((resolve) => {
    worker.on('message', (message: WorkerNews) => {
      if (message.news === 'ANSWERS') resolve(ok(undefined));
      if (message.news === 'FAILED') resolve(failed(message.sentence));
    });
    worker.once('exit', () => resolve(failed('A worker ended before it answered.')));
    worker.send(OPEN_DOOR);
  });
}

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const ended = once(worker, 'exit');
  // It may have been told by the same Ctrl-C.
  if (worker.isConnected()) worker.disconnect();
  const late = setTimeout(() => worker.process.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(late);
}
