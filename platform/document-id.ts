import { createHash } from 'node:crypto';

/**
 * The name of a document by its exact text: `sha256:` and the hash of its UTF-8 bytes, in small hexadecimal digits.
 * See GraphQL over HTTP, appendix Persisted Documents.
 */
export type DocumentId = `sha256:${string}`;

const FORM = /^sha256:[0-9a-f]{64}$/;

export function documentIdOf(text: string): DocumentId {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Whether a value has the form of an id; of no other kind of id is anything known here. */
export function isDocumentId(value: unknown): value is DocumentId {
  return typeof value === 'string' && FORM.test(value);
}
