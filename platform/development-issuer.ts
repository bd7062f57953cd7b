import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK } from 'jose';
import { AUDIENCE, PERSON_ROLES, publicPart, type TrustedIssuer } from './identity.ts';
import { keepFile } from './keep-file.ts';
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
  const text = await keepFile(join(dataFolder, KEY_FILE), async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    return JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'EdDSA', kid: 'development' });
  });
  return ok(JSON.parse(text) as JWK);
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
