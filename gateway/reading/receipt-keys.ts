import type { Answer, AskPublic } from './reading-pages.ts';

const PAGE = 100;

interface Key {
  readonly keyId: string;
  readonly publicKey: string;
  readonly since: string;
}

/** What is signed, for who verifies without this hub's code. */
const SIGNED =
  'Ed25519 over the canonical JSON (RFC 8785) of purpose, owner, seq, hash, at and keyId; purpose is "verdeelsleutel receipt checkpoint"';

/**
 * The keys that checkpoints of receipts were signed with, as a JWK set (RFC 7517, RFC 8037); undefined when they cannot be asked
 * for now.
 */
export async function receiptKeysFile(ask: AskPublic): Promise<Answer | undefined> {
  const { data, errors } = await ask('receipt-keys', { first: PAGE });
  if ((errors?.length ?? 0) > 0 || !data) return undefined;
  const { nodes } = (data as { readonly receiptKeys: { readonly nodes: readonly Key[] } }).receiptKeys;
  const keys = nodes.map(({ keyId, publicKey, since }) => {
    return { kty: 'OKP', crv: 'Ed25519', x: publicKey, kid: keyId, use: 'sig', since };
  });
  return {
    status: 200,
    contentType: 'application/json',
    body: `${JSON.stringify({ signed: SIGNED, keys }, null, 2)}\n`,
  };
}
