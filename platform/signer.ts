import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { keepFile } from './keep-file.ts';
import { canonicalJson } from './primitives/canonical-json.ts';
import { failed, ok, type Outcome } from './primitives/outcome.ts';

/** A key with which this hub signs what others hold of it. */
export interface Signer {
  /** Thumbprint of the public key (RFC 7638). */
  readonly keyId: string;
  /** The x of the Ed25519 key (RFC 8037), base64url. */
  readonly publicKey: string;
  /** Ed25519 signature over the canonical JSON of a value, base64url. */
  readonly sign: (value: unknown) => string;
}

const KEY_FILE = 'development-receipts-key.pem';

/** Why nothing can be signed. */
export const NO_SIGNING_KEY =
  'With NODE_ENV=production receipts are signed with a key of your own: set RECEIPT_SIGNING_KEY to an Ed25519 key in PKCS8 PEM.';
export const UNFIT_SIGNING_KEY = 'RECEIPT_SIGNING_KEY must be an Ed25519 private key in PKCS8 PEM.';

/**
 * The key of `RECEIPT_SIGNING_KEY`, else a development key that is kept in the data folder and made on first use. Whoever
 * reads that folder can sign anything, which is why it refuses production. Fails with one sentence.
 */
export async function signerFromConfig({
  receiptSigningKey,
  dataFolder,
  production,
}: Pick<Config, 'receiptSigningKey' | 'dataFolder' | 'production'>): Promise<Outcome<Signer, string>> {
  if (receiptSigningKey === undefined && production) return failed(NO_SIGNING_KEY);
  const pem =
    receiptSigningKey ??
    (await keepFile(join(dataFolder, KEY_FILE), () =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ));
  const key = readKey(pem);
  return key?.asymmetricKeyType === 'ed25519' ? ok(signerOf(key)) : failed(UNFIT_SIGNING_KEY);
}

export function signerOf(privateKey: KeyObject): Signer {
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' })['x']!;
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (value) => sign(null, Buffer.from(canonicalJson(value)), privateKey).toString('base64url'),
  };
}

/** Whether a value was signed with the key of `publicKey`, the x of an Ed25519 key. */
export function isSigned(value: unknown, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(canonicalJson(value)), key, Buffer.from(signature, 'base64url'));
  } catch {
    // What is no key has signed nothing.
    return false;
  }
}

/** The id of an Ed25519 key, from its x: the same everywhere (RFC 7638). */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256')
    .update(canonicalJson({ crv: 'Ed25519', kty: 'OKP', x: publicKey }))
    .digest('base64url');
}

function readKey(pem: string): KeyObject | undefined {
  try {
    // A setting on one line writes its line ends out.
    return createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    return undefined;
  }
}
