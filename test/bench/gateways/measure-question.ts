import { openLoop } from '../open-loop.ts';
import type { CpuTimes } from '../processes.ts';
import type { BenchRow } from '../result.ts';
import { median } from '../statistics.ts';
import type { BenchSettings } from './bench-settings.ts';
import type { Child } from './child.ts';
import { closedLoop, type ClosedLoopOutcome } from './closed-loop.ts';
import { FLOOR, FLOOR_WITHOUT_POLICIES, HUB_PAST_THE_DOOR } from './goals.ts';
import type { Asker } from './http-asker.ts';
import type { Question } from './questions.ts';
import { interleaved, type Measured, type Runner } from './rounds.ts';
import { VARIANTS, type Variant } from './variants.ts';

/** Who is asked, and how. */
export interface Contest {
  readonly settings: BenchSettings;
  readonly variants: readonly (Variant & { readonly asker: Asker })[];
  readonly floor: Child;
  readonly postgres: (() => CpuTimes) | undefined;
}

/** Times one question with everybody who answers it rightly, in turns, and then at one even rate for all. */
export async function measureQuestion(
  question: Question,
  { settings, variants, floor, postgres }: Contest,
): Promise<readonly BenchRow[]> {
  const { connections, leastRequests, roundMs, warmUpMs, rounds, openLoopSeconds } = settings;
  const loop = { connections, requests: leastRequests, forMs: roundMs };
  const warm = { connections, requests: leastRequests, forMs: warmUpMs };
  const overHttp = variants.map(({ name, processes, asker }): Runner => {
    const send = () => asker.send(question);
    return {
      variant: VARIANTS[name],
      processes,
      warmUp: () => closedLoop({ ...warm, send }),
      run: () => closedLoop({ ...loop, send }),
    };
  });
  const within = (variant: string, child: Child, members: Readonly<Record<string, unknown>>): Runner => ({
    variant,
    processes: [child],
    warmUp: () => child.ask('loop', { ...members, loop: warm }),
    run: () => child.ask<ClosedLoopOutcome>('loop', { ...members, loop }),
  });
  const hub = variants.find(({ name }) => name === 'hub')!.processes[0]!;
  const runners = [
    within(FLOOR_WITHOUT_POLICIES, floor, { question: question.name, policies: false }),
    within(FLOOR, floor, { question: question.name, policies: true }),
    within(HUB_PAST_THE_DOOR, hub, { question }),
    ...overHttp,
  ];
  const measured = await interleaved(runners, rounds, postgres);
  const slowest = Math.min(...overHttp.map(({ variant }) => rateOf(variant, measured)));
  const latencies = new Map<string, Readonly<Record<string, number>>>();
  for (const { name, asker } of variants) {
    const perSecond = slowest / 2;
    const { p50Ms, p99Ms, errors } = await openLoop({
      perSecond,
      seconds: Math.max(openLoopSeconds, leastRequests / perSecond),
      send: () => asker.send(question),
      seed: `${question.name} ${name}`,
    });
    latencies.set(VARIANTS[name], {
      atPerSecond: perSecond,
      openP50Ms: p50Ms,
      openP99Ms: p99Ms,
      openErrors: errors,
    });
  }
  return measured.map((one) => rowOf(question.title, one, latencies.get(one.variant)));
}

/** The middle of the rounds, and how far they lie apart. */
export function rowOf(
  question: string,
  { variant, rounds, memoryMb }: Measured,
  latencies: Readonly<Record<string, number>> = {},
): BenchRow {
  const middles = rounds.map(({ p50Ms }) => p50Ms);
  const processes = Object.keys(rounds[0]!.cpu);
  const cpu = processes.map((name): [string, number] => [
    name,
    median(rounds.map((round) => round.cpu[name]!)),
  ]);
  return {
    question,
    variant,
    median: median(middles),
    least: Math.min(...middles),
    most: Math.max(...middles),
    cpu: Object.fromEntries(cpu),
    more: {
      cpuMs: cpu.reduce((sum, [, one]) => sum + one, 0),
      perSecond: median(rounds.map(({ perSecond }) => perSecond)),
      p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
      ...latencies,
      memoryMb,
    },
  };
}

function rateOf(variant: string, measured: readonly Measured[]): number {
  const { rounds } = measured.find((one) => one.variant === variant)!;
  return median(rounds.map(({ perSecond }) => perSecond));
}
