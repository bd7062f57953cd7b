import { cpuMsBetween, type CpuTimes } from '../processes.ts';
import type { Child } from './child.ts';
import type { ClosedLoopOutcome } from './closed-loop.ts';

/** Somebody who takes turns: how it is asked, and which processes work on it. */
export interface Runner {
  readonly variant: string;
  /** Asks for one round. */
  readonly run: () => Promise<ClosedLoopOutcome>;
  readonly warmUp: () => Promise<unknown>;
  readonly processes: readonly Child[];
}

/** One round of one runner. */
export interface Round extends ClosedLoopOutcome {
  /** CPU per request of each process, milliseconds. */
  readonly cpu: Readonly<Record<string, number>>;
}

export interface Measured {
  readonly variant: string;
  readonly rounds: readonly Round[];
  /** Resident memory of all its processes together after the last round. */
  readonly memoryMb: number;
}

/** Who goes when: everybody in each round, and each round begins with another, so that no place is always the same one's. */
export function turns<Item>(items: readonly Item[], rounds: number): readonly (readonly Item[])[] {
  return Array.from({ length: rounds }, (_none, round) =>
    items.map((_item, index) => items[(index + round) % items.length]!),
  );
}

/** Lets all runners take turns for so many rounds, after each has warmed up. */
export async function interleaved(
  runners: readonly Runner[],
  rounds: number,
  postgres: (() => CpuTimes) | undefined,
): Promise<readonly Measured[]> {
  const found = new Map<Runner, Round[]>(runners.map((runner) => [runner, []]));
  for (const runner of runners) await runner.warmUp();
  for (const round of turns(runners, rounds))
    for (const runner of round) found.get(runner)!.push(await measured(runner, postgres));
  return Promise.all(
    [...found].map(async ([{ variant, processes }, of]) => {
      const usages = await Promise.all(processes.map((process) => process.usage()));
      return { variant, rounds: of, memoryMb: usages.reduce((sum, { memoryMb }) => sum + memoryMb, 0) };
    }),
  );
}

async function measured({ run, processes }: Runner, postgres: (() => CpuTimes) | undefined): Promise<Round> {
  const before = await Promise.all(processes.map((process) => process.usage()));
  const served = postgres?.();
  const outcome = await run();
  const servedMs = served === undefined ? undefined : cpuMsBetween(served, postgres!());
  const after = await Promise.all(processes.map((process) => process.usage()));
  const cpu: Record<string, number> = {};
  processes.forEach(({ name }, index) => {
    const used = (after[index]!.cpuMs - before[index]!.cpuMs) / outcome.requests;
    cpu[shortName(name)] = used;
  });
  if (servedMs !== undefined) cpu['postgres'] = servedMs / outcome.requests;
  return { ...outcome, cpu };
}

/** `allocation of …` is allocation, whoever it works for; what is not an owner is the process that was asked. */
function shortName(name: string): string {
  return name.startsWith('allocation') ? 'allocation' : name.includes(' ') ? 'asked' : name;
}
