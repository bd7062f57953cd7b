import type { SubgraphDefinition } from '../../platform/serve-subgraph.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';

/** Binding rules: which areas there are, what their regulations say, and what these resolve to. */
export const bindingRulesSubgraph: SubgraphDefinition<Loaders> = {
  name: 'binding-rules',
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
  createLoaders,
};

export { publishAreas, publishCorpus, publishRegulation, type PublicationReport } from './commands.ts';
export { core, housingRegion, municipality, regulation, ruleSet, ruleSetInForce } from './tables.ts';
export type {
  CoreRow,
  HousingRegionRow,
  MunicipalityRow,
  RegulationRow,
  RuleSetInForceRow,
  RuleSetRow,
} from './tables.ts';
