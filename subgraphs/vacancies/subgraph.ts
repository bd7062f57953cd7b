import { runSubgraph } from '../../platform/run-subgraph.ts';
import type { SubgraphDefinition } from '../../platform/serve-subgraph.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';

/** Vacancies: dwellings, and what is offered. */
export const vacanciesSubgraph: SubgraphDefinition<Loaders> = {
  name: 'vacancies',
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
  createLoaders,
};

export { capsOn, roomOf, type Publication, type Supply } from './domain/quota-ledger.ts';
export {
  complex,
  complexSparing,
  corporation,
  dwelling,
  letHome,
  publishedSupply,
  vacancy,
  vacancyShown,
} from './tables.ts';
export type { ComplexRow, ComplexSparingRow, CorporationRow, DwellingRow, VacancyRow } from './tables.ts';

if (import.meta.main) await runSubgraph(vacanciesSubgraph);
