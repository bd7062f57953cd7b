import { writeAsViewer } from './database/as-viewer.ts';
import type { Transaction } from './database/connect.ts';
import { HubError } from './errors.ts';
import { decodeCursor, encodeCursor, pageSize, toPage, type Page, type PageArguments } from './page.ts';
import type { Background, BackgroundServices } from './serve-subgraph.ts';
import { describeFault, traceFrom } from './telemetry.ts';
import type { Viewer } from './viewer.ts';

/**
 * The feed of a subgraph's table `change`: what its triggers noted, in an order that no late commit can enter
 * (docs/decisions/0012). Who follows it page by page misses nothing and repeats nothing.
 */

/** One line: what changed, and when the change was begun. Never what it was or became. */
export interface ChangeLine {
  readonly xid: string;
  readonly seq: number;
  readonly kind: string;
  readonly subject: string;
  readonly at: string;
}

export interface FeedArguments extends PageArguments {
  /** Nothing of what stands there: where to go on from for what comes from now on. */
  readonly fromNow: boolean;
}

const PRUNE_EVERY_MS = 3_600_000;
const PRUNED_AT_ONCE = 1_000;

/** A page of the feed. Its `endCursor` is kept while nothing new has come. Throws INVALID_CURSOR and INVALID_PAGE_SIZE. */
export async function changesPage(
  sql: Transaction,
  { fromNow, ...page }: FeedArguments,
): Promise<Page<ChangeLine>> {
  const size = pageSize(page);
  const after = decodeCursor(page.after, ['string', 'number']);
  if (after !== undefined && !/^\d{1,19}$/.test(after[0])) throw new HubError('INVALID_CURSOR');
  if (fromNow) return { nodes: [], pageInfo: { hasNextPage: false, endCursor: await endOfFeed(sql) } };
  const rows = await changeLines(sql, after, size + 1);
  const made = toPage(
    rows,
    size,
    (line) => line,
    (line) => [line.xid, line.seq],
  );
  const endCursor = made.pageInfo.endCursor ?? (after === undefined ? null : encodeCursor(after));
  return { nodes: made.nodes, pageInfo: { ...made.pageInfo, endCursor } };
}

/** Lines after one, only what lies below the oldest transaction still running: whatever is shown later stands later. */
export function changeLines(
  sql: Transaction,
  after: readonly [xid: string, seq: number] | undefined,
  limit: number,
): Promise<ChangeLine[]> {
  const [xid, seq] = after ?? ['0', 0];
  // The order names the table: `order by xid` would mean the column of the answer, which is text.
  return sql`
    /* changeLines */
    select change.xid::text, seq, kind, subject, at from change
     where xid < pg_snapshot_xmin(pg_current_snapshot()) and (xid, seq) > (${xid}::xid8, ${seq}::bigint)
     order by change.xid, seq limit ${limit}`;
}

/** Before everything that is still running, after everything that was shown. */
async function endOfFeed(sql: Transaction): Promise<string> {
  const [row] = await sql<{ xid: string }[]>`
    /* endOfFeed */ select pg_snapshot_xmin(pg_current_snapshot())::text as xid`;
  return encodeCursor([row!.xid, 0]);
}

/** Removes lines whose term is over, some at a time: how many. The database refuses to remove younger ones. */
export async function pruneChanges(sql: Transaction, limit: number): Promise<number> {
  const pruned = await sql`
    /* pruneChanges */
    delete from change using (
      select xid, seq from change where at < now() - interval '30 days' order by at, xid, seq limit ${limit}
    ) as due
     where change.xid = due.xid and change.seq = due.seq`;
  return pruned.count;
}

const PRUNER: Viewer = {
  role: 'HUB',
  person: null,
  organisation: null,
  registration: null,
  purpose: 'prune a change feed',
};

/** Prunes the feed by the clock, for as long as the process runs. */
export function startPruning({ database, log }: Pick<BackgroundServices, 'database' | 'log'>): Background {
  let stopping = false;
  const trace = traceFrom(undefined);

  async function prune(): Promise<void> {
    try {
      let pruned: number;
      do {
        pruned = await writeAsViewer(database, PRUNER, trace, (sql) => pruneChanges(sql, PRUNED_AT_ONCE));
      } while (pruned === PRUNED_AT_ONCE && !stopping);
    } catch (fault) {
      const { name, detail } = describeFault(fault);
      log({ level: 'error', event: 'pruning stopped', name, detail });
    }
  }

  let running = prune();
  const pruning = setInterval(() => (running = running.then(prune)), PRUNE_EVERY_MS);
  pruning.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(pruning);
      await running;
    },
  };
}
