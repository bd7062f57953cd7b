import type { Surroundings } from './domain/check-draft.ts';
import { ownersAround, touchedPlaces } from './domain/touched-places.ts';
import { regulationOfRow } from './regulation-of-row.ts';
import * as store from './store.ts';

/** Everything published that regulations of these owners are held against, and the places that they touch. */
export async function surroundingsOf(sql: store.Reader, owners: readonly string[]): Promise<Surroundings> {
  const places = touchedPlaces(owners, await store.allMunicipalities(sql));
  const rows = await store.publishedBy(sql, ownersAround(owners, places));
  const known = rows.map((row) => ({
    regulation: regulationOfRow(row),
    inForce: { from: row.validFrom, until: row.validUntil },
  }));
  return { known, places };
}
