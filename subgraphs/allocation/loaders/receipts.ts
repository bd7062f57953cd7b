import DataLoader from 'dataloader';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../../platform/page.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { canonicalJson } from '../../../platform/primitives/canonical-json.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import { commitment } from '../domain/receipt.ts';
import { formatReceiptId, type ReceiptNumber } from '../domain/receipt-id.ts';
import * as store from '../store/receipts.ts';
import type { ReactionRow } from '../tables.ts';
import type { ReceiptCheckpointRow, ReceiptFactsRow, ReceiptKeyRow, ReceiptRow } from '../tables/receipts.ts';

export type { ToldIntervention } from '../store/receipts.ts';

/** Personal facts with what the chain holds of them. */
export interface CommittedFacts {
  readonly text: string;
  readonly salt: string;
  readonly commitment: string;
}

export function committedFacts(facts: unknown, salt: string): CommittedFacts {
  return { text: canonicalJson(facts), salt, commitment: commitment(salt, facts) };
}

/** What the resolvers of one fetch may read of receipts. */
export function receiptsIn({ asViewer, publicDatabase }: Pick<DataAccess, 'asViewer' | 'publicDatabase'>) {
  const receipts = new DataLoader<ReceiptNumber, ReceiptRow | null, string>(
    async (numbers) => {
      const rows = await store.receiptsByNumber(await asViewer(), numbers);
      const byId = new Map(rows.map((row) => [formatReceiptId(row), row]));
      return numbers.map((number) => byId.get(formatReceiptId(number)) ?? null);
    },
    { cacheKeyFn: formatReceiptId },
  );
  const beside = new DataLoader<ReceiptNumber, readonly ReceiptFactsRow[], string>(
    async (numbers) => {
      const rows = Map.groupBy(await store.factsByNumber(await asViewer(), numbers), formatReceiptId);
      return numbers.map((number) => rows.get(formatReceiptId(number)) ?? []);
    },
    { cacheKeyFn: formatReceiptId },
  );
  async function chainOf(
    page: PageArguments,
    read: (after: number, limit: number) => Promise<ReceiptRow[]>,
  ): Promise<Page<ReceiptRow>> {
    const size = pageSize(page);
    const [after] = decodeCursor(page.after, ['number']) ?? [0];
    return toPage(
      await read(after, size + 1),
      size,
      (row) => row,
      ({ seq }) => [seq],
    );
  }
  return {
    receipt: (number: ReceiptNumber): Promise<ReceiptRow | null> => receipts.load(number),
    /** Facts beside a receipt that the viewer may see; undefined when there are none, or none any more. */
    factsBeside: async (
      number: ReceiptNumber,
      part: ReceiptFactsRow['part'],
    ): Promise<ReceiptFactsRow | undefined> => (await beside.load(number)).find((row) => row.part === part),
    committed: committedFacts,
    reactionInRanking: async (home: GlobalId, registration: string) =>
      store.reactionInRanking(await asViewer(), home, registration),
    frozenLeaves: async (row: ReactionRow) => store.frozenLeaves(await asViewer(), row),
    receiptsOfVacancy: (home: GlobalId, page: PageArguments) =>
      chainOf(page, async (after, limit) => store.receiptsOfVacancy(await asViewer(), home, after, limit)),
    receiptsOfReaction: (row: ReactionRow, page: PageArguments) =>
      chainOf(page, async (after, limit) => store.receiptsOfReaction(await asViewer(), row, after, limit)),
    interventionsOf: async (row: ReactionRow) => store.interventionsOf(await asViewer(), row),
    async checkpointsPage(owner: string, page: PageArguments): Promise<Page<ReceiptCheckpointRow>> {
      const size = pageSize(page);
      const [before] = decodeCursor(page.after, ['number']) ?? [2 ** 31 - 1];
      return toPage(
        await store.checkpointsPage(publicDatabase, owner, before, size + 1),
        size,
        (row) => row,
        ({ seq }) => [seq],
      );
    },
    async keysPage(page: PageArguments): Promise<Page<ReceiptKeyRow>> {
      const size = pageSize(page);
      const [after] = decodeCursor(page.after, ['string']) ?? [''];
      return toPage(
        await store.keysPage(publicDatabase, after, size + 1),
        size,
        (row) => row,
        ({ keyId }) => [keyId],
      );
    },
  };
}
