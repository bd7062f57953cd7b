import type { SubgraphDefinition } from '../platform/serve-subgraph.ts';
import { allocationSubgraph } from '../subgraphs/allocation/subgraph.ts';
import { bindingRulesSubgraph } from '../subgraphs/binding-rules/subgraph.ts';
import { registrationsSubgraph } from '../subgraphs/registrations/subgraph.ts';
import { urgenciesSubgraph } from '../subgraphs/urgencies/subgraph.ts';
import { vacanciesSubgraph } from '../subgraphs/vacancies/subgraph.ts';

/** The five owners, in the order of `SUBGRAPH_NAMES`. Each brings its own loaders, which nobody else looks into. */
export const subgraphDefinitions: readonly SubgraphDefinition[] = [
  registrationsSubgraph,
  vacanciesSubgraph,
  urgenciesSubgraph,
  bindingRulesSubgraph,
  allocationSubgraph,
];
