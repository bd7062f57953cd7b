import { hash } from 'node:crypto';

import { SEED } from './reference.ts';

/**
 * The UUID of the row of a kind at an index: version 8 (RFC 9562, section 5.8), 122 bits of a SHA-256. It follows from
 * the seed alone, so that an address in a document stays right.
 */
export function rowId(kind: string, index: number | string): string {
  const hex = hash('sha256', `${SEED}/${kind}/${index}`, 'hex');
  // The two bits of the variant: 8, 9, a or b.
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
