import type { Database, Transaction } from './connect.ts';
import { readerOrganisation, type Viewer } from '../viewer.ts';
import type { Trace } from '../telemetry.ts';

/** One reading of a person's file, to be recorded in the transaction that read it. */
export interface FileReading {
  /** The organisation that owns the file. */
  readonly owner: string;
  /** The file: the GraphQL ID of the registration or urgency. */
  readonly subject: string;
  readonly fields: readonly string[];
}

/** A transaction that sees what one viewer may see, opened on first use. */
export interface ViewerTransaction {
  /** The open transaction; the same one on every call. */
  open(): Promise<Transaction>;
  /** Adds a reading to what `close` records. Readings of one file are recorded as one. */
  note(reading: FileReading): void;
  /**
   * Records the readings and commits; a later `open` begins another one. Rejects when that fails: then nothing that was
   * read may be shown.
   */
  close(): Promise<void>;
  /**
   * Closes for good. An error may answer a fetch while other parts of it still run: what these would read is refused, for
   * nobody would end the transaction that they opened.
   */
  end(): Promise<void>;
}

/**
 * One transaction for a whole subgraph fetch, because a transaction around each query costs six times as much.
 * `set_config(..., true)` is the first statement on the connection, and statements on one connection run in order.
 */
export function viewerTransaction(database: Database, viewer: Viewer, trace: Trace): ViewerTransaction {
  const readings = new Map<string, { owner: string; subject: string; fields: Set<string> }>();
  let opened: Promise<Transaction> | undefined;
  let finish: (() => void) | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  let isOver = false;

  function open(): Promise<Transaction> {
    if (isOver) return Promise.reject(new TypeError('this fetch is answered'));
    opened ??= new Promise<Transaction>((resolve, reject) => {
      const finished = new Promise<void>((done) => (finish = done));
      ended = database.begin(async (transaction) => {
        const settings = become(transaction, viewer, trace);
        resolve(transaction);
        await finished;
        await settings;
      });
      ended.catch(reject);
    });
    return opened;
  }

  async function close(): Promise<void> {
    const closing = opened;
    if (closing === undefined) return;
    opened = undefined;
    try {
      if (readings.size > 0) await recordReadings(await closing, viewer, trace, [...readings.values()]);
      readings.clear();
    } finally {
      finish?.();
      await ended;
    }
  }

  return {
    open,
    note({ owner, subject, fields }) {
      const known = readings.get(subject);
      if (known === undefined) readings.set(subject, { owner, subject, fields: new Set(fields) });
      else for (const field of fields) known.fields.add(field);
    },
    close,
    end() {
      isOver = true;
      return close();
    },
  };
}

/** Runs `work` in one transaction as `viewer`: all of it is written, or nothing. */
export function writeAsViewer<Result>(
  database: Database,
  viewer: Viewer,
  trace: Trace,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.begin(async (transaction) => {
    const settings = become(transaction, viewer, trace);
    const result = await work(transaction);
    await settings;
    return result;
  }) as Promise<Result>;
}

/** Tells the policies who is asking, for the rest of this transaction only. */
function become(transaction: Transaction, viewer: Viewer, trace: Trace): Promise<unknown> {
  const settings = transaction`
    /* becomeViewer */
    select set_config('hub.role', ${viewer.role}, true),
           set_config('hub.organisation', ${viewer.organisation ?? ''}, true),
           set_config('hub.registration', ${viewer.registration ?? ''}, true),
           set_config('hub.person', ${viewer.person ?? ''}, true),
           set_config('hub.purpose', ${viewer.purpose}, true),
           set_config('hub.trace', ${trace.traceId}, true)`.execute();
  // A failure also fails every later statement of the transaction, which is where it is reported.
  settings.catch(() => undefined);
  return settings;
}

/** Files of which the same parts were read, as those of one list are, are one statement. */
function recordReadings(
  transaction: Transaction,
  viewer: Viewer,
  trace: Trace,
  readings: readonly { owner: string; subject: string; fields: ReadonlySet<string> }[],
): Promise<unknown> {
  const alike = Map.groupBy(readings, ({ fields }) => [...fields].sort().join(' '));
  return Promise.all(
    [...alike.values()].map(
      (files) => transaction`
        /* recordFileReadings */
        insert into platform.file_read
          (owner, subject, reader_organisation, reader_person, reader_role, purpose, fields, trace_id)
        select reading.owner, reading.subject, ${readerOrganisation(viewer)}, ${viewer.person}, ${viewer.role},
               ${viewer.purpose}, ${[...files[0]!.fields].sort()}::text[], ${trace.traceId}
          from unnest(${files.map(({ owner }) => owner)}::text[], ${files.map(({ subject }) => subject)}::text[])
            as reading (owner, subject)`,
    ),
  );
}
