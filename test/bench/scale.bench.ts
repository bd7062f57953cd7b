import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { populationIn } from '../../demonstration/population/population-folder.ts';
import type { PopulationScale } from '../../demonstration/population/population-scale.ts';
import { report, type BenchRow, type GoalOutcome } from './result.ts';
import { REACT, SCALE_QUESTIONS } from './scale/questions.ts';
import type { FromHub, ToHub } from './scale/scale-hub.ts';
import { percentile } from './statistics.ts';

/**
 * Asks the same questions of hubs with a region, a province and the country in them, in turns, about persons and homes chosen at random
 * over all of each, and holds the slowest hundredth of the country against that of the region. The populations are made before by
 * `npm run population -- --scale <scale>`; `--folders a,b,c` says where they are. Asserts nothing.
 */
const SCALES: readonly PopulationScale[] = ['region', 'province', 'country'];
const quick = process.argv.includes('--quick');
/** Rounds before anything is counted: after them every rule set of the country was read once, as in a hub that runs for a while. */
const UNCOUNTED = quick ? 1 : 4;
const ROUNDS = UNCOUNTED + (quick ? 2 : 11);
const RUNS = 100;
const CONNECTIONS = 1;
const AT_MOST = 1.5;

const NONE: Gathered['counts'] = { kind: 'COUNTED', askings: 1, pages: 0, wholly: {} };

interface Child {
  readonly scale: PopulationScale;
  readonly process: ChildProcess;
}

interface Gathered {
  readonly tookMs: number[];
  hubCpuMs: number;
  postgresCpuMs: number;
  /** What the server counted of some more askings. */
  counts: Extract<FromHub, { readonly kind: 'COUNTED' }>;
}

/** The folder of each scale that is complete. */
async function foldersOf(): Promise<ReadonlyMap<PopulationScale, string>> {
  const at = process.argv.indexOf('--folders');
  const folders =
    at < 0
      ? SCALES.map((scale) => fileURLToPath(new URL(`../../populations/${scale}`, import.meta.url)))
      : process.argv[at + 1]!.split(',');
  const found = new Map<PopulationScale, string>();
  for (const folder of folders) {
    const population = await populationIn(folder);
    if (population !== undefined) found.set(population.scale, folder);
  }
  return found;
}

async function started(scale: PopulationScale, folder: string): Promise<Child> {
  const child = fork(new URL('scale/scale-hub.ts', import.meta.url), [folder, String((ROUNDS + 1) * RUNS)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [ready] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the hub of the ${scale} ended with ${String(code)}`);
    }),
  ])) as [FromHub];
  if (ready.kind !== 'READY') throw new Error(`the hub of the ${scale} did not start`);
  console.error(`The hub of the ${scale} answers.`);
  return { scale, process: child };
}

async function asked(child: Child, message: ToHub): Promise<FromHub> {
  child.process.send(message);
  const [answer] = (await once(child.process, 'message')) as [FromHub];
  if (answer.kind === 'FAILED') throw new Error(`${child.scale}: ${answer.message}`);
  return answer;
}

async function take(child: Child, title: string, round: number, into: Gathered): Promise<void> {
  const answer = await asked(child, askingOf('TIME', title, round));
  if (answer.kind !== 'TOOK' || round < UNCOUNTED) return;
  into.tookMs.push(...answer.tookMs);
  into.hubCpuMs += answer.hubCpuMs;
  into.postgresCpuMs += answer.postgresCpuMs;
}

function askingOf(kind: 'TIME' | 'COUNT', title: string, round: number): ToHub {
  return { kind, title, from: round * RUNS, runs: RUNS, connections: CONNECTIONS };
}

function rowOf(
  question: string,
  scale: string,
  { tookMs, hubCpuMs, postgresCpuMs, counts }: Gathered,
): BenchRow {
  const sorted = tookMs.toSorted((one, other) => one - other);
  const askings = sorted.length;
  return {
    question,
    variant: scale,
    median: percentile(sorted, 0.5),
    least: sorted[0]!,
    most: sorted.at(-1)!,
    cpu: { hub: hubCpuMs / askings, PostgreSQL: postgresCpuMs / askings },
    more: {
      p99Ms: percentile(sorted, 0.99),
      pages: counts.pages / counts.askings,
      askings,
      ...Object.fromEntries(
        Object.entries(counts.wholly).map(([table, rows]) => [
          `${table} read wholly, rows an asking`,
          rows / counts.askings,
        ]),
      ),
    },
  };
}

function goalOf(question: string, region: BenchRow, largest: BenchRow): GoalOutcome {
  const ratio = largest.more!['p99Ms']! / region.more!['p99Ms']!;
  return {
    goal: `${question}: p99 of the ${largest.variant} by that of the region`,
    bound: `at most ${AT_MOST}`,
    measured: ratio.toFixed(2),
    met: ratio <= AT_MOST,
    reason: `medians ${(largest.median / region.median).toFixed(2)}, pages looked into ${(largest.more!['pages']! / region.more!['pages']!).toFixed(2)}`,
  };
}

const folders = await foldersOf();
const present = SCALES.filter((scale) => folders.has(scale));
if (!present.includes('region') || present.length < 2) {
  const missing = SCALES.filter((scale) => !folders.has(scale)).join(', ');
  console.log(
    `Not measured: there is no complete population of: ${missing}. Make it with \`npm run population -- --scale ${missing.split(', ')[0]}\`.`,
  );
} else {
  const children: Child[] = [];
  try {
    for (const scale of present) children.push(await started(scale, folders.get(scale)!));
    const titles = [...SCALE_QUESTIONS.map(({ title }) => title), REACT];
    const gathered = new Map<string, Gathered>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const title of titles) {
        // Each begins as often as the others.
        for (let index = 0; index < children.length; index += 1) {
          const child = children[(index + round) % children.length]!;
          const key = `${title}/${child.scale}`;
          const into = gathered.get(key) ?? {
            tookMs: [],
            hubCpuMs: 0,
            postgresCpuMs: 0,
            counts: NONE,
          };
          gathered.set(key, into);
          await take(child, title, round, into);
        }
      }
      console.error(`Round ${round + 1} of ${ROUNDS}.`);
    }
    // Counting disturbs nobody and is disturbed by nobody, so all do it at once, of households that were not asked about yet.
    for (const title of titles) {
      await Promise.all(
        children.map(async (child) => {
          const answer = await asked(child, askingOf('COUNT', title, ROUNDS));
          if (answer.kind === 'COUNTED') gathered.get(`${title}/${child.scale}`)!.counts = answer;
        }),
      );
    }
    const rows = titles.flatMap((title) =>
      present.map((scale) => rowOf(title, scale, gathered.get(`${title}/${scale}`)!)),
    );
    const of = (title: string, scale: string) =>
      rows.find(({ question, variant }) => question === title && variant === scale)!;
    report({
      family: 'scale',
      configuration: {
        rounds: ROUNDS - UNCOUNTED,
        runs: RUNS,
        connections: CONNECTIONS,
        quick,
        processes: present.length,
      },
      rows,
      goals: titles.map((title) => goalOf(title, of(title, 'region'), of(title, present.at(-1)!))),
    });
  } finally {
    for (const { process: child } of children) {
      child.send({ kind: 'STOP' } satisfies ToHub);
      await once(child, 'exit');
    }
  }
}
