/** How far the chain of an owner was at a moment. */
export interface Checkpoint {
  readonly owner: string;
  readonly seq: number;
  readonly hash: string;
  /** ISO 8601 in UTC, to the millisecond. */
  readonly at: string;
  readonly keyId: string;
}

/** A checkpoint as others hold it. */
export interface SignedCheckpoint extends Checkpoint {
  /** Ed25519 over the canonical JSON of `signedContent`, base64url. */
  readonly signature: string;
}

/** What is signed. Its first word keeps the signature from meaning anything else. */
export function signedContent({ owner, seq, hash, at, keyId }: Checkpoint) {
  return { purpose: 'verdeelsleutel receipt checkpoint', owner, seq, hash, at, keyId };
}
