import { randomnessOf } from '../../demonstration/randomness.ts';
import { percentile } from './statistics.ts';

/** What is sent, when, and how far one goes with it. */
export interface OpenLoop {
  readonly perSecond: number;
  readonly seconds: number;
  /** Sends the request of this number and resolves with its answer. Who rejects is an error, by its message. */
  readonly send: (index: number) => Promise<unknown>;
  /**
   * With a seed requests arrive as a Poisson process does, each moment as likely as any other, and the same seed gives the
   * same moments; without one they arrive evenly.
   */
  readonly seed?: string;
  /** The most requests that wait for an answer at one time; what comes while so many wait is not sent, and counted. */
  readonly outstandingMaximum?: number;
  /** What a request is, when kinds are told apart. */
  readonly kindOf?: (index: number) => string;
  readonly timer?: LoopTimer;
}

/** Time as the loop sees it, so that a test can turn the hands. */
export interface LoopTimer {
  /** Milliseconds of a monotonic counter. */
  now(): number;
  /** Runs `work` once `afterMs` have passed, never at once. */
  wake(work: () => void, afterMs: number): void;
}

/** Latency of what was answered, in milliseconds from the intended start. All 0 when nothing was. */
export interface Latency {
  readonly answered: number;
  readonly leastMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
}

export interface OpenLoopOutcome extends Latency {
  /** How many should have been sent. `sent + unsent`, and `sent` is `answered + errors`. */
  readonly intended: number;
  readonly sent: number;
  /** Not sent, because too many were waiting for an answer: a rate that leaves any of these was not held. */
  readonly unsent: number;
  readonly errors: number;
  readonly errorsByMessage: Readonly<Record<string, number>>;
  /** Answers a second, from the first intended start to the last answer. */
  readonly answeredPerSecond: number;
  /** How late the sender itself was at worst. What it adds is part of each latency. */
  readonly lateMostMs: number;
  readonly mostOutstanding: number;
  readonly byKind: Readonly<Record<string, Latency>>;
}

const OUTSTANDING_MAXIMUM = 2_000;

const machineTimer: LoopTimer = {
  now: () => performance.now(),
  wake: (work, afterMs) => void setTimeout(work, afterMs),
};

/**
 * Sends requests at moments that are fixed beforehand, whatever comes back, as people do who do not know of each other. Latency
 * counts from the moment that a request should have started, so a server that stalls is charged for all who came meanwhile.
 * Never rejects for an answer; resolves when the last has come.
 */
export function openLoop(loop: OpenLoop): Promise<OpenLoopOutcome> {
  const { send, outstandingMaximum = OUTSTANDING_MAXIMUM, kindOf, timer = machineTimer } = loop;
  const starts = intendedStarts(loop);
  const latencies = new Map<string, number[]>();
  const errors = new Map<string, number>();
  const begun = timer.now();
  let next = 0;
  let outstanding = 0;
  let mostOutstanding = 0;
  let unsent = 0;
  let lateMostMs = 0;

  return new Promise((resolve) => {
    function sendOne(index: number): void {
      const intended = begun + starts[index]!;
      lateMostMs = Math.max(lateMostMs, timer.now() - intended);
      if (outstanding >= outstandingMaximum) return void (unsent += 1);
      outstanding += 1;
      mostOutstanding = Math.max(mostOutstanding, outstanding);
      void answerOf(send, index).then((failure) => {
        outstanding -= 1;
        if (failure === undefined) {
          const kind = kindOf?.(index) ?? '';
          const known = latencies.get(kind);
          if (known === undefined) latencies.set(kind, [timer.now() - intended]);
          else known.push(timer.now() - intended);
        } else errors.set(failure, (errors.get(failure) ?? 0) + 1);
        finishWhenDone();
      });
    }

    function finishWhenDone(): void {
      if (next < starts.length || outstanding > 0) return;
      const took = timer.now() - begun;
      const all = latencyOf([...latencies.values()].flat());
      resolve({
        intended: starts.length,
        sent: starts.length - unsent,
        unsent,
        errors: [...errors.values()].reduce((sum, count) => sum + count, 0),
        errorsByMessage: Object.fromEntries(errors),
        ...all,
        answeredPerSecond: took === 0 ? 0 : (all.answered * 1000) / took,
        lateMostMs,
        mostOutstanding,
        byKind: kindOf === undefined ? {} : byKind(latencies),
      });
    }

    function sendDue(): void {
      while (next < starts.length && begun + starts[next]! <= timer.now()) sendOne(next++);
      if (next < starts.length) timer.wake(sendDue, Math.max(1, begun + starts[next]! - timer.now()));
      else finishWhenDone();
    }

    sendDue();
  });
}

/** When each request should start, milliseconds from the first moment, in order. */
export function intendedStarts({
  perSecond,
  seconds,
  seed,
}: Pick<OpenLoop, 'perSecond' | 'seconds' | 'seed'>): Float64Array {
  const starts = new Float64Array(Math.round(perSecond * seconds));
  if (seed === undefined) return starts.map((_none, index) => (index * 1000) / perSecond);
  // Given how many come, the moments of a Poisson process are as many independent even draws, put in order.
  const { below } = randomnessOf(seed);
  const fraction = (): number => (below(1_000_000) + below(1_000_000) / 1_000_000) / 1_000_000;
  return starts.map(() => fraction() * seconds * 1000).sort();
}

export function latencyOf(latenciesMs: readonly number[]): Latency {
  const sorted = Float64Array.from(latenciesMs).sort();
  return {
    answered: sorted.length,
    leastMs: sorted[0] ?? 0,
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    p99Ms: percentile(sorted, 0.99),
    mostMs: percentile(sorted, 1),
  };
}

function byKind(latencies: ReadonlyMap<string, readonly number[]>): Readonly<Record<string, Latency>> {
  return Object.fromEntries([...latencies].map(([kind, of]) => [kind, latencyOf(of)]));
}

async function answerOf(send: OpenLoop['send'], index: number): Promise<string | undefined> {
  try {
    await send(index);
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
