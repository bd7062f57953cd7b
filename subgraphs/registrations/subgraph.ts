import { startPruning } from '../../platform/change-feed.ts';
import { runSubgraph } from '../../platform/run-subgraph.ts';
import type { SubgraphDefinition } from '../../platform/serve-subgraph.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';

/** Registrations: who seeks, and since when. */
export const registrationsSubgraph: SubgraphDefinition<Loaders> = {
  name: 'registrations',
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
  createLoaders,
  startBackground: (services) => Promise.resolve(startPruning(services)),
};

export { exclusionsOn, incomeTestsOn, lastMoveOn, presentAddressOn, tiesOn } from './domain/facts-on.ts';
export {
  applicant,
  exclusion,
  fileGrant,
  incomeTest,
  registrar,
  registration,
  tie,
  waitingScheme,
} from './tables.ts';
export type {
  ApplicantRow,
  ExclusionRow,
  IncomeTestRow,
  RegistrarRow,
  RegistrationRow,
  TieRow,
  WaitingSchemeRow,
} from './tables.ts';

if (import.meta.main) await runSubgraph(registrationsSubgraph);
