import { createHash } from 'node:crypto';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';

/**
 * The UUID of a version that came with a corpus: version 8 (RFC 9562, section 5.8), 122 bits of a SHA-256 over its name,
 * so that an address in a document stays right. A version that was a draft has the number that its draft was given.
 */
export function versionId(owner: string, instrument: string, version: CalendarDate): string {
  const hex = createHash('sha256').update(`${owner}/${instrument}/${version}`, 'utf8').digest('hex');
  // The two bits of the variant: 8, 9, a or b.
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
