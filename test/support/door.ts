import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { doorRequestHandler } from '../../gateway/server.ts';
import type { TrustedDocuments } from '../../gateway/trusted-documents/trusted-documents.ts';
import { DEVELOPMENT_ISSUER, developmentIssuer } from '../../platform/development-issuer.ts';
import { documentIdOf } from '../../platform/document-id.ts';
import type { DocumentModes } from '../../platform/document-modes.ts';
import { createIdentity, HUB_ISSUER, hubIssuer } from '../../platform/identity.ts';
import { listen } from '../../platform/listen.ts';
import { signToken } from '../../platform/sign-token.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { everybody } from './document-modes.ts';
import { answerOf, questionText, startTestHub, type Answer, type TestHub } from './hub.ts';

/** A door over a hub in this process, on a port that the system picks. */
export interface TestDoor {
  readonly origin: string;
  /** What the door logged, for the operator. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** The headers with which somebody comes; none for anonymous. */
  readonly headersOf: (viewer: Viewer) => Promise<Record<string, string>>;
  /** Sends a body, whatever is in it. */
  readonly post: <Data = Record<string, unknown>>(body: unknown, viewer: Viewer) => Promise<DoorAnswer<Data>>;
  readonly stop: () => Promise<void>;
}

export interface DoorAnswer<Data> extends Answer<Data> {
  readonly status: number;
}

export async function openDoor(
  { hub }: TestHub,
  documentModes: DocumentModes,
  documents: TrustedDocuments = hub.gateway.documents,
): Promise<TestDoor> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), alg: 'EdDSA', kid: 'test' };
  const logged: Readonly<Record<string, unknown>>[] = [];
  const handle = doorRequestHandler({
    gateway: { ...hub.gateway, documents },
    identity: createIdentity([developmentIssuer(key), hubIssuer(key)]),
    documentModes,
    log: (event) => void logged.push(event),
    pages: () => Promise.resolve(false),
    missing: hub.missing,
  });
  const listening = await listen(handle, { host: '127.0.0.1', port: 0 });
  if (listening.kind === 'FAILED') throw new Error(listening.failure);
  const { origin, stop } = listening.value;
  const headersOf = async (viewer: Viewer): Promise<Record<string, string>> => {
    if (viewer.role === 'ANONYMOUS') return {};
    const token =
      viewer.role === 'HUB'
        ? await signToken(key, HUB_ISSUER, viewer, 60)
        : await signToken(key, DEVELOPMENT_ISSUER, viewer, 600);
    return { authorization: `Bearer ${token}` };
  };
  return {
    origin,
    logged,
    headersOf,
    async post(body, viewer) {
      const response = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await headersOf(viewer)) },
        body: JSON.stringify(body),
      });
      return { status: response.status, ...answerOf((await response.json()) as never) };
    },
    stop,
  };
}

/**
 * A hub that is asked over HTTP, by the ids of documents, at a door that takes nothing else from anybody: what a test asks is
 * trusted from then on, as it would be after a release that has it.
 */
export async function startTestHubAskedById(): Promise<TestHub> {
  const test = await startTestHub();
  const texts = new Map<string, string>();
  const documents: TrustedDocuments = {
    documentFor(id) {
      const text = texts.get(id);
      return text === undefined
        ? undefined
        : { name: 'asked by a test', audience: 'PUBLIC', since: '0.0.0', isEarlier: false, text };
    },
  };
  const door = await openDoor(test, everybody('TRUSTED_ONLY'), documents);
  return {
    ...test,
    async ask<Data>(question: string, variables: Readonly<Record<string, unknown>>, viewer: Viewer) {
      const text = questionText(question);
      const documentId = documentIdOf(text);
      texts.set(documentId, text);
      const { status: _status, ...answer } = await door.post<Data>({ documentId, variables }, viewer);
      return answer;
    },
    async stop() {
      await door.stop();
      await test.stop();
    },
  };
}
