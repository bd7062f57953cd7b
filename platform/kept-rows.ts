import { monotonicMs } from './clock.ts';

/** How long a row may be told again without asking, milliseconds of the machine's counter, and how many are kept. */
export interface Keeping {
  readonly forMs: number;
  readonly atMost: number;
}

interface Kept<Row> {
  readonly row: Row;
  readonly until: number;
}

/** Names of places and organisations: a change of one, which is news for weeks, is told everywhere within a minute. */
export const NAMES_KEPT: Keeping = { forMs: 60_000, atMost: 5_000 };

/**
 * Loads rows by a text key as `load` does, and tells those again that it found not long ago in the same database. For public rows
 * that seldom change and are asked for with nearly every question; what is not there is asked for each time, so that a stranger
 * cannot make it keep anything. Beyond `atMost` the oldest go.
 */
export function keepingRows<Reader extends object, Row>(
  load: (sql: Reader, keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  { forMs, atMost }: Keeping,
  now: () => number = monotonicMs,
): (sql: Reader, keys: readonly string[]) => Promise<readonly Row[]> {
  const byReader = new WeakMap<Reader, Map<string, Kept<Row>>>();
  return async function read(sql, keys) {
    const kept = byReader.get(sql) ?? new Map<string, Kept<Row>>();
    byReader.set(sql, kept);
    const at = now();
    const found: Row[] = [];
    const missing: string[] = [];
    for (const key of keys) {
      const known = kept.get(key);
      if (known !== undefined && known.until > at) found.push(known.row);
      else missing.push(key);
    }
    if (missing.length === 0) return found;
    for (const row of await load(sql, missing)) {
      const key = keyOf(row);
      kept.delete(key);
      if (kept.size >= atMost) kept.delete(kept.keys().next().value!);
      kept.set(key, { row, until: at + forMs });
      found.push(row);
    }
    return found;
  };
}
