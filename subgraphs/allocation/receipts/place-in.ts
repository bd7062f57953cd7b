import type { GraphQLResolveInfo } from 'graphql';
import type { GlobalId } from '../../../platform/global-id.ts';
import { treeOfHashes } from '../../../rules/merkle-tree.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { bodyOf } from '../domain/decision.ts';
import { lineOf, lineText } from '../domain/frozen-lines.ts';
import type { Loaders } from '../loaders.ts';
import { committedFacts, type CommittedFacts } from '../loaders/receipts.ts';
import { receiptOf } from '../receipts.ts';
import type { ReactionRow } from '../tables.ts';
import type { ReceiptRow } from '../tables/receipts.ts';

/** The line of one reaction in a frozen ranking, and the way from it to the root in the receipt. */
export interface ProvenPlace {
  readonly line: string;
  readonly personalFacts: CommittedFacts | null;
  readonly leafIndex: number;
  readonly leafCount: number;
  readonly path: readonly string[];
  readonly root: string;
}

/**
 * Where a reaction stood when the ranking of a receipt was frozen: that of the seeker who asks, or the one that an auditor
 * names. Null for another kind of receipt, and for a reaction that is not there or that is not the asker's to see. The way
 * is made of hashes over salted commitments, which tell nothing of the others.
 */
export async function placeIn(
  row: ReceiptRow,
  named: GlobalId | undefined,
  context: SubgraphContext<Loaders>,
  info: GraphQLResolveInfo,
): Promise<ProvenPlace | null> {
  const { loaders, viewer } = context;
  const frozen = bodyOf(receiptOf(row), 'RANKING_FROZEN');
  if (frozen === undefined) return null;
  const reaction = await reactionOf(row, named, context);
  if (reaction === null || reaction.commitment === null) return null;
  if (viewer.role === 'AUDITOR') context.noteReading(reaction.registrar, reaction.registration, info);
  const leaves = await loaders.frozenLeaves(reaction);
  const path = treeOfHashes(leaves.map(({ leaf }) => leaf)).pathOf(leaves.findIndex(({ own }) => own));
  const { facts, salt } = reaction;
  return {
    line: lineText(lineOf(reaction)),
    personalFacts: facts === null || salt === null ? null : committedFacts(facts, salt),
    ...path,
    root: frozen.root,
  };
}

/** The reaction that is asked about, on the home of the receipt; null when the viewer may not see it. */
async function reactionOf(
  { owner, vacancy }: ReceiptRow,
  named: GlobalId | undefined,
  { loaders, viewer: { registration } }: SubgraphContext<Loaders>,
): Promise<ReactionRow | null> {
  let id = named;
  if (id === undefined && registration !== null) {
    const own = await loaders.reactionInRanking({ owner, id: vacancy! }, registration);
    id = own && { owner, id: own.id };
  }
  const reaction = id === undefined ? null : await loaders.reactions.load(id);
  return reaction?.owner === owner && reaction.vacancy === vacancy ? reaction : null;
}
