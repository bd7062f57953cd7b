import { Worker } from 'node:worker_threads';
import type { Background, BackgroundServices } from '../../../platform/serve-subgraph.ts';
import { describeFault } from '../../../platform/telemetry.ts';
import { anyPreviewWaits } from './drain-previews.ts';
import type { PreviewThreadData } from './preview-thread.ts';

/** Also without being told, the queue is looked at this often: a lost connection may have lost a word. */
const LOOK_EVERY_MS = 60_000;
/** A thread that is told to stop has this long for the homes that it is reading. */
const STOPPING_MS = 3_000;
const MEMORY_MB = 512;

/**
 * Runs previews beside the requests of this process: one thread at a time, begun when a preview is asked for anywhere and
 * ended when the queue is empty. Previews that another process left half-way are taken up at the start.
 */
export async function startPreviews({ database, appUrl, log }: BackgroundServices): Promise<Background> {
  let thread: Worker | undefined;
  let wokenMeanwhile = false;
  let stopping = false;

  function wake(): void {
    if (stopping) return;
    if (thread !== undefined) {
      wokenMeanwhile = true;
      return;
    }
    const workerData: PreviewThreadData = { appUrl };
    const begun = new Worker(new URL('preview-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    thread = begun;
    begun.on('error', (fault) => {
      const { name, detail } = describeFault(fault);
      log({ level: 'error', event: 'preview thread ended', name, detail });
    });
    begun.once('exit', () => {
      thread = undefined;
      if (wokenMeanwhile) wake();
      wokenMeanwhile = false;
    });
  }

  async function look(): Promise<void> {
    if (stopping || thread !== undefined) return;
    // The database may be away for a while; it is looked at again.
    if (await anyPreviewWaits(database).catch(() => false)) wake();
  }

  const { unlisten } = await database.listen('preview', wake);
  await look();
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);
  looking.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(looking);
      await unlisten().catch(() => undefined);
      const running = thread;
      if (running === undefined) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.postMessage('stop');
      const late = setTimeout(() => void running.terminate(), STOPPING_MS);
      await ended;
      clearTimeout(late);
    },
  };
}
