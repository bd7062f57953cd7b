import { describe, expect, it } from 'vitest';
import { cpuMsBetween, cpuOfSchedstat, cpuOfStat, hasOneThread, parentIn } from '../../bench/processes.ts';

// Fields after the name (proc(5)): state, parent, group, session, terminal, its group, flags, four counts of faults, user, system.
const STAT = '4711 (postgres: a) b (c) S 42 4711 4711 0 -1 4194560 1 2 3 4 250 31 9 9 20 0 1 0 100 0 0';

describe('CPU of a process', () => {
  it('is read past a name with spaces and brackets in it', () => {
    expect(parentIn(STAT)).toBe(42);
    expect(cpuOfStat(STAT)).toBe((250 + 31) * 1e7);
  });

  it('is read to the nanosecond where the system counts so, which it does for the first thread alone', () => {
    expect(cpuOfSchedstat('123456789 55 66\n')).toBe(123_456_789);
    expect(hasOneThread(STAT)).toBe(true);
    expect(hasOneThread(STAT.replace(' 20 0 1 ', ' 20 0 11 '))).toBe(false);
  });

  it('between two readings is what grew, all of a process that began, and nothing of one that ended', () => {
    const before = new Map([
      [1, 5e6],
      [2, 90e6],
    ]);
    const after = new Map([
      [1, 7e6],
      [3, 4e6],
    ]);
    expect(cpuMsBetween(before, after)).toBe(6);
  });
});
