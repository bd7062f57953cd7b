import { oneById } from '../../../platform/batch.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import * as store from '../store/mediation.ts';
import type { MediationRow } from '../tables/mediation.ts';

/** What the resolvers of one fetch may read of mediation. */
export function mediationIn(asViewer: DataAccess['asViewer']) {
  const ofReaction = oneById(async (ids) =>
    (await store.mediationsOfReactions(await asViewer(), ids)).map((row) => ({
      owner: row.owner,
      id: row.reaction,
      mediation: row,
    })),
  );
  return {
    /** Why an offer was made to a household; null for a home that is not mediated. */
    mediationOf: async ({
      owner,
      reaction,
    }: {
      readonly owner: string;
      readonly reaction: string;
    }): Promise<MediationRow | null> => (await ofReaction.load({ owner, id: reaction }))?.mediation ?? null,
    spokenFor: async (registrations: readonly string[]): Promise<ReadonlySet<string>> =>
      registrations.length === 0 ? new Set() : store.spokenFor(await asViewer(), registrations),
    homesOffered: async (ids: readonly GlobalId[]): Promise<ReadonlySet<string>> =>
      ids.length === 0 ? new Set() : store.homesOffered(await asViewer(), ids),
  };
}
