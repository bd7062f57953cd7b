import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from '../../../gateway/data-sources/circuit-breaker.ts';

describe('the circuit breaker of an owner elsewhere', () => {
  function make() {
    const clock = { now: 0 };
    const breaker = new CircuitBreaker({ faultsToOpen: 3, retryAfterMs: 100, now: () => clock.now });
    const calls = { count: 0 };
    const failing = () => {
      calls.count += 1;
      return Promise.reject(new Error('away'));
    };
    return { clock, breaker, calls, failing };
  }

  it('lets calls through while faults are few, and refuses at once after a run of them', async () => {
    const { breaker, calls, failing } = make();
    for (let fault = 0; fault < 3; fault += 1) await expect(breaker.call(failing)).rejects.toThrow('away');
    await expect(breaker.call(failing)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(calls.count).toBe(3);
  });

  it('lets one call try after a while, one at a time, and closes again when it succeeds', async () => {
    const { clock, breaker, calls, failing } = make();
    for (let fault = 0; fault < 3; fault += 1) await expect(breaker.call(failing)).rejects.toThrow('away');
    clock.now = 100;
    const slow = Promise.withResolvers<string>();
    const trial = breaker.call(() => slow.promise);
    await expect(breaker.call(failing)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    slow.resolve('back');
    expect(await trial).toBe('back');
    expect(await breaker.call(() => Promise.resolve('and stays'))).toBe('and stays');
    expect(calls.count).toBe(3);
  });

  it('stays open when the trial fails too', async () => {
    const { clock, breaker, failing } = make();
    for (let fault = 0; fault < 3; fault += 1) await expect(breaker.call(failing)).rejects.toThrow('away');
    clock.now = 100;
    await expect(breaker.call(failing)).rejects.toThrow('away');
    clock.now = 150;
    await expect(breaker.call(failing)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  it('forgets faults that a success came between', async () => {
    const { breaker, failing } = make();
    for (let round = 0; round < 5; round += 1) {
      await expect(breaker.call(failing)).rejects.toThrow('away');
      expect(await breaker.call(() => Promise.resolve('fine'))).toBe('fine');
    }
  });
});
