import DataLoader from 'dataloader';
import { manyById, oneById } from '../../../platform/batch.ts';
import { fileReadsPage, type FileRead } from '../../../platform/file-reads.ts';
import { formatGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import type { Page, PageArguments } from '../../../platform/page.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import * as store from '../store/explanations.ts';
import type { ReactionRow } from '../tables.ts';
import type { ReceiptRow } from '../tables/receipts.ts';

export type { ToldIntervention } from '../store/explanations.ts';

/** What the resolvers of one fetch may read to explain reactions: one statement each, however many are explained. */
export function explanationsIn(asViewer: DataAccess['asViewer']) {
  const decided = oneById(async (ids) => store.decidedAbove(await asViewer(), ids));
  const passedOver = manyById(
    async (ids) => store.passedOver(await asViewer(), ids),
    ({ owner, reaction }) => ({ owner, id: reaction! }),
  );
  const frozenReceipts = oneById(async (ids) =>
    (await store.frozenReceipts(await asViewer(), ids)).map((row) => ({
      owner: row.owner,
      id: row.vacancy!,
      receipt: row,
    })),
  );
  const interventions = new DataLoader<ReactionRow, readonly store.ToldIntervention[], string>(
    async (reactions) => {
      const rows = await store.interventionsOf(await asViewer(), reactions);
      const told = Map.groupBy(rows, ({ owner, toldTo }) => formatGlobalId({ owner, id: toldTo }));
      return reactions.map((reaction) => told.get(formatGlobalId(reaction)) ?? []);
    },
    { cacheKeyFn: formatGlobalId },
  );
  return {
    /** Who read what was decided about a registration of a register, newest first. */
    decisionReads: async (owner: string, subject: string, page: PageArguments): Promise<Page<FileRead>> =>
      fileReadsPage(await asViewer(), { owner, subject }, page),
    /** At which stage somebody else goes before a reaction that stands; null when it is not the viewer's to know. */
    decidedAbove: (reaction: GlobalId): Promise<store.DecidedRow | null> =>
      decided.load({ owner: reaction.owner, id: reaction.id }),
    interventionsOf: (row: ReactionRow): Promise<readonly store.ToldIntervention[]> =>
      interventions.load(row),
    /** What was recorded when a reaction was passed over without a judgement; undefined when it was not. */
    passedOver: async (reaction: GlobalId) => (await passedOver.load(reaction)).at(-1),
    /** The receipt of the frozen ranking of a home, where the viewer may see it. */
    frozenReceipt: async (vacancy: GlobalId): Promise<ReceiptRow | null> =>
      (await frozenReceipts.load(vacancy))?.receipt ?? null,
  };
}
