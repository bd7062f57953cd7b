import { startPruning } from '../../platform/change-feed.ts';
import { runSubgraph } from '../../platform/run-subgraph.ts';
import type { SubgraphDefinition } from '../../platform/serve-subgraph.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';

/** Urgencies: who may go first, and until when. */
export const urgenciesSubgraph: SubgraphDefinition<Loaders> = {
  name: 'urgencies',
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
  createLoaders,
  startBackground: (services) => Promise.resolve(startPruning(services)),
};

export { urgenciesOn } from './domain/urgencies-on.ts';
export { careProvider, fileGrant, urgency, urgencyCondition } from './tables.ts';
export type { CareProviderRow, UrgencyConditionRow, UrgencyRow } from './tables.ts';

if (import.meta.main) await runSubgraph(urgenciesSubgraph);
