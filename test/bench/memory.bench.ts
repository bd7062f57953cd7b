import { openEvening, type Round } from './evening/evening.ts';
import { MIX } from './evening/portal.ts';
import { inspectHeap } from './memory/inspected-heap.ts';
import { residentMbOf } from './processes.ts';
import { figure, report } from './result.ts';
import { median, slopeOf, type Sample } from './statistics.ts';

/**
 * The mix of an evening at a moderate rate, for `--minutes 60` (5 unless told, `--quick` 1), while the memory of the hub's process is
 * looked at every ten seconds from outside. What it holds after a full collection is looked at twice, a third along and at the end:
 * more often would make it look better than it is. `--rate 60` another rate; `--node=--max-semi-space-size=32` gives Node a flag besides
 * those of `npm start`.
 */
const GOAL_MB = 350;
/** What may be noise: of an hour, and of the samples. */
const GOAL_GROWTH_MB_PER_HOUR = 5;
const SAMPLE_EVERY_MS = 10_000;

const minutes = numberAfter('--minutes') ?? (process.argv.includes('--quick') ? 1 : 5);
const perSecond = numberAfter('--rate') ?? 60;
const flags = process.argv.flatMap((word) => (word.startsWith('--node=') ? [word.slice(7)] : []));
const seconds = minutes * 60;
/** Enough that an hour does not use up who may react. */
const FRESH_HOMES = 220;
/** A token lasts ten minutes, and each piece signs anew. */
const PIECE_SECONDS = 300;

function numberAfter(flag: string): number | undefined {
  const index = process.argv.indexOf(flag);
  return index === -1 ? undefined : Number(process.argv[index + 1]);
}

const evening = await openEvening(['--inspect=127.0.0.1:0', ...flags], FRESH_HOMES);
const heap = await inspectHeap(evening.hub.inspectorUrl!);
const resident: Sample[] = [];
const used: Sample[] = [];
let heldEarly: Sample | undefined;

async function look(): Promise<void> {
  const at = evening.aliveSeconds() / 3600;
  resident.push({ at, value: residentMbOf(evening.hub.pid) ?? Number.NaN });
  used.push({ at, value: await heap.usedMb() });
  if (heldEarly === undefined && resident.length * SAMPLE_EVERY_MS >= (seconds * 1000) / 3)
    heldEarly = { at, value: await heap.heldMb() };
}

/** The last third, when everything that is kept has been met. */
function late(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(Math.floor((samples.length * 2) / 3));
}

try {
  const looking = setInterval(() => void look(), SAMPLE_EVERY_MS);
  const rounds: Round[] = [];
  for (let left = seconds; left > 0; left -= PIECE_SECONDS)
    rounds.push(await evening.round(perSecond, Math.min(left, PIECE_SECONDS)));
  clearInterval(looking);
  await look();
  const heldLate: Sample = { at: evening.aliveSeconds() / 3600, value: await heap.heldMb() };
  const steadyMb = median(late(resident).map(({ value }) => value));
  const growthMbPerHour = slopeOf([heldEarly!, heldLate]);
  const last = rounds.at(-1)!;
  const { outcome } = last;
  const sum = (of: (round: Round) => number): number => rounds.reduce((all, round) => all + of(round), 0);
  const isLong = minutes >= 30;
  report(
    {
      family: 'memory',
      configuration: {
        mix: MIX.map(([kind, share]) => `${kind} ${share}`).join(' + '),
        'requests a second': perSecond,
        minutes,
        flags: flags.join(' ') || 'those of npm start',
        errors: sum((round) => round.outcome.errors),
        'not sent': sum((round) => round.outcome.unsent),
      },
      rows: [
        {
          question: `the mix at ${perSecond} a second, its last minutes`,
          variant: 'hub, one process',
          median: outcome.p50Ms,
          least: outcome.leastMs,
          most: outcome.mostMs,
          cpu: last.cpuMsPerRequest,
          more: {
            steadyMb,
            mostMb: Math.max(...resident.map(({ value }) => value)),
            heapUsedMb: median(late(used).map(({ value }) => value)),
            heldEarlyMb: heldEarly!.value,
            heldLateMb: heldLate.value,
            residentMbPerHour: slopeOf(late(resident)) || 0,
            heldMbPerHour: growthMbPerHour,
            p99Ms: outcome.p99Ms,
          },
        },
      ],
      goals: [
        {
          goal: 'resident memory of the hub process, median of the last third',
          bound: `under ${GOAL_MB} MB`,
          measured: `${figure(steadyMb)} MB`,
          met: steadyMb < GOAL_MB,
        },
        {
          goal: 'growth of what the hub holds after a full collection',
          bound: `at most ${GOAL_GROWTH_MB_PER_HOUR} MB an hour, over an hour`,
          measured: `${figure(heldEarly!.value)} MB, later ${figure(heldLate.value)} MB: ${figure(growthMbPerHour)} MB an hour`,
          met: isLong && growthMbPerHour <= GOAL_GROWTH_MB_PER_HOUR,
          ...(isLong
            ? {}
            : {
                reason:
                  'Caches are still being filled in so short a time: run it for half an hour or longer.',
              }),
        },
      ],
    },
    evening.versions,
  );
} finally {
  heap.close();
  await evening.close();
}
