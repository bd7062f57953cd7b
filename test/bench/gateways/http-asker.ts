import { Pool } from 'undici';
import { DEVELOPMENT_ISSUER } from '../../../platform/development-issuer.ts';
import type { HubIdentity } from '../../../platform/identity-from-config.ts';
import { signHubToken, signToken } from '../../../platform/sign-token.ts';
import { traceFrom, traceParent } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { textIn } from './fragments-in-place.ts';
import type { Question } from './questions.ts';
import type { Manner } from './variants.ts';

/** Asks one server over kept connections, as fast as a client of the bench can. */
export interface Asker {
  readonly ask: (question: Asked) => Promise<Answer>;
  /** The same without reading the answer into objects; rejects for an answer with errors. */
  readonly send: (question: Asked) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export type Asked = Pick<Question, 'query' | 'documentId' | 'variables' | 'viewer'>;

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

/** Gives a token of who asks, valid for a while yet. */
export type TokenOf = (viewer: Viewer) => Promise<string | undefined>;

const RENEWED_AFTER_MS = { HUB: 15_000, others: 1_800_000 };

/** Tokens of the development issuer, and of the hub for its own role, which live for half a minute. */
export function tokensOf({ hubKey }: HubIdentity): TokenOf {
  const known = new Map<Viewer, { readonly token: Promise<string>; readonly renewAt: number }>();
  return (viewer) => {
    if (viewer.role === 'ANONYMOUS') return Promise.resolve(undefined);
    const kept = known.get(viewer);
    if (kept !== undefined && performance.now() < kept.renewAt) return kept.token;
    const isHub = viewer.role === 'HUB';
    const token = isHub ? signHubToken(hubKey, viewer) : signToken(hubKey, DEVELOPMENT_ISSUER, viewer, 3_600);
    const renewAt = performance.now() + (isHub ? RENEWED_AFTER_MS.HUB : RENEWED_AFTER_MS.others);
    known.set(viewer, { token, renewAt });
    return token;
  };
}

/** Asks at an address, in the manner of who answers there. */
export function askerOf(url: string, connections: number, tokenOf: TokenOf, manner: Manner): Asker {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
  const bodies = new WeakMap<Asked, Buffer>();
  async function textOf(question: Asked): Promise<string> {
    let body = bodies.get(question);
    if (body === undefined) bodies.set(question, (body = bodyOf(question, manner)));
    const token = await tokenOf(question.viewer);
    const response = await pool.request({
      method: 'POST',
      path: pathname,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        // Nobody asks what another asks at that moment: some gateways answer equal requests at one time with one fetch.
        traceparent: traceParent(traceFrom(undefined)),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
    });
    const text = await response.body.text();
    if (response.statusCode !== 200)
      throw new Error(`answered ${response.statusCode}: ${text.slice(0, 500)}`);
    return text;
  }
  return {
    ask: async (question) => JSON.parse(await textOf(question)) as Answer,
    async send(question) {
      const text = await textOf(question);
      // Cheap, and enough: that answers are equal was found before, and an answer with errors says so at either end.
      if (text.startsWith('{"errors"') || text.includes('"errors":[', text.length - 2_000))
        throw new Error(`answered ${text.slice(0, 500)}`);
    },
    stop: () => pool.destroy(),
  };
}

function bodyOf({ query, documentId, variables }: Asked, manner: Manner): Buffer {
  const asked =
    manner === 'ID' && documentId !== undefined ? { documentId } : { query: textIn(manner, query) };
  return Buffer.from(JSON.stringify({ ...asked, variables }));
}
