import { percentile } from '../statistics.ts';

/** So many askers, each with the next question as soon as it has its answer, for a while or for so many questions. */
export interface ClosedLoop {
  readonly connections: number;
  readonly send: (index: number) => Promise<unknown>;
  /** At least this many, also when the time is over. */
  readonly requests: number;
  /** At least this long, milliseconds; 0 for exactly `requests`. */
  readonly forMs: number;
}

export interface ClosedLoopOutcome {
  readonly requests: number;
  readonly tookMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Rejects with the first failure: a bench of failures measures nothing. */
export async function closedLoop({
  connections,
  send,
  requests,
  forMs,
}: ClosedLoop): Promise<ClosedLoopOutcome> {
  const latencies: number[] = [];
  const begun = performance.now();
  let next = 0;
  const isOver = () => next >= requests && performance.now() - begun >= forMs;
  async function asker(): Promise<void> {
    while (!isOver()) {
      const index = next;
      next += 1;
      const start = performance.now();
      await send(index);
      latencies.push(performance.now() - start);
    }
  }
  await Promise.all(Array.from({ length: connections }, asker));
  const tookMs = performance.now() - begun;
  const sorted = latencies.sort((one, other) => one - other);
  return {
    requests: latencies.length,
    tookMs,
    perSecond: (latencies.length * 1000) / tookMs,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  };
}
