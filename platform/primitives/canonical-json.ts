/** What JSON can hold without loss here: integers only, so that two engines write the same text. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one text of a value: keys in code-unit order, no white space (the form of RFC 8785 for integers and strings).
 * Hashes and receipts are taken over this text. Throws a TypeError for what has no canonical form (fractions, undefined in a list).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`no canonical form: ${value}`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = value as Readonly<Record<string, unknown>>;
    let text = '';
    // Without an argument `sort` goes by code units.
    for (const key of Object.keys(members).sort()) {
      const member = members[key];
      if (member !== undefined)
        text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
  }
  throw new TypeError(`no canonical form: ${typeof value}`);
}
