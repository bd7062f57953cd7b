import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  developmentIssuer,
  developmentKey,
  DEVELOPMENT_ISSUER,
  REFUSED_IN_PRODUCTION,
} from '../../../platform/development-issuer.ts';
import {
  AUDIENCE,
  createIdentity,
  HUB_ISSUER,
  hubIssuer,
  type Identity,
} from '../../../platform/identity.ts';
import { signHubToken, signToken } from '../../../platform/sign-token.ts';
import { viewerOfArguments } from '../../../platform/token.ts';
import { ANONYMOUS, hubOnBehalfOf, type Viewer } from '../../../platform/viewer.ts';

const ALLOCATOR: Viewer = {
  role: 'ALLOCATOR',
  person: 'P1',
  organisation: 'L0001',
  registration: null,
  purpose: 'desk',
};

describe('who is asking', () => {
  let key: JWK;
  let otherKey: JWK;
  let identity: Identity;
  const bearer = (token: string) => identity.viewerOf(`Bearer ${token}`);
  const refused = { code: 'INVALID_TOKEN' };

  beforeAll(async () => {
    const make = async (): Promise<JWK> => ({
      ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)),
      alg: 'EdDSA',
      kid: 'development',
    });
    key = await make();
    otherKey = await make();
    identity = createIdentity([developmentIssuer(key), hubIssuer(key)]);
  });

  it('is nobody in particular without a token', async () => {
    expect(await identity.viewerOf(undefined)).toEqual(ANONYMOUS);
  });

  it('is who the token says, when it was signed by a trusted issuer', async () => {
    expect(await bearer(await signToken(key, DEVELOPMENT_ISSUER, ALLOCATOR, 60))).toEqual(ALLOCATOR);
  });

  it('is verified once a minute, and is nobody from the moment that the token ends', async () => {
    let nowMs = Date.now();
    let verifications = 0;
    const issuer = developmentIssuer(key);
    const keys: typeof issuer.keys = (...words) => {
      verifications += 1;
      return issuer.keys(...words);
    };
    const patient = createIdentity([{ ...issuer, keys }], () => nowMs);
    const token = `Bearer ${await signToken(key, DEVELOPMENT_ISSUER, ALLOCATOR, 90)}`;
    for (let asked = 0; asked < 5; asked += 1) expect(await patient.viewerOf(token)).toEqual(ALLOCATOR);
    expect(verifications).toBe(1);
    nowMs += 60_000;
    expect(await patient.viewerOf(token)).toEqual(ALLOCATOR);
    expect(verifications).toBe(2);
    // The token itself is still good by the machine's clock; what was verified is not by this one.
    nowMs += 31_000;
    await patient.viewerOf(token);
    expect(verifications).toBe(3);
    // Another token of the same person is verified by itself, and one that is not valid each time.
    await patient.viewerOf(`Bearer ${await signToken(key, DEVELOPMENT_ISSUER, ALLOCATOR, 91)}`);
    expect(verifications).toBe(4);
    for (let asked = 0; asked < 2; asked += 1)
      await expect(
        patient.viewerOf(`Bearer ${await signToken(otherKey, DEVELOPMENT_ISSUER, ALLOCATOR, 60)}`),
      ).rejects.toMatchObject(refused);
    expect(verifications).toBe(6);
  });

  it('is refused with another key, another issuer, or another audience', async () => {
    await expect(bearer(await signToken(otherKey, DEVELOPMENT_ISSUER, ALLOCATOR, 60))).rejects.toMatchObject(
      refused,
    );
    await expect(bearer(await signToken(key, 'somebody-else', ALLOCATOR, 60))).rejects.toMatchObject(refused);
    const elsewhere = await signed({ role: 'ALLOCATOR', org: 'L0001' }, 'another-hub', '1h');
    await expect(bearer(elsewhere)).rejects.toMatchObject(refused);
    expect(await bearer(await signed({ role: 'ALLOCATOR', org: 'L0001' }, AUDIENCE, '1h'))).toMatchObject({
      role: 'ALLOCATOR',
    });
  });

  it('is refused after expiry, and with a life longer than is allowed', async () => {
    await expect(bearer(await signToken(key, DEVELOPMENT_ISSUER, ALLOCATOR, -1))).rejects.toMatchObject(
      refused,
    );
    await expect(
      bearer(await signed({ role: 'ALLOCATOR', org: 'L0001' }, AUDIENCE, '13h')),
    ).rejects.toMatchObject(refused);
  });

  it('is refused without what the role needs, and with a role that there is not', async () => {
    for (const claims of [
      { role: 'SEEKER' },
      { role: 'ALLOCATOR' },
      { role: 'KING', org: 'L0001' },
      { org: 'L0001' },
    ]) {
      await expect(bearer(await signed(claims, AUDIENCE, '1h'))).rejects.toMatchObject(refused);
    }
  });

  it('cannot be the hub by the word of the people’s issuer, only by the hub’s own', async () => {
    await expect(bearer(await signed({ role: 'HUB' }, AUDIENCE, '1m'))).rejects.toMatchObject(refused);
    const hub = hubOnBehalfOf(ALLOCATOR, 'assess a reaction');
    expect(await bearer(await signHubToken(key, hub))).toEqual(hub);
    await expect(bearer(await signToken(key, HUB_ISSUER, ALLOCATOR, 30))).rejects.toMatchObject(refused);
  });

  it.each(['nonsense', 'Basic YTpi', 'Bearer', 'Bearer a.b', `Bearer ${'x'.repeat(10_000)}`])(
    'is refused, never anonymous, for %s',
    async (header) => {
      await expect(identity.viewerOf(header)).rejects.toMatchObject(refused);
    },
  );

  it('has no development issuer in production', async () => {
    expect(await developmentKey('/nowhere', true)).toEqual({
      kind: 'FAILED',
      failure: REFUSED_IN_PRODUCTION,
    });
  });

  async function signed(claims: Record<string, string>, audience: string, lifetime: string): Promise<string> {
    const { importJWK } = await import('jose');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'development' })
      .setIssuer(DEVELOPMENT_ISSUER)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(await importJWK(key));
  }
});

describe('the command for a development token', () => {
  it('speaks for an organisation in a role', () => {
    expect(viewerOfArguments(['--org', 'L0001', '--role', 'allocator'])).toMatchObject({
      kind: 'OK',
      value: { role: 'ALLOCATOR', organisation: 'L0001' },
    });
    expect(viewerOfArguments(['--org', 'GM0402', '--role', 'urgency-officer'])).toMatchObject({
      kind: 'OK',
      value: { role: 'URGENCY_OFFICER' },
    });
  });

  it('speaks for a seeker by the registration', () => {
    const registration = 'R0001:01980000-0000-7000-8000-000000000001';
    expect(viewerOfArguments(['--registration', registration])).toMatchObject({
      kind: 'OK',
      value: { role: 'SEEKER', registration },
    });
  });

  it.each([
    [],
    ['--role', 'king'],
    ['--role', 'allocator'],
    ['--role', 'hub', '--org', 'L0001'],
    ['--registration', 'x'],
  ])('says what it takes for %j', (...argv) => {
    expect(viewerOfArguments(argv)).toMatchObject({
      kind: 'FAILED',
      failure: expect.stringContaining('npm run -s token'),
    });
  });
});
