import DataLoader from 'dataloader';
import { formatGlobalId, type GlobalId } from './global-id.ts';

/**
 * Loads one row per id: every id asked for in one tick becomes one statement. An id without a row, or with a row that
 * the viewer may not see, gives null.
 */
export function oneById<Row extends { readonly owner: string; readonly id: string }>(
  load: (ids: readonly GlobalId[]) => Promise<readonly Row[]>,
): DataLoader<GlobalId, Row | null, string> {
  return new DataLoader<GlobalId, Row | null, string>(
    async (ids) => {
      const rows = new Map((await load(ids)).map((row) => [formatGlobalId(row), row]));
      return ids.map((id) => rows.get(formatGlobalId(id)) ?? null);
    },
    { cacheKeyFn: formatGlobalId },
  );
}

/** Loads the rows that belong to each id, in the order of the statement; none is an empty list. */
export function manyById<Row>(
  load: (ids: readonly GlobalId[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => GlobalId,
): DataLoader<GlobalId, readonly Row[], string> {
  return new DataLoader<GlobalId, readonly Row[], string>(
    async (ids) => {
      const rows = Map.groupBy(await load(ids), (row) => formatGlobalId(idOf(row)));
      return ids.map((id) => rows.get(formatGlobalId(id)) ?? []);
    },
    { cacheKeyFn: formatGlobalId },
  );
}

/** Loads one value per text key; an unknown key gives null. */
export function oneByKey<Row>(
  load: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(async (keys) => {
    const rows = new Map((await load(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });
}

/** Loads the rows that belong to each text key; none is an empty list. */
export function manyByKey<Row>(
  load: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, readonly Row[]> {
  return new DataLoader<string, readonly Row[]>(async (keys) => {
    const rows = Map.groupBy(await load(keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });
}
