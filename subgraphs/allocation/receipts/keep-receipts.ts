import { dayInNetherlands } from '../../../platform/clock.ts';
import { writeAsViewer } from '../../../platform/database/as-viewer.ts';
import type { Transaction } from '../../../platform/database/connect.ts';
import { addDays, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Background, BackgroundServices } from '../../../platform/serve-subgraph.ts';
import type { Signer } from '../../../platform/signer.ts';
import { describeFault, traceFrom } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { appendReceipt, BY_TIME } from '../receipts.ts';
import * as store from '../store/receipts.ts';
import { signHead } from './sign-head.ts';

/** How often is looked whether a new day has come. */
const LOOK_EVERY_MS = 600_000;
/** Homes whose facts are erased in one transaction, so that nobody waits long for it. */
const HOMES_AT_ONCE = 200;

const KEEPER: Viewer = {
  role: 'HUB',
  person: null,
  organisation: null,
  registration: null,
  purpose: 'keep receipts',
};

/** All of some work in one transaction as the hub. */
export type WriteAsHub = <Result>(work: (sql: Transaction) => Promise<Result>) => Promise<Result>;

/**
 * What is done once a day, by the clock: the personal facts of decisions whose term is over are erased, and of every chain that
 * grew it is signed how far it is. What was due while no process ran is done soon after the start; what two processes do at
 * the same moment is done once.
 */
export function startKeepingReceipts({
  database,
  clock,
  log,
  signer,
  factsKeptDays,
}: Omit<BackgroundServices, 'appUrl' | 'askSupergraph'>): Background {
  let stopping = false;
  const trace = traceFrom(undefined);
  const write: WriteAsHub = (work) => writeAsViewer(database, KEEPER, trace, work);
  const isStopping = (): boolean => stopping;

  async function look(): Promise<void> {
    try {
      const today = clock.today();
      if (factsKeptDays !== undefined)
        await eraseDue(
          write,
          { before: addDays(today, -factsKeptDays), today, now: clock.now() },
          isStopping,
        );
      if (signer !== undefined) await signDue(write, signer, clock.now(), isStopping);
    } catch (fault) {
      const { name, detail } = describeFault(fault);
      log({ level: 'error', event: 'keeping receipts stopped', name, detail });
    }
  }

  let running = look();
  const looking = setInterval(() => (running = running.then(look)), LOOK_EVERY_MS);
  looking.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(looking);
      await running;
    },
  };
}

/** Signs each chain that grew since it was signed on an earlier day. */
export async function signDue(
  write: WriteAsHub,
  signer: Signer,
  now: string,
  isStopping: () => boolean,
): Promise<void> {
  let owner = await write((sql) => store.ownerAfter(sql, ''));
  while (owner !== undefined && !isStopping()) {
    const of: string = owner;
    await write(async (sql) => {
      const last = await store.lastCheckpoint(sql, of);
      if (last !== undefined && dayInNetherlands(last.at) >= dayInNetherlands(now)) return;
      const head = await store.headOf(sql, of);
      if (head !== undefined && head.seq !== last?.seq) await signHead(sql, of, signer, now);
    });
    owner = await write((sql) => store.ownerAfter(sql, of));
  }
}

/** The day before which facts end, today, and the moment. */
export interface ErasingDay {
  readonly before: CalendarDate;
  readonly today: CalendarDate;
  readonly now: string;
}

/**
 * Erases the facts of homes that closed before a day, owner after owner, each time with a receipt that says how much. The chain
 * stays whole: it holds what the facts were committed to by, which without the salts says nothing of them.
 */
export async function eraseDue(
  write: WriteAsHub,
  { before, today, now }: ErasingDay,
  isStopping: () => boolean,
): Promise<void> {
  let owner = await write((sql) => store.ownerToErase(sql, '', before));
  while (owner !== undefined && !isStopping()) {
    const of: string = owner;
    const erased = await write(async (sql) => {
      const counts = await store.eraseFacts(sql, of, { before, today, homesMaximum: HOMES_AT_ONCE });
      if (counts.homes === 0) return counts;
      const { homes, reactions, receipts } = counts;
      await appendReceipt(sql, {
        kind: 'ERASURE',
        owner: of,
        vacancy: null,
        at: now,
        by: BY_TIME,
        body: { before, homes, reactions, receipts },
      });
      return counts;
    });
    if (erased.homes === HOMES_AT_ONCE) continue;
    owner = await write((sql) => store.ownerToErase(sql, of, before));
  }
}
