import { setTimeout as wait } from 'node:timers/promises';

import { monotonicMs } from '../../clock.ts';
import { startPostmaster, stopPostmaster, type Postmaster, type PostmasterOptions } from './postmaster.ts';

/** A server that is kept alive until it is stopped. */
export interface SupervisedServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** After this many deaths in a row the server is left down: starting it once more would not help. */
const DEATHS = 5;
/** A server that lived this long did not die of the same cause as the one before. */
const HEALTHY_MS = 60_000;

/**
 * Starts a server and, when it dies without being told to, starts it again on the same port, so that pools find it
 * where it was. When this process ends without stopping it, the server is told to end as well.
 */
export async function superviseServer(
  options: PostmasterOptions,
  onProgress: ((sentence: string) => void) | undefined,
): Promise<SupervisedServer> {
  let stopping = false;
  let deaths = 0;
  let current = await startPostmaster(options);
  let reviving: Promise<void> = Promise.resolve();
  const { port } = current;

  function watch({ child }: Postmaster): void {
    const born = monotonicMs();
    child.once('exit', () => {
      if (stopping) return;
      deaths = monotonicMs() - born > HEALTHY_MS ? 1 : deaths + 1;
      reviving = revive();
    });
    // It may have died between its first answer and this watch.
    if (child.exitCode !== null || child.signalCode !== null)
      child.emit('exit', child.exitCode, child.signalCode);
  }

  async function revive(): Promise<void> {
    if (deaths > DEATHS) {
      onProgress?.('The database server died again and again; it is left down.');
      return;
    }
    onProgress?.('The database server died; starting it again.');
    await wait(100);
    if (stopping) return;
    try {
      current = await startPostmaster(options, port);
      watch(current);
    } catch (error) {
      onProgress?.(error instanceof Error ? error.message : 'The database server did not start again.');
    }
  }

  function endWithProcess(): void {
    current.child.kill('SIGINT');
  }

  watch(current);
  process.once('exit', endWithProcess);
  return {
    port,
    stop: async () => {
      stopping = true;
      await reviving;
      await stopPostmaster(current.child);
      process.off('exit', endWithProcess);
    },
  };
}
