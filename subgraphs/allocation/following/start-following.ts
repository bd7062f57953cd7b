import { randomUUID } from 'node:crypto';
import { monotonicMs } from '../../../platform/clock.ts';
import { writeAsViewer } from '../../../platform/database/as-viewer.ts';
import type { Background, BackgroundServices } from '../../../platform/serve-subgraph.ts';
import { describeFault, traceFrom, type Log } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import type { HubWork } from '../closing/hub-work.ts';
import * as store from '../store/following.ts';
import { FEEDS } from '../tables/following.ts';
import { followDays } from './follow-days.ts';
import { followFeed, followNew } from './follow-feed.ts';
import { LeaseLost, type FollowWork } from './judge-open-reactions.ts';

/** How often is looked for what changed: a place follows its facts after about this long. */
const LOOK_EVERY_MS = 5_000;
/** Registrations whose facts are asked for at once. */
const AT_ONCE = 100;
/** Batches of the daily pass before the feeds are looked at again. */
const DAY_BATCHES = 20;
/** Whose facts could not be put together is asked for again after this long, and holds nobody else up. */
const REST_MS = 600_000;

const FOLLOWER: Viewer = {
  role: 'HUB',
  person: null,
  organisation: null,
  registration: null,
  purpose: 'keep provisional places fresh',
};

/** Keeps provisional places fresh for as long as the process runs; of several processes one at a time does. */
export function startFollowing(services: Omit<BackgroundServices, 'appUrl'>): Background {
  const { database, clock, log, askSupergraph } = services;
  let stopping = false;
  const trace = traceFrom(undefined);
  const work: HubWork = {
    clock,
    write: (act) => writeAsViewer(database, FOLLOWER, trace, act),
    async ask<Data>(operation: string, variables: Readonly<Record<string, unknown>>) {
      const { data, errors } = await askSupergraph(operation, variables, FOLLOWER, trace);
      return (errors?.length ?? 0) > 0 || !data ? undefined : (data as Data);
    },
  };
  const following = createFollowing(work, log, () => stopping);

  async function look(): Promise<void> {
    while (!stopping && (await following.round()));
  }

  let running = Promise.resolve();
  const looking = setInterval(() => (running = running.then(look)), LOOK_EVERY_MS);
  looking.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(looking);
      await running;
      await following.end();
    },
  };
}

/** Following by one process, round after round. */
export interface Following {
  /**
   * Follows what there is to follow: a page of each feed, reactions that are new, and a part of the daily pass. Whether there is
   * more. What goes wrong is logged and left for the next round; one feed that is away does not hold up the other.
   */
  readonly round: () => Promise<boolean>;
  /** Gives the lease back. */
  readonly end: () => Promise<void>;
}

/** Following under a lease of its own; it is taken in a round, when no other process holds it. */
export function createFollowing(hub: HubWork, log: Log, isStopping: () => boolean): Following {
  const work: FollowWork = { ...hub, holder: randomUUID() };
  const resting = restingOf();
  const steps: readonly (readonly [name: string, step: () => Promise<Step | undefined>])[] = [
    ...FEEDS.map((feed) => [feed, () => followFeed(feed, work)] as const),
    ['NEW', () => followNew(work, resting.rests, AT_ONCE)],
    ['DAY', () => followDays(work, resting.rests, { batches: DAY_BATCHES, atOnce: AT_ONCE })],
  ];
  return {
    async round() {
      let hasMore = false;
      try {
        if (!(await work.write((sql) => store.takeLease(sql, work.holder)))) return false;
        for (const [name, step] of steps) {
          if (isStopping()) return false;
          const became = await step();
          if (became === undefined) log({ level: 'warn', event: 'places not followed', name });
          else tell(log, name, became, work.clock.now());
          resting.rest(became?.incomplete ?? []);
          hasMore ||= became?.hasMore ?? false;
        }
      } catch (fault) {
        if (fault instanceof LeaseLost) return false;
        const { name, detail } = describeFault(fault);
        log({ level: 'error', event: 'following stopped', name, detail });
        return false;
      }
      return hasMore;
    },
    async end() {
      // The database may be away; then the lease ends by itself.
      await work.write((sql) => store.endLease(sql, work.holder)).catch(() => undefined);
    },
  };
}

interface Step {
  readonly moved: number;
  readonly incomplete: readonly string[];
  readonly lines?: number;
  readonly homes?: number;
  readonly upTo?: string | null;
  readonly hasMore?: boolean;
}

/** For the operator: how much was followed, and how far behind the change that it is up to. */
function tell(log: Log, name: string, step: Step, now: string): void {
  const { moved, incomplete, lines = 0, homes = 0, upTo = null } = step;
  if (lines + homes + moved + incomplete.length === 0) return;
  const lagMs = upTo === null ? null : Math.max(0, Date.parse(now) - Date.parse(upTo));
  const level = incomplete.length > 0 ? 'warn' : 'info';
  log({ level, event: 'places followed', name, lines, homes, moved, incomplete: incomplete.length, lagMs });
}

/** Whose facts could not be put together, and for how long they are let be. */
function restingOf() {
  const until = new Map<string, number>();
  return {
    rests(registration: string): boolean {
      const moment = until.get(registration);
      if (moment === undefined) return false;
      if (moment > monotonicMs()) return true;
      until.delete(registration);
      return false;
    },
    rest(registrations: readonly string[]): void {
      for (const registration of registrations) until.set(registration, monotonicMs() + REST_MS);
    },
  };
}
