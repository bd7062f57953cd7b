import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { figure, report, type BenchRow, type GoalOutcome } from './result.ts';
import { MIX, type Reacted } from './evening/portal.ts';
import { topFunctions } from './evening/cpu-profile.ts';
import { openEvening, type Evening, type Round } from './evening/evening.ts';

/**
 * New homes appear at 20:00: for a minute 300 seekers a second react and 1,500 questions a second are asked, at moments that are
 * fixed beforehand. The hub runs as `npm start` runs it, PostgreSQL beside it, and this process sends. Reports what was held, or the
 * highest rate that is and what bounds it; verifies that nothing was lost; and puts the databases back as they were.
 *
 * `--rate 1800` another rate, `--seconds 60`, `--quick` rounds of 10 seconds, `--no-search` measures only the rate,
 * `--profile` writes a CPU profile of the hub to dist/bench/evening-profile/ and prints where its time went.
 */
const GOAL_P99_MS = 250;
const GOAL_PER_SECOND = 1_800;
const PROFILE_FOLDER = fileURLToPath(new URL('../../dist/bench/evening-profile', import.meta.url));

const quick = process.argv.includes('--quick');
const isProfiled = process.argv.includes('--profile');
const perSecond = numberAfter('--rate') ?? GOAL_PER_SECOND;
const seconds = numberAfter('--seconds') ?? (quick ? 10 : 60);
const SEARCH_SECONDS = quick ? 5 : 15;
const SEARCH_STEPS = 6;

function numberAfter(flag: string): number | undefined {
  const index = process.argv.indexOf(flag);
  return index === -1 ? undefined : Number(process.argv[index + 1]);
}

function holds({ outcome }: Round): boolean {
  return outcome.errors === 0 && outcome.unsent === 0 && outcome.p99Ms < GOAL_P99_MS;
}

/** The highest rate that is held, to a sixty-fourth of what was not. */
async function highestHeld(evening: Evening, notHeld: number): Promise<number> {
  let [held, failed] = [0, notHeld];
  for (let step = 0; step < SEARCH_STEPS; step += 1) {
    const rate = Math.round((held + failed) / 2);
    const round = await evening.round(rate, SEARCH_SECONDS);
    tell(round);
    if (holds(round)) held = rate;
    else failed = rate;
  }
  return held;
}

function tell(round: Round): void {
  const { perSecond: rate, seconds: length, outcome } = round;
  console.log(
    `${rate} a second for ${length} s: ${holds(round) ? 'held' : 'not held'}; p50 ${figure(outcome.p50Ms)} ms, ` +
      `p99 ${figure(outcome.p99Ms)} ms, ${figure(outcome.answeredPerSecond)} answers a second, ${outcome.unsent} not sent, ` +
      `errors ${JSON.stringify(outcome.errorsByMessage)}, cores busy ${cores(round)}`,
  );
}

function cores({ coresBusy }: Round): string {
  return Object.entries(coresBusy)
    .map(([name, busy]) => `${name} ${busy.toFixed(2)}`)
    .join(', ');
}

function rowsOf({ outcome, perSecond: rate, cpuMsPerRequest }: Round): readonly BenchRow[] {
  const kinds = MIX.map(([kind]) => [kind, outcome.byKind[kind]] as const);
  return [['all', outcome] as const, ...kinds].flatMap(([question, latency]) =>
    latency === undefined
      ? []
      : {
          question,
          variant: `hub at ${rate} a second`,
          median: latency.p50Ms,
          least: latency.leastMs,
          most: latency.mostMs,
          cpu: question === 'all' ? cpuMsPerRequest : {},
          more: { p95Ms: latency.p95Ms, p99Ms: latency.p99Ms, answered: latency.answered },
        },
  );
}

function goalsOf(asked: Round, held: Round, wrong: readonly string[]): readonly GoalOutcome[] {
  const { outcome } = asked;
  const bound = `with ${figure(held.outcome.answeredPerSecond)} answers a second, cores busy of ${cpus().length}: ${cores(held)}`;
  return [
    {
      goal: `${asked.perSecond} requests a second (${figure(asked.perSecond / 6)} reactions) for ${asked.seconds} s`,
      bound: `p99 under ${GOAL_P99_MS} ms, no error, all sent`,
      measured: `p99 ${figure(outcome.p99Ms)} ms, ${outcome.errors} errors, ${outcome.unsent} not sent`,
      met: holds(asked),
      reason: holds(asked) ? bound : `Held: ${held.perSecond} a second, ${bound}.`,
    },
    {
      goal: 'every acknowledged reaction stands exactly once, no refused one does, counts agree',
      bound: 'nothing wrong',
      measured: wrong.length === 0 ? 'nothing wrong' : wrong.join('; '),
      met: wrong.length === 0,
    },
  ];
}

function refusalsOf(reacted: readonly Reacted[]): string {
  const codes = reacted.flatMap((one) => (one.reaction === null ? one.code : []));
  const counts = Map.groupBy(codes, (code) => code);
  return [...counts].map(([code, of]) => `${code} ${of.length}`).join(', ') || 'none';
}

if (isProfiled) rmSync(PROFILE_FOLDER, { recursive: true, force: true });
const evening = await openEvening(
  isProfiled ? ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${PROFILE_FOLDER}`] : [],
);
let profiledFrom = 0;
try {
  await evening.round(Math.min(perSecond, 100), quick ? 5 : 10);
  profiledFrom = evening.aliveSeconds();
  const asked = await evening.round(perSecond, seconds);
  tell(asked);
  let held = asked;
  if (!holds(asked) && !process.argv.includes('--no-search')) {
    let rate = await highestHeld(evening, perSecond);
    // A short round is kinder than a long one: it is only held when it is for as long as was asked.
    for (held = await evening.round(rate, seconds); rate > 1 && !holds(held);) {
      tell(held);
      rate = Math.floor(rate * 0.9);
      held = await evening.round(rate, seconds);
    }
    tell(held);
  }
  const { wrong, reacted } = await evening.verify();
  report(
    {
      family: evening.workers === 1 ? 'evening' : 'evening-workers',
      configuration: {
        workers: evening.workers,
        mix: MIX.map(([kind, share]) => `${kind} ${share}`).join(' + '),
        'fresh homes': evening.homes,
        arrivals: 'Poisson',
        seconds,
        reactions: reacted.filter(({ reaction }) => reaction !== null).length,
        refusals: refusalsOf(reacted),
      },
      rows: held === asked ? rowsOf(asked) : [...rowsOf(asked), ...rowsOf(held)],
      goals: goalsOf(asked, held, wrong),
    },
    evening.versions,
  );
} finally {
  await evening.close();
}
if (isProfiled) {
  console.log('Self time of the hub:');
  for (const { name, share } of topFunctions(PROFILE_FOLDER, profiledFrom, 40))
    console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
}
