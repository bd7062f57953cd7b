import type { Transaction } from '../../../platform/database/connect.ts';
import type { Signer } from '../../../platform/signer.ts';
import { signedContent } from '../domain/checkpoint.ts';
import * as store from '../store/receipts.ts';
import type { ReceiptCheckpointRow } from '../tables/receipts.ts';

/**
 * Signs how far the chain of an owner is, as the hub; undefined when it has not begun. A chain that has not grown since it was
 * signed keeps the checkpoint that it has.
 */
export async function signHead(
  sql: Transaction,
  owner: string,
  signer: Signer,
  now: string,
): Promise<ReceiptCheckpointRow | undefined> {
  const head = await store.headOf(sql, owner);
  if (head === undefined) return undefined;
  const at = new Date(now).toISOString();
  const { keyId, publicKey } = signer;
  const checkpoint = { owner, seq: head.seq, hash: head.hash, at, keyId };
  const signature = signer.sign(signedContent(checkpoint));
  await store.insertCheckpoint(sql, { ...checkpoint, signature }, publicKey);
  // That of another process of the same moment is as good.
  return store.checkpointAt(sql, { owner, seq: head.seq });
}
