import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { SignReceiptsInput } from '../../../schema/generated/allocation.ts';
import type { Loaders } from '../loaders.ts';
import { signHead } from '../receipts/sign-head.ts';
import * as store from '../store/receipts.ts';
import type { ReceiptCheckpointRow } from '../tables/receipts.ts';

/** Signs for an auditor how far the chain of an owner is; one that has not grown keeps the checkpoint that it has. */
export async function signReceipts(
  input: SignReceiptsInput,
  context: SubgraphContext<Loaders>,
): Promise<{ readonly checkpoint: ReceiptCheckpointRow } | RefusalData> {
  const { signer, viewer, clock } = context;
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  if (signer === undefined) return refusal('SIGNING_UNAVAILABLE');
  const request = { viewer, key: input.idempotencyKey, operation: 'signReceipts', request: input };
  return context.writeAsHub('sign receipts', async (sql) => {
    const outcome = await once<{ seq: number } | { code: ErrorCode }>(sql, request, async () => {
      const signed = await signHead(sql, input.owner, signer, clock.now());
      return signed === undefined
        ? { remember: false, effect: { code: 'NO_RECEIPTS' } }
        : { remember: true, effect: { seq: signed.seq } };
    });
    if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
    if ('code' in outcome.effect) return refusal(outcome.effect.code);
    const checkpoint = await store.checkpointAt(sql, { owner: input.owner, seq: outcome.effect.seq });
    return { checkpoint: checkpoint! };
  });
}
