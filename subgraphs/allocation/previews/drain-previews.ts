import type { Clock } from '../../../platform/clock.ts';
import { writeAsViewer } from '../../../platform/database/as-viewer.ts';
import type { Database, Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { describeFault, traceFrom, type Log } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import * as previews from '../store/previews.ts';
import * as store from '../store/replay.ts';
import type { RegulationPreviewRow } from '../tables/previews.ts';
import { PREVIEW_PURPOSE, runPreview } from './run-preview.ts';

/** The hub, walking the queue for nobody. */
const QUEUE: Viewer = {
  role: 'HUB',
  person: null,
  organisation: null,
  registration: null,
  purpose: PREVIEW_PURPOSE,
};

/** A preview that was taken up so often, and that no process brought to an end, is not taken up again. */
const ATTEMPTS_MAXIMUM = 5;
/** How many waiting previews are looked at for one that nobody holds. */
const LOOKED_AT = 20;
/** Homes that are read at a time: some thousands of files. */
export const HOMES_AT_A_TIME = 20;

export interface DrainSettings {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly isStopping: () => boolean;
  readonly homesAtATime?: number;
}

/**
 * Runs the previews that wait, one after the other, until none is left or the process ends. `sql` must be one connection:
 * it holds the preview that it runs, so that a preview whose process ended is free for the next. A fault fails the
 * preview in a sentence and is logged; rejects only when the database cannot be reached.
 */
export async function drainPreviews(sql: Database, settings: DrainSettings): Promise<void> {
  while (!settings.isStopping()) {
    const next = await holdNext(sql);
    if (next === undefined) return;
    try {
      await runHeld(sql, next, settings);
    } finally {
      await store.letGo(sql, next).catch(() => undefined);
    }
  }
}

/** Whether any preview waits, or was left half-way. */
export async function anyPreviewWaits(sql: Database): Promise<boolean> {
  return (await queued(sql, (transaction) => store.waitingPreviews(transaction, 1))).length > 0;
}

function queued<Result>(sql: Database, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  return writeAsViewer(sql, QUEUE, traceFrom(undefined), work);
}

async function holdNext(sql: Database): Promise<GlobalId | undefined> {
  for (const id of await queued(sql, (transaction) => store.waitingPreviews(transaction, LOOKED_AT))) {
    if (await store.holdPreview(sql, id)) return id;
  }
  return undefined;
}

async function runHeld(sql: Database, id: GlobalId, settings: DrainSettings): Promise<void> {
  const { clock, log, isStopping, homesAtATime = HOMES_AT_A_TIME } = settings;
  const row = await queued(sql, (transaction) => store.beginPreview(transaction, id, clock.now()));
  if (row === undefined) return;
  if (row.attempts > ATTEMPTS_MAXIMUM) return end(sql, row, { failure: 'PREVIEW_INTERRUPTED' }, clock);
  try {
    const became = await runPreview(sql, row, { clock, homesAtATime, isStopping });
    if (became === 'STOPPED') await end(sql, row, 'QUEUED', clock);
  } catch (fault) {
    const { name, detail } = describeFault(fault);
    log({ level: 'error', event: 'preview failed', traceId: row.traceId, name, detail });
    await end(sql, row, { failure: 'PREVIEW_FAILED' }, clock);
  }
}

async function end(
  sql: Database,
  row: RegulationPreviewRow,
  how: Parameters<typeof store.endPreview>[2],
  clock: Pick<Clock, 'now'>,
): Promise<void> {
  await queued(sql, async (transaction) => {
    const ended = await store.endPreview(transaction, row, how, clock.now());
    if (ended && how !== 'QUEUED') await previews.forgetRules(transaction, row);
  });
}
