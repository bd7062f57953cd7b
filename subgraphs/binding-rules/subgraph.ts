import { runSubgraph } from '../../platform/run-subgraph.ts';
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

export {
  publishAreas,
  publishCorpus,
  publishRegulation,
  type PublicationReport,
} from './commands/publication.ts';
export {
  planPublication,
  type Publication,
  type PublicationRefusal,
  type Submission,
} from './domain/plan-publication.ts';
export { versionId } from './domain/version-id.ts';
export type { AreaTable } from './domain/area-table.ts';
export { ruleSetFor } from './loaders.ts';
export { readAreas, readCorpus, CORPUS, type CorpusFailure } from './read-corpus.ts';
export {
  complexRuleSetInForce,
  core,
  draftEvent,
  housingRegion,
  municipality,
  regulation,
  regulationDraft,
  ruleSet,
  ruleSetInForce,
} from './tables.ts';
export type {
  CoreRow,
  HousingRegionRow,
  MunicipalityRow,
  RegulationRow,
  RuleSetInForceRow,
  RuleSetRow,
} from './tables.ts';

if (import.meta.main) await runSubgraph(bindingRulesSubgraph);
