import { oneById } from '../../../platform/batch.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../../platform/page.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import type { HomeDestiny } from '../domain/left-home.ts';
import * as lettings from '../store/lettings.ts';
import * as permits from '../store/permits.ts';
import type { LeftHomeRow, PermitRow } from '../tables/lettings.ts';

/** What the resolvers of one fetch may read of permits and of the homes that movers leave. */
export function lettingsIn(asViewer: DataAccess['asViewer']) {
  const permitsById = oneById(async (ids) => permits.permitsById(await asViewer(), ids));
  const permitOfOffer = oneById(async (ids) =>
    (await permits.permitsOfOffers(await asViewer(), ids)).map((row) => ({
      owner: row.corporation,
      id: row.offer,
      permit: row,
    })),
  );
  const leftHomes = oneById(async (ids) => lettings.leftHomesById(await asViewer(), ids));
  const leftHomeOfLetting = oneById(async (ids) =>
    (await lettings.leftHomesOfLettings(await asViewer(), ids)).map((row) => ({
      owner: row.letBy,
      id: row.letting,
      leftHome: row,
    })),
  );
  return {
    permits: permitsById,
    leftHomes,
    permitOf: async (offer: GlobalId): Promise<PermitRow | null> =>
      (await permitOfOffer.load(offer))?.permit ?? null,
    leftHomeOf: async (letting: GlobalId): Promise<LeftHomeRow | null> =>
      (await leftHomeOfLetting.load(letting))?.leftHome ?? null,
    /** Drops what a change may have made untrue. */
    forgetLettings(): void {
      for (const loader of [permitsById, permitOfOffer, leftHomes, leftHomeOfLetting]) loader.clearAll();
    },
    async waitingPermits(municipality: string, page: PageArguments): Promise<Page<PermitRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['moment', 'uuid']);
      const rows = await permits.waitingPermits(await asViewer(), municipality, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ askedAt, id }) => [askedAt, id],
      );
    },
    async leftHomesPage(
      owner: string,
      destiny: HomeDestiny,
      page: PageArguments,
    ): Promise<Page<LeftHomeRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['date', 'uuid']);
      const rows = await lettings.leftHomesPage(await asViewer(), owner, destiny, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ leftOn, id }) => [leftOn, id],
      );
    },
  };
}
