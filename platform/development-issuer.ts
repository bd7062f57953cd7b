import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK } from 'jose';
import { AUDIENCE, PERSON_ROLES, publicPart, type TrustedIssuer } from './identity.ts';
import { failed, ok, type Outcome } from './primitives/outcome.ts';

export const DEVELOPMENT_ISSUER = 'verdeelsleutel-development';
const KEY_FILE = 'development-issuer.json';

/** Why the development issuer does not run. */
export const REFUSED_IN_PRODUCTION =
  'The development issuer does not run with NODE_ENV=production: set JWKS_URL, TOKEN_ISSUER, TOKEN_AUDIENCE and HUB_KEY_FILE.';

/**
 * The key of the development issuer, kept in the data folder and made on first use. Whoever can read that folder can be
 * anyone, which is why it refuses production.
 */
export async function developmentKey(dataFolder: string, production: boolean): Promise<Outcome<JWK, string>> {
  if (production) return failed(REFUSED_IN_PRODUCTION);
  const file = join(dataFolder, KEY_FILE);
  const known = readKey(file);
  if (known !== undefined) return ok(known);
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), alg: 'EdDSA', kid: 'development' };
  mkdirSync(dataFolder, { recursive: true });
  // Written aside and linked into place whole, so that no process reads half a key.
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(key), { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    // Another process of this hub was first: its key is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(aside);
  }
  return ok(readKey(file)!);
}

/** The development issuer as a trusted one. */
export function developmentIssuer(key: JWK): TrustedIssuer {
  return {
    issuer: DEVELOPMENT_ISSUER,
    audience: AUDIENCE,
    keys: createLocalJWKSet({ keys: [publicPart(key)] }),
    lifetimeSeconds: 12 * 3600,
    roles: PERSON_ROLES,
  };
}

function readKey(file: string): JWK | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch {
    return undefined;
  }
}
