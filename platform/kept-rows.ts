import { monotonicMs } from './clock.ts';
import { KeptValues } from './kept-values.ts';

/** How long a row may be told again without asking, milliseconds of the machine's counter, and how many are kept. */
export interface Keeping {
  readonly forMs: number;
  readonly atMost: number;
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
  const byReader = new WeakMap<Reader, KeptValues<Row>>();
  return async function read(sql, keys) {
    const kept = byReader.get(sql) ?? new KeptValues<Row>(atMost, now);
    byReader.set(sql, kept);
    const until = now() + forMs;
    const found: Row[] = [];
    const missing: string[] = [];
    for (const key of keys) {
      const row = kept.get(key);
      if (row === undefined) missing.push(key);
      else found.push(row);
    }
    if (missing.length === 0) return found;
    for (const row of await load(sql, missing)) {
      kept.keep(keyOf(row), row, until);
      found.push(row);
    }
    return found;
  };
}
