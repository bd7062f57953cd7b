import { canonicalJson } from '../platform/primitives/canonical-json.ts';

/** Everything of a draw that was revealed: what a stranger needs to repeat it, and no person. */
export interface DrawTranscript {
  readonly drawId: string;
  /** `secretCommitment` of the secret, published before the home was. */
  readonly commitment: string;
  readonly committedAt: string;
  /** When the participants were fixed. */
  readonly closedAt: string;
  readonly participantRoot: string;
  readonly participantCount: number;
  /** The public value that was named beforehand, and what it came to; null when none was. */
  readonly beacon: { readonly announced: string; readonly value: string } | null;
  readonly secret: string;
  readonly seed: string;
  readonly revealedAt: string;
  /** Lot ids, the first drawn first. Sorted by code unit they are the leaves of the root. */
  readonly order: readonly string[];
}

/** Names the form, so that a verifier knows what it reads. */
export const TRANSCRIPT_FORMAT = 'verdeelsleutel-draw/1';

/** The one text of a transcript: canonical JSON, the same to the byte whenever it is asked for. */
export function transcriptText(transcript: DrawTranscript): string {
  return canonicalJson({ format: TRANSCRIPT_FORMAT, ...transcript });
}
