import { runSubgraph } from '../../platform/run-subgraph.ts';
import type { SubgraphDefinition } from '../../platform/serve-subgraph.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { startBackground } from './start-background.ts';
import { resolvers } from './resolvers.ts';

/** Allocation: what happens between a home and a seeker. */
export const allocationSubgraph: SubgraphDefinition<Loaders> = {
  name: 'allocation',
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
  createLoaders,
  startBackground,
};

export { assembleCandidate, assembleVacancy, type SeekerCase } from './domain/assemble-facts.ts';
export { createJudge, isDrawn, type Judge } from './domain/judge.ts';
export {
  consideration,
  disclosureSecret,
  draw,
  drawLot,
  drawSecret,
  ranking,
  reaction,
  ruleSet,
} from './tables.ts';
export type { DrawRow, WrittenRanking, ReactionRow, RuleSetRow } from './tables.ts';

if (import.meta.main) await runSubgraph(allocationSubgraph);
