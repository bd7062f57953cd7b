import type { Background, BackgroundServices } from '../../platform/serve-subgraph.ts';
import { startClosing } from './closing/start-closing.ts';
import { startFollowing } from './following/start-following.ts';
import { startKeepingReceipts } from './receipts/keep-receipts.ts';
import { startPreviews } from './previews/start-previews.ts';

/**
 * What this subgraph does beside the requests: it closes on time, keeps places fresh, keeps receipts, and runs
 * previews.
 */
export async function startBackground(services: BackgroundServices): Promise<Background> {
  const closing = startClosing(services);
  const following = startFollowing(services);
  const keeping = startKeepingReceipts(services);
  const previews = await startPreviews(services);
  return {
    async stop() {
      await Promise.all([closing.stop(), following.stop(), keeping.stop(), previews.stop()]);
    },
  };
}
