import type { FetcherParams } from '@graphiql/toolkit';
import { QUESTIONS } from './questions.ts';

/** A question as it is sent: in words, or by the id of a trusted document. */
export type Sent = FetcherParams | (Omit<FetcherParams, 'query'> & { readonly documentId: string });

/**
 * A saved question that nobody changed is sent by its id, as a front-end does, so that it is also answered to who may ask nothing
 * else. A browser computes no hash on a page that came over plain HTTP from elsewhere; there it is sent in words.
 */
export async function sentAs(parameters: FetcherParams): Promise<Sent> {
  const { query, ...others } = parameters;
  const question = QUESTIONS.find(({ document }) => document === query.trim());
  if (question === undefined || !isSecureContext) return parameters;
  return { ...others, documentId: await idOf(question.text) };
}

async function idOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const digits = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `sha256:${digits.join('')}`;
}
