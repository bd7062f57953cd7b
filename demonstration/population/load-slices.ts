import { Worker } from 'node:worker_threads';
import type { SliceAnswer, SliceThreadData } from './slice-thread.ts';
import type { LoadedTable, Slice } from './slice.ts';

export interface LoadSlicesOptions extends SliceThreadData {
  readonly slices: readonly Slice[];
  /** Threads that make and load at the same time. */
  readonly threads: number;
  readonly onLoaded: (done: number, tables: readonly LoadedTable[]) => void;
}

/** Two large regions with a year of their rankings. */
const MEMORY_MB = 6_144;

/**
 * Loads every slice, by some threads that take the next one when they are ready, the largest first. Answers what was loaded in an
 * order that does not depend on how many threads there were. Rejects when one of them fails, after having ended the others.
 */
export async function loadSlices({
  slices,
  threads,
  onLoaded,
  ...workerData
}: LoadSlicesOptions): Promise<readonly LoadedTable[]> {
  const waiting = slices.toSorted((one, other) => sizeOf(other) - sizeOf(one));
  const loaded: LoadedTable[] = [];
  const workers: Worker[] = [];
  let done = 0;
  const working = Array.from({ length: Math.min(threads, slices.length) }, async () => {
    const worker = new Worker(new URL('slice-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    workers.push(worker);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('a thread ended before its work')));
      worker.on('message', (answer: SliceAnswer) => {
        if (answer.kind === 'LOADED') {
          loaded.push(...answer.tables);
          done += 1;
          onLoaded(done, answer.tables);
        }
        const next = waiting.shift();
        if (next === undefined) resolve();
        else worker.postMessage(next);
      });
    });
  });
  try {
    await Promise.all(working);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return loaded.sort(
    (one, other) =>
      one.slice - other.slice || compare(one.subgraph, other.subgraph) || compare(one.table, other.table),
  );
}

function sizeOf({ regions }: Slice): number {
  return regions.reduce((sum, { registrations }) => sum + registrations, 0);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
