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
export { judgeOf } from './loaders.ts';
export { createJudge, isDrawn, type Judge } from './domain/judge.ts';
export type { Decision, DecisionBodies } from './domain/decision.ts';
export { frozenBody, lineOf } from './domain/frozen-lines.ts';
export { commitment, sealReceipt, type ChainHead } from './domain/receipt.ts';
export {
  countsOfHome,
  isCounted,
  markOfHome,
  marksTogether,
  quarterOf,
  sizeNumber,
} from './domain/chance.ts';
export { aboutOffer, receiptOfLetting, receiptOfMove } from './commands/offer-receipts.ts';
export { BY_TIME, rowOf, sealDecision, type DecidedBy, type NewReceipt } from './receipts.ts';
export { inWords, type Found, type Repeated } from './replay/found.ts';
export { lookAsAuditor } from './replay/look-as-auditor.ts';
export { readCheckpoints } from './replay/read-checkpoints.ts';
export { replayAll, replayOne, verifyHeld } from './replay/replay-decisions.ts';
export type { ChanceCountRow } from './tables/chance.ts';
export type { LeftHomeRow, LettingRow, PermitRow } from './tables/lettings.ts';
export type { ReceiptFactsRow, ReceiptRow } from './tables/receipts.ts';
export {
  chanceCount,
  consideration,
  disclosureSecret,
  draw,
  drawLot,
  drawSecret,
  leftHome,
  letting,
  offer,
  permit,
  ranking,
  reaction,
  receipt,
  receiptFacts,
  ruleSet,
  verification,
} from './tables.ts';
export type {
  DrawRow,
  OfferRow,
  ReactionRow,
  RuleSetRow,
  VerificationRow,
  WrittenRanking,
} from './tables.ts';

if (import.meta.main) await runSubgraph(allocationSubgraph);
