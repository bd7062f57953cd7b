import { offerAfter } from '../domain/offer-state.ts';
import { letGo } from '../commands/offers.ts';
import * as store from '../store/offers.ts';
import type { HubWork } from './hub-work.ts';

const AT_ONCE = 100;

/** Ends the offers that nobody answered in time. One that is answered at the same moment has its answer. */
export async function expireOffers({ clock, write }: HubWork): Promise<void> {
  const due = await write((sql) => store.dueOffers(sql, clock.now(), AT_ONCE));
  for (const { owner, id, vacancy } of due) {
    await write(async (sql) => {
      const ranking = await store.lockOffering(sql, { owner, id: vacancy });
      const [row] = await store.offersById(sql, [{ owner, id }]);
      const now = clock.now();
      if (ranking === undefined || row === undefined) return;
      const moved = offerAfter(row, 'EXPIRE', now);
      if (moved.kind === 'REFUSED') return;
      await store.moveOffer(sql, row, { status: moved.status, at: now, by: null, reason: null });
      await letGo(sql, row, now);
    });
  }
}
