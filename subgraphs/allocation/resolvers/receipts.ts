import { formatGlobalId, parseGlobalId } from '../../../platform/global-id.ts';
import { HubError } from '../../../platform/errors.ts';
import type { Resolvers } from '../../../schema/generated/allocation.ts';
import { signReceipts } from '../commands/receipts.ts';
import type { DecisionBodies } from '../domain/decision.ts';
import type { ToldIntervention } from '../loaders/receipts.ts';
import { formatReceiptId, parseReceiptId } from '../domain/receipt-id.ts';
import { entryText } from '../domain/receipt.ts';
import { placeIn } from '../receipts/place-in.ts';
import { receiptOf } from '../receipts.ts';

/** What is asked of receipts, checkpoints and keys. */
export const receiptQueries: NonNullable<Resolvers['Query']> = {
  receipt(_root, { id }, { loaders }) {
    const number = parseReceiptId(id);
    if (number === undefined) throw new HubError('INVALID_ID');
    return loaders.receipt(number);
  },
  receiptCheckpoints: (_root, { owner, ...page }, { loaders }) => loaders.checkpointsPage(owner, page),
  receiptKeys: (_root, page, { loaders }) => loaders.keysPage(page),
};

export const receiptMutations: NonNullable<Resolvers['Mutation']> = {
  signReceipts: (_root, { input }, context) => signReceipts(input, context),
};

export const receiptTypes: Pick<Resolvers, 'Receipt' | 'SignReceiptsResult'> = {
  Receipt: {
    __resolveReference({ id }, { loaders }) {
      const number = parseReceiptId(id);
      return number === undefined ? null : loaders.receipt(number);
    },
    id: formatReceiptId,
    vacancy: ({ owner, vacancy }) =>
      vacancy === null ? null : { id: formatGlobalId({ owner, id: vacancy }) },
    decidedAs: ({ byRole }) => byRole,
    decidedFor: ({ byOrganisation }) => byOrganisation,
    decidedBy: async (row, _arguments, { loaders }) => {
      const kept = await loaders.factsBeside(row, 'PERSON');
      return kept === undefined ? null : String(kept.facts['person']);
    },
    entry: (row) => entryText(receiptOf(row)),
    async personalFacts(row, _arguments, { loaders, noteReading, viewer }, info) {
      const kept = await loaders.factsBeside(row, 'DECISION');
      if (kept === undefined) return null;
      const about = await loaders.reactions.load({ owner: row.owner, id: row.reaction! });
      if (viewer.role === 'AUDITOR' && about !== null) noteReading(about.registrar, about.registration, info);
      return loaders.committed(kept.facts, kept.salt);
    },
    place(row, { reaction }, context, info) {
      const named = reaction === undefined || reaction === null ? undefined : parseGlobalId(reaction);
      if (reaction !== undefined && reaction !== null && named === undefined)
        throw new HubError('INVALID_ID');
      return placeIn(row, named, context, info);
    },
  },
  SignReceiptsResult: {
    __resolveType: (result) => ('checkpoint' in result ? 'ReceiptsSigned' : 'SigningRefused'),
  },
};

/** What every candidate of a home is told of an intervention. */
export function toldIntervention({ at, body, own, reason }: ToldIntervention) {
  const { intervention, citation } = JSON.parse(body) as DecisionBodies['INTERVENTION'];
  return { kind: intervention, at, reason, citation: { ...citation, url: null }, own };
}
