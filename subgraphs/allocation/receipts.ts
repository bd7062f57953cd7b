import { randomBytes } from 'node:crypto';
import type { Transaction } from '../../platform/database/connect.ts';
import { canonicalJson } from '../../platform/primitives/canonical-json.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Decision } from './domain/decision.ts';
import { commitment, sealReceipt, type ChainHead, type Receipt } from './domain/receipt.ts';
import * as store from './store/receipts.ts';
import type { ReceiptFactsRow, ReceiptRow } from './tables/receipts.ts';

/** Who decided: a person in a role, or time itself. */
export type DecidedBy = Pick<Viewer, 'role' | 'organisation' | 'person'>;

/** What time decides. */
export const BY_TIME: DecidedBy = { role: 'HUB', organisation: null, person: null };

/** A decision and what it is about. */
export type NewReceipt = Decision & {
  /** The corporation. */
  readonly owner: string;
  /** Number of the vacancy; null for what concerns none by itself. */
  readonly vacancy: string | null;
  /** Number of the reaction of the candidate it is about. */
  readonly reaction?: string;
  /** Number of the offer or letting. */
  readonly subject?: string;
  /** ISO 8601. */
  readonly at: string;
  readonly by: DecidedBy;
};

/**
 * Records a decision at the end of its owner's chain, in the transaction that takes it: both are written, or neither. Call it
 * after every other lock of that transaction is taken, because all decisions of one owner pass here one by one. What is
 * personal in it, and who decided, is committed to in the chain and stands beside it until its term is over.
 */
export async function appendReceipt(sql: Transaction, decision: NewReceipt): Promise<ChainHead> {
  const head = await store.lockChain(sql, decision.owner);
  const { receipt, beside } = sealDecision(head, decision, newSalt);
  await store.insertReceipt(sql, rowOf(receipt));
  for (const facts of beside) await store.insertFacts(sql, facts);
  return { seq: receipt.seq, hash: receipt.hash };
}

/** A decision as the next link of a chain, with the facts that it commits to by salts. */
export function sealDecision(
  head: ChainHead | undefined,
  decision: NewReceipt,
  saltFor: (part: ReceiptFactsRow['part']) => string,
): { readonly receipt: Receipt; readonly beside: readonly ReceiptFactsRow[] } {
  const { owner, kind, vacancy, body, facts, by } = decision;
  const parts = [
    ...(facts === undefined ? [] : [{ part: 'DECISION' as const, facts: { ...facts } }]),
    // A seeker is known by the reaction, and time by nobody.
    ...(by.person === null || by.role === 'SEEKER'
      ? []
      : [{ part: 'PERSON' as const, facts: { person: by.person } }]),
  ].map((one) => ({ ...one, salt: saltFor(one.part) }));
  const committed = (part: ReceiptFactsRow['part']): string | null => {
    const kept = parts.find((one) => one.part === part);
    return kept === undefined ? null : commitment(kept.salt, kept.facts);
  };
  const receipt = sealReceipt(head, {
    owner,
    kind,
    vacancy,
    reaction: decision.reaction ?? null,
    subject: decision.subject ?? null,
    at: new Date(decision.at).toISOString(),
    by: { role: by.role, organisation: by.organisation, person: committed('PERSON') },
    body,
    facts: committed('DECISION'),
  });
  return { receipt, beside: parts.map((one) => ({ owner, seq: receipt.seq, ...one })) };
}

/** 128 bits of chance, in hex. */
export function newSalt(): string {
  return randomBytes(16).toString('hex');
}

/** A receipt as it was hashed, from its row. */
export function receiptOf(row: ReceiptRow): Receipt {
  const { byRole, byOrganisation, byPerson, body, ...rest } = row;
  return {
    ...rest,
    by: { role: byRole, organisation: byOrganisation, person: byPerson },
    body: JSON.parse(body) as Receipt['body'],
  };
}

/** The row of a receipt. */
export function rowOf({ by, body, ...rest }: Receipt): ReceiptRow {
  return {
    ...rest,
    byRole: by.role,
    byOrganisation: by.organisation,
    byPerson: by.person,
    body: canonicalJson(body),
  };
}
