const STORED_AS = 'verdeelsleutel.token';

/** What a token says about its bearer. Nothing of it is verified here: only the hub can do that. */
export interface TokenReading {
  readonly role: string | undefined;
  readonly organisation: string | undefined;
  readonly registration: string | undefined;
  readonly expiresAt: Date | undefined;
}

/** The token of this browser tab; empty when there is none. */
export function storedToken(): string {
  return sessionStorage.getItem(STORED_AS) ?? '';
}

/** Keeps the token until the tab closes, and nowhere else: it opens personal files, and desks are shared. */
export function storeToken(token: string): void {
  if (token === '') sessionStorage.removeItem(STORED_AS);
  else sessionStorage.setItem(STORED_AS, token);
}

/** The token inside what somebody pasted: white space and a leading `Bearer` or header name are not part of it. */
export function tokenIn(pasted: string): string {
  return pasted.replace(/^\s*(authorization\s*:)?\s*(bearer\s+)?/i, '').replace(/\s+/g, '');
}

/** What the token claims, or `undefined` when it is not a readable JWT. */
export function readToken(token: string): TokenReading | undefined {
  const claims = claimsOf(token);
  if (claims === undefined) return undefined;
  return {
    role: text(claims['role']),
    organisation: text(claims['org']),
    registration: text(claims['registration']),
    expiresAt: typeof claims['exp'] === 'number' ? new Date(claims['exp'] * 1000) : undefined,
  };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const parts = token.split('.');
  const payload = parts[1];
  if (parts.length !== 3 || payload === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
