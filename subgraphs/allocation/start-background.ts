import type { Background, BackgroundServices } from '../../platform/serve-subgraph.ts';
import { startClosing } from './closing/start-closing.ts';
import { startPreviews } from './previews/start-previews.ts';

/** What this subgraph does beside the requests: it closes on time, and runs previews. */
export async function startBackground(services: BackgroundServices): Promise<Background> {
  const closing = startClosing(services);
  const previews = await startPreviews(services);
  return {
    async stop() {
      await Promise.all([closing.stop(), previews.stop()]);
    },
  };
}
