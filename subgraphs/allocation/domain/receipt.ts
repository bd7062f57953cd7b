import { hash } from 'node:crypto';
import { canonicalJson } from '../../../platform/primitives/canonical-json.ts';
import type { DecisionBody, ReceiptKind } from './decision.ts';

/** Who decided. Time itself decides as HUB, of no organisation and without a person. */
export interface ReceiptAuthor {
  readonly role: string;
  readonly organisation: string | null;
  /** Commitment to the person, who is a fact that ends; null for a seeker (whose reaction it is) and for time. */
  readonly person: string | null;
}

/** One link of an owner's chain, as it is hashed. Nothing in it is a personal fact: of those it holds commitments. */
export interface ReceiptEntry {
  readonly owner: string;
  /** 1, 2, 3 and so on, without a hole. */
  readonly seq: number;
  readonly kind: ReceiptKind;
  /** Number of the vacancy; null for what concerns none by itself. */
  readonly vacancy: string | null;
  /** Number of the reaction that it is about; null when it is about all of a home. */
  readonly reaction: string | null;
  /** Number of the offer or letting. */
  readonly subject: string | null;
  /** ISO 8601 in UTC, to the millisecond. */
  readonly at: string;
  readonly by: ReceiptAuthor;
  readonly body: DecisionBody;
  /** Commitment to the personal facts of this decision; null when it has none. */
  readonly facts: string | null;
  /** Hash of the entry before it; null for the first. */
  readonly previous: string | null;
}

export interface Receipt extends ReceiptEntry {
  /** SHA-256 in hex over `entryText`. */
  readonly hash: string;
}

/** How far a chain has come. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** Why a chain is not what was written: at which number, and what is the matter there. */
export interface ChainDifference {
  readonly seq: number;
  readonly code: 'MISSING' | 'CHANGED' | 'NOT_LINKED';
}

/** The text that is hashed: canonical JSON of the entry, without its own hash. */
export function entryText(entry: ReceiptEntry): string {
  const { owner, seq, kind, vacancy, reaction, subject, at, by, body, facts, previous } = entry;
  return canonicalJson({ owner, seq, kind, vacancy, reaction, subject, at, by, body, facts, previous });
}

/** The entry that follows `head` in the chain of its owner. */
export function sealReceipt(
  head: ChainHead | undefined,
  entry: Omit<ReceiptEntry, 'seq' | 'previous'>,
): Receipt {
  const linked = { ...entry, seq: (head?.seq ?? 0) + 1, previous: head?.hash ?? null };
  return { ...linked, hash: hash('sha256', entryText(linked), 'hex') };
}

/**
 * Follows a chain on from `head` (from its beginning when there is none) and gives how far it is whole, with the first
 * difference if there is one. What was cut off at the end cannot be seen here: that is what a checkpoint is held for.
 */
export function verifyChain(
  receipts: Iterable<Receipt>,
  head?: ChainHead,
): { readonly head: ChainHead | undefined; readonly difference?: ChainDifference } {
  let last = head;
  for (const receipt of receipts) {
    const seq = (last?.seq ?? 0) + 1;
    if (receipt.seq !== seq) return { head: last, difference: { seq, code: 'MISSING' } };
    if (receipt.hash !== hash('sha256', entryText(receipt), 'hex'))
      return { head: last, difference: { seq, code: 'CHANGED' } };
    if (receipt.previous !== (last?.hash ?? null))
      return { head: last, difference: { seq, code: 'NOT_LINKED' } };
    last = { seq, hash: receipt.hash };
  }
  return { head: last };
}

/**
 * What a chain keeps of personal facts: SHA-256 over the salt and their canonical text. With the salt gone it says nothing
 * of them, also to who tries every household there could be. `salt` is 32 hex digits of chance.
 */
export function commitment(salt: string, facts: unknown): string {
  return hash('sha256', salt + canonicalJson(facts), 'hex');
}
