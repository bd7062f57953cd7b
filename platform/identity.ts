import {
  createLocalJWKSet,
  createRemoteJWKSet,
  jwtVerify,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { systemClock } from './clock.ts';
import { HubError } from './errors.ts';
import { KeptValues } from './kept-values.ts';
import { ANONYMOUS, ROLES, type Role, type Viewer } from './viewer.ts';

/** Who may say who is asking. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  /** Longest accepted time between issue and expiry, seconds. */
  readonly lifetimeSeconds: number;
  /** Roles this issuer may give; the hub's own service role comes from the hub alone. */
  readonly roles: ReadonlySet<Role>;
}

/** Turns an `Authorization` header into who is asking. */
export interface Identity {
  /** Anonymous without a header. Throws INVALID_TOKEN for a token that is not valid, which is never treated as anonymous. */
  readonly viewerOf: (authorization: string | undefined) => Promise<Viewer>;
}

export const HUB_ISSUER = 'verdeelsleutel-hub';
export const AUDIENCE = 'verdeelsleutel';
const ALGORITHMS = ['EdDSA', 'ES256', 'PS256'];
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Roles that a person can have; HUB is a service. */
export const PERSON_ROLES: ReadonlySet<Role> = new Set(
  ROLES.filter((role) => role !== 'HUB' && role !== 'ANONYMOUS'),
);

/** Roles that speak for an organisation, and so must name it. */
export const ORGANISATION_ROLES: ReadonlySet<Role> = new Set<Role>([
  'REGISTRAR',
  'ALLOCATOR',
  'URGENCY_OFFICER',
  'PERMIT_OFFICER',
  'PUBLISHER',
  'APPROVER',
  'CARE_PROVIDER',
]);

/** A key that is withdrawn counts for at most so long, milliseconds. */
const VERIFIED_FOR_MS = 60_000;
/** Tokens of everybody who asks within a minute; the oldest make place. */
const TOKENS_KEPT = 20_000;

/**
 * Verifies tokens by these issuers. A front-end sends one token with all its questions, and a signature takes longer to
 * verify than most questions to answer: a valid token is verified once a minute, and never holds past its own end.
 */
export function createIdentity(
  issuers: readonly TrustedIssuer[],
  nowMs = (): number => Date.parse(systemClock.now()),
): Identity {
  const verified = new KeptValues<Viewer>(TOKENS_KEPT, nowMs);
  return {
    async viewerOf(authorization) {
      if (authorization === undefined || authorization === '') return ANONYMOUS;
      const token = BEARER.exec(authorization)?.[1];
      if (token === undefined) throw new HubError('INVALID_TOKEN');
      const known = verified.get(token);
      if (known !== undefined) return known;
      const now = nowMs();
      for (const trusted of issuers) {
        const found = await verify(token, trusted);
        if (found === undefined) continue;
        verified.keep(token, found.viewer, Math.min(found.expiresAtMs, now + VERIFIED_FOR_MS));
        return found.viewer;
      }
      throw new HubError('INVALID_TOKEN');
    },
  };
}

/** An issuer whose public keys are at a URL (JWKS), as OpenID providers publish them. */
export function remoteIssuer({
  issuer,
  audience,
  jwksUrl,
}: {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}): TrustedIssuer {
  return {
    issuer,
    audience,
    keys: createRemoteJWKSet(new URL(jwksUrl)),
    lifetimeSeconds: 12 * 3600,
    roles: PERSON_ROLES,
  };
}

/** The hub's own key: services of the hub prove with it that they ask for the hub. */
export function hubIssuer(key: JWK): TrustedIssuer {
  return {
    issuer: HUB_ISSUER,
    audience: AUDIENCE,
    keys: createLocalJWKSet({ keys: [publicPart(key)] }),
    lifetimeSeconds: 60,
    roles: new Set<Role>(['HUB']),
  };
}

/** The public part of a key, which may be given to anyone. */
export function publicPart(key: JWK): JWK {
  return Object.fromEntries(Object.entries(key).filter(([member]) => member !== 'd')) as JWK;
}

async function verify(
  token: string,
  trusted: TrustedIssuer,
): Promise<{ readonly viewer: Viewer; readonly expiresAtMs: number } | undefined> {
  try {
    const { payload } = await jwtVerify(token, trusted.keys, {
      issuer: trusted.issuer,
      audience: trusted.audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['iat', 'exp', 'role'],
    });
    if (payload.exp! - payload.iat! > trusted.lifetimeSeconds) return undefined;
    const viewer = viewerOfClaims(payload, trusted.roles);
    return viewer && { viewer: Object.freeze(viewer), expiresAtMs: payload.exp! * 1000 };
  } catch {
    // Every way in which a token can be wrong gets the one answer: it tells a forger nothing.
    return undefined;
  }
}

function viewerOfClaims(claims: JWTPayload, allowed: ReadonlySet<Role>): Viewer | undefined {
  const role = ROLES.find((known) => known === claims['role']);
  if (role === undefined || !allowed.has(role)) return undefined;
  const organisation = text(claims['org']);
  const registration = text(claims['registration']);
  if (role === 'SEEKER' && registration === null) return undefined;
  if (ORGANISATION_ROLES.has(role) && organisation === null) return undefined;
  return {
    role,
    person: text(claims.sub),
    organisation,
    registration,
    purpose: text(claims['purpose']) ?? role.toLowerCase(),
  };
}

function text(claim: unknown): string | null {
  return typeof claim === 'string' && claim.length > 0 && claim.length <= 200 ? claim : null;
}
