import { manyById, oneById } from '../../../platform/batch.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../../platform/page.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import * as interventions from '../store/interventions.ts';
import * as store from '../store/offers.ts';
import type { LettingRow, OfferRow, VerificationRow } from '../tables.ts';

/** What the resolvers of one fetch may read of offers and lettings. */
export function offersIn(asViewer: DataAccess['asViewer']) {
  const offers = oneById(async (ids) => store.offersById(await asViewer(), ids));
  const offerOfReaction = oneById(async (ids) =>
    (await store.offersOfReactions(await asViewer(), ids)).map((row) => ({
      ...row,
      id: row.reaction,
      offer: row,
    })),
  );
  const lettings = oneById(async (ids) =>
    (await store.lettingsOfVacancies(await asViewer(), ids)).map((row) => ({
      owner: row.owner,
      id: row.vacancy,
      letting: row,
    })),
  );
  const interventionOn = oneById(async (ids) =>
    (await interventions.interventionsByReaction(await asViewer(), ids)).map((row) => ({
      ...row,
      id: row.reaction,
    })),
  );
  const verifications = manyById<VerificationRow>(
    async (ids) => store.verificationsOf(await asViewer(), ids),
    ({ owner, offer }) => ({ owner, id: offer }),
  );
  return {
    offers,
    verifications,
    /** What holds of a candidate by hand, by the reaction. */
    interventionOn,
    offerOf: async (reaction: GlobalId): Promise<OfferRow | null> =>
      (await offerOfReaction.load(reaction))?.offer ?? null,
    letting: async (vacancy: GlobalId): Promise<LettingRow | null> =>
      (await lettings.load(vacancy))?.letting ?? null,
    /** Drops what a change may have made untrue. */
    forgetOffers(): void {
      for (const loader of [offers, offerOfReaction, lettings, verifications, interventionOn])
        loader.clearAll();
    },
    async offersPage(vacancy: GlobalId, page: PageArguments): Promise<Page<OfferRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['number', 'uuid']);
      const rows = await store.offersPage(await asViewer(), vacancy, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ position, id }) => [position, id],
      );
    },
  };
}
