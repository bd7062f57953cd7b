import { createHash } from 'node:crypto';
import type { Transaction } from './database/connect.ts';
import { canonicalJson } from './primitives/canonical-json.ts';
import { readerOrganisation, type Viewer } from './viewer.ts';

/** What became of a request that carries an idempotency key. */
export type Once<Effect> =
  | { readonly kind: 'FIRST'; readonly effect: Effect }
  | { readonly kind: 'REPEATED'; readonly effect: Effect }
  | { readonly kind: 'CONFLICT' };

const KEY = /^[\x21-\x7e]{8,64}$/;

/** Whether `key` may serve as an idempotency key: 8 to 64 printable characters. */
export function isIdempotencyKey(key: string): boolean {
  return KEY.test(key);
}

/**
 * Runs `effect` once for who asks and `key`, in the transaction that also stores its outcome. The same key with the same
 * request gives the stored outcome again; with another request it is a conflict. `effect` gives what must be remembered
 * (ids and codes, no personal facts), or null when nothing was written and a later try may succeed.
 */
export async function once<Effect>(
  transaction: Transaction,
  {
    viewer,
    key,
    operation,
    request,
  }: { readonly viewer: Viewer; readonly key: string; readonly operation: string; readonly request: unknown },
  effect: () => Promise<{ readonly remember: boolean; readonly effect: Effect }>,
): Promise<Once<Effect>> {
  const owner = readerOrganisation(viewer);
  const requestHash = createHash('sha256').update(canonicalJson(request)).digest('hex');
  // Two requests with one key at the same moment: the second waits here until the first has committed or failed. The look
  // that follows is sent along with it, and sees what was committed while it waited.
  const [, [known]] = await Promise.all([
    transaction`/* lockIdempotencyKey */ select pg_advisory_xact_lock(hashtextextended(${`${owner}/${key}`}, 0))`,
    transaction<{ operation: string; requestHash: string; response: Effect }[]>`
      /* idempotentRequest */
      select operation, request_hash, response from platform.idempotency where owner = ${owner} and key = ${key}`,
  ]);
  if (known !== undefined) {
    if (known.operation !== operation || known.requestHash !== requestHash) return { kind: 'CONFLICT' };
    return { kind: 'REPEATED', effect: known.response };
  }
  const outcome = await effect();
  if (outcome.remember) {
    await transaction`
      /* rememberIdempotentRequest */
      insert into platform.idempotency (owner, key, operation, request_hash, response)
      values (${owner}, ${key}, ${operation}, ${requestHash}, ${transaction.json(outcome.effect as never)})`;
  }
  return { kind: 'FIRST', effect: outcome.effect };
}
