import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import type { Config } from './config.ts';
import { developmentIssuer, developmentKey, REFUSED_IN_PRODUCTION } from './development-issuer.ts';
import { createIdentity, hubIssuer, remoteIssuer, type Identity } from './identity.ts';
import { failed, ok, type Outcome } from './primitives/outcome.ts';

/** Who may say who is asking, and the key with which services of the hub prove themselves to each other. */
export interface HubIdentity {
  readonly identity: Identity;
  readonly hubKey: JWK;
}

/**
 * In production the issuer at `JWKS_URL` and the key in `HUB_KEY_FILE`; else the development issuer, which refuses
 * production. Fails with one sentence that names what is missing.
 */
export async function identityFromConfig(config: Config): Promise<Outcome<HubIdentity, string>> {
  const { jwksUrl, issuer, audience, hubKeyFile } = config.identity;
  if (jwksUrl !== undefined && issuer !== undefined && audience !== undefined && hubKeyFile !== undefined) {
    const hubKey = readKey(hubKeyFile);
    if (hubKey === undefined)
      return failed(`HUB_KEY_FILE must name a readable file with a JWK; ${hubKeyFile} is none.`);
    return ok({
      identity: createIdentity([remoteIssuer({ issuer, audience, jwksUrl }), hubIssuer(hubKey)]),
      hubKey,
    });
  }
  if (jwksUrl !== undefined)
    return failed('JWKS_URL needs TOKEN_ISSUER, TOKEN_AUDIENCE and HUB_KEY_FILE beside it.');
  const key = await developmentKey(config.dataFolder, config.production);
  if (key.kind === 'FAILED') return failed(REFUSED_IN_PRODUCTION);
  return ok({
    identity: createIdentity([developmentIssuer(key.value), hubIssuer(key.value)]),
    hubKey: key.value,
  });
}

function readKey(file: string): JWK | undefined {
  try {
    const key: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof key === 'object' && key !== null && 'kty' in key ? (key as JWK) : undefined;
  } catch {
    return undefined;
  }
}
