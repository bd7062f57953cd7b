import { execSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** What one variant took for one question. Times are milliseconds, CPU is milliseconds per request. */
export interface BenchRow {
  readonly question: string;
  /** Who answered: `hub, one process`, `the SQL alone`, a peer with its version. */
  readonly variant: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** CPU per request of each process that worked on it, by its name; PostgreSQL is one of them. */
  readonly cpu: Readonly<Record<string, number>>;
  /** What else was measured, by a name that ends in its unit: `p50Ms`, `p99Ms`, `perSecond`, `memoryMb`. */
  readonly more?: Readonly<Record<string, number>>;
}

/** One goal beside what was measured. */
export interface GoalOutcome {
  readonly goal: string;
  /** In the words of the table: `at most 0.25`. */
  readonly bound: string;
  readonly measured: string;
  readonly met: boolean;
  /** Why it is not met, or what the reader must know of how it was measured. */
  readonly reason?: string;
}

/** What a script says of itself; the machine, commit and versions are added when it is written. */
export interface BenchOutcome {
  readonly family: string;
  /** Runs, rounds, connections, scale of the data, executor: what changes the figures. */
  readonly configuration: Readonly<Record<string, string | number | boolean>>;
  readonly rows: readonly BenchRow[];
  readonly goals: readonly GoalOutcome[];
  /** Who could not take part, and why; each a sentence. */
  readonly notes?: readonly string[];
}

export interface BenchResult extends BenchOutcome {
  readonly commit: string;
  readonly measuredAt: string;
  readonly machine: { readonly cores: number; readonly processor: string; readonly memoryGb: number };
  readonly versions: Readonly<Record<string, string>>;
}

const FOLDER = new URL('../../dist/bench/', import.meta.url);

/** Writes `dist/bench/<family>.json`, prints its tables, and gives what was written. */
export function report(outcome: BenchOutcome, versions: Readonly<Record<string, string>> = {}): BenchResult {
  const result: BenchResult = {
    ...outcome,
    commit: execSync('git describe --always --dirty', { encoding: 'utf8' }).trim(),
    measuredAt: new Date().toISOString(),
    machine: {
      cores: cpus().length,
      processor: cpus()[0]?.model ?? 'unknown',
      memoryGb: Math.round(totalmem() / 2 ** 30),
    },
    versions: { node: process.versions.node, ...versions },
  };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(`${outcome.family}.json`, FOLDER), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`${described(result)}\n\n${tableOfRows(result.rows)}\n`);
  if (result.goals.length > 0) console.log(`${tableOfGoals(result.goals)}\n`);
  for (const note of result.notes ?? []) console.log(`- ${note}`);
  return result;
}

/** What the scripts wrote last, by family. */
export function writtenResults(): readonly BenchResult[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as BenchResult);
}

/** Where and how figures came about, in one line above their table. */
export function described({ commit, versions, machine, configuration }: BenchResult): string {
  const named = (all: Readonly<Record<string, unknown>>) =>
    Object.entries(all)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ');
  return `Commit ${commit}, ${named(versions)}, ${machine.cores} cores of ${machine.processor}; ${named(configuration)}.`;
}

export function tableOfRows(rows: readonly BenchRow[]): string {
  const lines = rows.map(({ question, variant, median, least, most, cpu, more = {} }) => {
    const others = Object.entries(more).map(([name, value]) => `${name} ${figure(value)}`);
    const processes = Object.entries(cpu).map(([name, value]) => `${name} ${figure(value)}`);
    return `| ${question} | ${variant} | ${figure(median)} | ${figure(least)} to ${figure(most)} | ${processes.join(', ')} | ${others.join(', ')} |`;
  });
  return [
    '| question | answered by | median ms | least to most | CPU ms a request | more |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

export function tableOfGoals(goals: readonly GoalOutcome[]): string {
  const lines = goals.map(
    ({ goal, bound, measured, met, reason = '' }) =>
      `| ${goal} | ${bound} | ${measured} | ${met ? 'met' : 'not met'} | ${reason} |`,
  );
  return ['| goal | bound | measured | | why |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}

/** Three digits that tell something, for milliseconds and ratios alike. */
export function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}
