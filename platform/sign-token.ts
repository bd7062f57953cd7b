import { importJWK, SignJWT, type JWK } from 'jose';
import { AUDIENCE, HUB_ISSUER } from './identity.ts';
import type { Viewer } from './viewer.ts';

/** A signed token that says who is asking; valid from now for `lifetimeSeconds`. */
export async function signToken(
  key: JWK,
  issuer: string,
  viewer: Viewer,
  lifetimeSeconds: number,
): Promise<string> {
  const jwt = new SignJWT({
    role: viewer.role,
    purpose: viewer.purpose,
    ...(viewer.organisation === null ? {} : { org: viewer.organisation }),
    ...(viewer.registration === null ? {} : { registration: viewer.registration }),
  })
    .setProtectedHeader({ alg: key.alg ?? 'EdDSA', ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`);
  if (viewer.person !== null) jwt.setSubject(viewer.person);
  return jwt.sign(await importJWK(key));
}

/** A token for one hop between services of the hub. */
export function signHubToken(key: JWK, viewer: Viewer): Promise<string> {
  return signToken(key, HUB_ISSUER, viewer, 30);
}
