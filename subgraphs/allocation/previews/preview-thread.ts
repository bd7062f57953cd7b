import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../../../platform/database/connect.ts';
import { clockOf } from '../../../platform/reference-clock.ts';
import { logToStandardError } from '../../../platform/telemetry.ts';
import { drainPreviews } from './drain-previews.ts';

/** Where a thread of previews finds its database. */
export interface PreviewThreadData {
  readonly appUrl: string;
}

/** A thread of its own, so that counting past years keeps nobody waiting. It ends when no preview is left, or when told to. */
const { appUrl } = workerData as PreviewThreadData;
const sql = connect(appUrl, {
  applicationName: 'verdeelsleutel allocation previews',
  max: 1,
  statementTimeoutMs: 60_000,
});
let stopping = false;
parentPort?.once('message', () => (stopping = true));
try {
  const clock = await clockOf(sql);
  await drainPreviews(sql, { clock, log: logToStandardError, isStopping: () => stopping });
} finally {
  await sql.end({ timeout: 2 });
  // A port that is listened to keeps a thread alive.
  parentPort?.close();
}
