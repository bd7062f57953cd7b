import { describe, expect, it } from 'vitest';
import { intendedStarts, latencyOf, openLoop, type LoopTimer } from '../../bench/open-loop.ts';

/** A clock that stands still until somebody waits for it, and then is at that moment. */
function turnedTimer() {
  let now = 0;
  const waiting: { at: number; work: () => void }[] = [];
  const timer: LoopTimer = {
    now: () => now,
    wake: (work, afterMs) => void waiting.push({ at: now + afterMs, work }),
  };
  async function turn(): Promise<void> {
    // Answers that are due at this moment go first: their promises are settled in microtasks.
    for (let round = 0; round < 5; round += 1) await Promise.resolve();
    waiting.sort((one, other) => one.at - other.at);
    const first = waiting.shift();
    if (first === undefined) return;
    now = Math.max(now, first.at);
    first.work();
    return turn();
  }
  return {
    timer,
    turn,
    after: (ms: number) => new Promise<void>((resolve) => timer.wake(resolve, ms)),
    jump: (ms: number) => void (now += ms),
  };
}

describe('an open loop', () => {
  it('sends at the moments that were fixed beforehand, however long answers take', async () => {
    const { timer, turn, after } = turnedTimer();
    const sentAt: number[] = [];
    const loop = openLoop({
      perSecond: 100,
      seconds: 0.1,
      timer,
      send: (index) => {
        sentAt.push(timer.now());
        return after(index === 0 ? 5_000 : 1);
      },
    });
    await turn();
    const outcome = await loop;
    expect(sentAt).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(outcome).toMatchObject({ intended: 10, sent: 10, unsent: 0, errors: 0, answered: 10 });
    expect(outcome).toMatchObject({ p50Ms: 1, mostMs: 5_000, mostOutstanding: 2, lateMostMs: 0 });
    expect(outcome.answeredPerSecond).toBe(2);
  });

  it('charges who stalls the sender with the latency of everybody who should have been sent meanwhile', async () => {
    const { timer, turn, after, jump } = turnedTimer();
    const loop = openLoop({
      perSecond: 100,
      seconds: 0.08,
      timer,
      send: (index) => {
        if (index === 2) jump(50);
        return after(1);
      },
    });
    await turn();
    const outcome = await loop;
    expect(outcome.mostMs).toBe(51);
    // The third stalled; the four after it should have gone at 30, 40, 50 and 60, and went at 70.
    expect(outcome.lateMostMs).toBe(40);
    expect(outcome.p50Ms).toBe(11);
  });

  it('never has more than the maximum outstanding, and counts what it therefore did not send', async () => {
    const { timer, turn, after } = turnedTimer();
    const loop = openLoop({
      perSecond: 100,
      seconds: 0.1,
      timer,
      outstandingMaximum: 3,
      send: () => after(1_000),
    });
    await turn();
    expect(await loop).toMatchObject({
      intended: 10,
      sent: 3,
      unsent: 7,
      answered: 3,
      mostOutstanding: 3,
    });
  });

  it('counts errors by what they say and leaves them out of the latency', async () => {
    const { timer, turn, after } = turnedTimer();
    const loop = openLoop({
      perSecond: 100,
      seconds: 0.1,
      timer,
      send: async (index) => {
        if (index === 1) throw new Error('REACTION_LIMIT');
        await after(20);
        if (index > 7) throw new Error('SUBGRAPH_UNAVAILABLE');
      },
    });
    await turn();
    const outcome = await loop;
    expect(outcome).toMatchObject({ sent: 10, answered: 7, errors: 3, p50Ms: 20, mostMs: 20 });
    expect(outcome.errorsByMessage).toEqual({ REACTION_LIMIT: 1, SUBGRAPH_UNAVAILABLE: 2 });
  });

  it('tells kinds apart', async () => {
    const { timer, turn, after } = turnedTimer();
    const loop = openLoop({
      perSecond: 100,
      seconds: 0.1,
      timer,
      kindOf: (index) => (index % 5 === 0 ? 'write' : 'read'),
      send: (index) => after(index % 5 === 0 ? 30 : 2),
    });
    await turn();
    const { byKind } = await loop;
    expect(byKind['write']).toMatchObject({ answered: 2, p50Ms: 30 });
    expect(byKind['read']).toMatchObject({ answered: 8, mostMs: 2 });
  });
});

describe('the moments of an open loop', () => {
  it('lie evenly without a seed', () => {
    expect([...intendedStarts({ perSecond: 4, seconds: 1 })]).toEqual([0, 250, 500, 750]);
  });

  it('are those of a Poisson process with one: in order, inside the time, and as clustered as chance makes them', () => {
    const starts = intendedStarts({ perSecond: 1_000, seconds: 10, seed: 'moments' });
    expect(starts).toEqual(intendedStarts({ perSecond: 1_000, seconds: 10, seed: 'moments' }));
    expect(starts).not.toEqual(intendedStarts({ perSecond: 1_000, seconds: 10, seed: 'others' }));
    expect(starts).toHaveLength(10_000);
    expect(starts[0]).toBeGreaterThanOrEqual(0);
    expect(starts.at(-1)).toBeLessThan(10_000);
    const gaps = Array.from(starts.subarray(1), (at, index) => at - starts[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    // Of exponential gaps with a mean of 1 ms, 1 - 1/e are below the mean; even ones would be all or none.
    const below = gaps.filter((gap) => gap < 1).length / gaps.length;
    expect(below).toBeGreaterThan(0.61);
    expect(below).toBeLessThan(0.655);
  });
});

describe('latency', () => {
  it('is told by the size of the numbers, and of nobody who waited is nothing', () => {
    expect(latencyOf([])).toEqual({ answered: 0, leastMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, mostMs: 0 });
    expect(latencyOf([9, 100, 10]).mostMs).toBe(100);
  });
});
