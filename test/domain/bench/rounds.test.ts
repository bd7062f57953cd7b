import { describe, expect, it } from 'vitest';
import { closedLoop } from '../../bench/gateways/closed-loop.ts';
import { rowOf } from '../../bench/gateways/measure-question.ts';
import { interleaved, turns, type Runner } from '../../bench/gateways/rounds.ts';

const OUTCOME = { requests: 10, tookMs: 100, perSecond: 100, p50Ms: 5, p99Ms: 9 };

describe('rounds', () => {
  it('let everybody ask once in each, and begin with another each time', () => {
    expect(turns(['a', 'b', 'c'], 4)).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });

  it('warm everybody up before anybody is timed', async () => {
    const log: string[] = [];
    const runner = (variant: string): Runner => ({
      variant,
      processes: [],
      warmUp: () => Promise.resolve(log.push(`${variant} warm`)),
      run: () => Promise.resolve(log.push(variant)).then(() => OUTCOME),
    });
    await interleaved([runner('a'), runner('b')], 2, undefined);
    expect(log).toEqual(['a warm', 'b warm', 'a', 'b', 'b', 'a']);
  });

  it('charge each process for what it used while it was asked, per request, and the database for its own', async () => {
    let used = 0;
    let served = 0;
    const child = {
      name: 'registrations',
      origin: '',
      ask: () => Promise.reject(new Error('not asked')),
      usage: () => Promise.resolve({ cpuMs: used, memoryMb: 50 }),
      stop: () => Promise.resolve(),
    };
    const run = () => {
      used += 40;
      served += 20e6;
      return Promise.resolve(OUTCOME);
    };
    const runner = { variant: 'a', processes: [child], warmUp: () => Promise.resolve((used += 1_000)), run };
    const [measured] = await interleaved([runner], 1, () => new Map([[7, served]]));
    expect(measured!.rounds[0]!.cpu).toEqual({ registrations: 4, postgres: 2 });
    expect(measured!.memoryMb).toBe(50);
  });

  it('are told as the middle of their middles, with the least and the most', () => {
    const round = (p50Ms: number, own: number) => ({ ...OUTCOME, p50Ms, cpu: { asked: own, postgres: 1 } });
    const row = rowOf('q', { variant: 'a', rounds: [round(4, 3), round(8, 2), round(5, 9)], memoryMb: 1 });
    expect(row).toMatchObject({ median: 5, least: 4, most: 8, cpu: { asked: 3, postgres: 1 } });
    expect(row.more).toMatchObject({ cpuMs: 4, perSecond: 100 });
  });
});

describe('a closed loop', () => {
  it('asks exactly as often as told, with no more at one time than it has connections', async () => {
    const seen: number[] = [];
    let open = 0;
    let most = 0;
    const send = async (index: number) => {
      seen.push(index);
      most = Math.max(most, (open += 1));
      await Promise.resolve();
      open -= 1;
    };
    const { requests } = await closedLoop({ connections: 3, requests: 10, forMs: 0, send });
    expect(requests).toBe(10);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(most).toBe(3);
  });

  it('fails with the first failure, for failures are fast and measure nothing', async () => {
    const send = (index: number) => (index === 4 ? Promise.reject(new Error('refused')) : Promise.resolve());
    await expect(closedLoop({ connections: 2, requests: 10, forMs: 0, send })).rejects.toThrow('refused');
  });
});
