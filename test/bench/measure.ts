import type { BenchRow } from './result.ts';
import { median } from './statistics.ts';

/** What a series of runs took, milliseconds. */
export interface Measured {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** CPU of this process per run, milliseconds. */
  readonly cpu: number;
}

/** Runs `work` one after the other: `warmUp` times unmeasured, then `runs` times. */
export async function measure(
  work: () => unknown,
  runs: number,
  warmUp = Math.ceil(runs / 5),
): Promise<Measured> {
  for (let run = 0; run < warmUp; run += 1) await work();
  const took: number[] = [];
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    took.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    median: median(took),
    least: Math.min(...took),
    most: Math.max(...took),
    cpu: (user + system) / 1000 / runs,
  };
}

/** What was measured, as a row of a result. */
export function rowOf(
  question: string,
  variant: string,
  { median, least, most, cpu }: Measured,
  process = 'hub',
): BenchRow {
  return { question, variant, median, least, most, cpu: { [process]: cpu } };
}
