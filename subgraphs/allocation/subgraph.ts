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
  signs: true,
};

export { assembleCandidate, assembleVacancy, type SeekerCase } from './domain/assemble-facts.ts';
export { createJudge, isDrawn, type Judge } from './domain/judge.ts';
export type { Decision, DecisionBodies } from './domain/decision.ts';
export { frozenBody, lineOf } from './domain/frozen-lines.ts';
export { commitment, sealReceipt, type ChainHead } from './domain/receipt.ts';
export { rowOf } from './receipts.ts';
export { inWords, type Found, type Repeated } from './replay/found.ts';
export { lookAsAuditor } from './replay/look-as-auditor.ts';
export { readCheckpoints } from './replay/read-checkpoints.ts';
export { replayAll, replayOne, verifyHeld } from './replay/replay-decisions.ts';
export type { ReceiptRow } from './tables/receipts.ts';
export {
  consideration,
  disclosureSecret,
  draw,
  drawLot,
  drawSecret,
  ranking,
  reaction,
  receipt,
  ruleSet,
} from './tables.ts';
export type { DrawRow, WrittenRanking, ReactionRow, RuleSetRow } from './tables.ts';

if (import.meta.main) await runSubgraph(allocationSubgraph);
