import type { Transaction } from '../../../platform/database/connect.ts';
import { isSigned } from '../../../platform/signer.ts';
import { signedContent, type SignedCheckpoint } from '../domain/checkpoint.ts';
import { bodyOf } from '../domain/decision.ts';
import { commitment, verifyChain, type ChainHead, type Receipt } from '../domain/receipt.ts';
import { receiptOf } from '../receipts.ts';
import * as replayStore from '../store/replay-receipts.ts';
import * as store from '../store/receipts.ts';
import type { ReceiptFactsRow } from '../tables/receipts.ts';
import { found, type Found, type Repeated } from './found.ts';

const PAGE = 1_000;

/** Homes of which an erasure in the chain says that their facts are gone, by number. */
export type Erased = ReadonlySet<string>;

export async function erasedOf(sql: Transaction, owner: string): Promise<Erased> {
  const days = (await replayStore.erasuresOf(sql, owner)).map(
    (row) => bodyOf(receiptOf(row), 'ERASURE')!.before,
  );
  const before = days.toSorted().at(-1);
  if (before === undefined) return new Set();
  return new Set((await replayStore.erasedHomes(sql, owner, before)).map(({ vacancy }) => vacancy));
}

/** The whole chain of an owner: every link, every commitment to facts that are still there, and every stored checkpoint. */
export async function verifyChainOf(
  sql: Transaction,
  owner: string,
  erased: Erased,
  repeated: Repeated,
): Promise<Found | undefined> {
  const checkpoints = new Map((await replayStore.storedCheckpoints(sql, owner)).map((one) => [one.seq, one]));
  let head: ChainHead | undefined;
  for (let more = true; more;) {
    const rows = await store.chainPage(sql, owner, head?.seq ?? 0, PAGE);
    const receipts = rows.map(receiptOf);
    const followed = verifyChain(receipts, head);
    if (followed.difference !== undefined) return found(owner, followed.difference.code, followed.difference);
    const facts = Map.groupBy(await store.factsByNumber(sql, receipts), ({ seq }) => seq);
    for (const receipt of receipts) {
      const other = otherFacts(receipt, facts.get(receipt.seq) ?? [], erased);
      if (other !== undefined) return other;
      const checkpoint = checkpoints.get(receipt.seq);
      if (checkpoint === undefined) continue;
      const broken = whyBroken(checkpoint, checkpoint.publicKey, receipt);
      if (broken !== undefined) return broken;
      checkpoints.delete(receipt.seq);
      repeated.checkpoints += 1;
    }
    head = followed.head;
    repeated.receipts += receipts.length;
    more = rows.length === PAGE;
  }
  const [beyond] = checkpoints.values();
  return beyond === undefined
    ? undefined
    : found(owner, 'CHECKPOINT_BROKEN', { seq: beyond.seq, recorded: beyond.hash });
}

/** Facts beside a receipt that are not what it commits to, or that are gone without an erasure. */
function otherFacts(receipt: Receipt, beside: readonly ReceiptFactsRow[], erased: Erased): Found | undefined {
  const { owner, seq, vacancy, reaction } = receipt;
  const committed = { DECISION: receipt.facts, PERSON: receipt.by.person };
  for (const part of ['DECISION', 'PERSON'] as const) {
    const recorded = committed[part];
    const kept = beside.find((one) => one.part === part);
    const where = { seq, vacancy, reaction };
    if (kept === undefined) {
      if (recorded !== null && !(vacancy !== null && erased.has(vacancy)))
        return found(owner, 'FACTS_MISSING', { ...where, recorded });
      continue;
    }
    const is = commitment(kept.salt, kept.facts);
    if (is !== recorded)
      return found(owner, 'FACTS_CHANGED', { ...where, recorded: recorded ?? '', found: is });
  }
  return undefined;
}

/** Why a checkpoint does not speak of a receipt of its number; undefined when it does. */
export function whyBroken(
  checkpoint: SignedCheckpoint,
  publicKey: string | undefined,
  receipt: { readonly hash: string } | undefined,
): Found | undefined {
  const { owner, seq, hash, signature } = checkpoint;
  if (publicKey === undefined || !isSigned(signedContent(checkpoint), signature, publicKey))
    return found(owner, 'CHECKPOINT_UNSIGNED', { seq, recorded: checkpoint.keyId });
  if (receipt?.hash !== hash)
    return found(owner, 'CHECKPOINT_BROKEN', { seq, recorded: hash, found: receipt?.hash ?? '' });
  return undefined;
}
