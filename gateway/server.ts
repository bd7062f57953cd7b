import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap } from '@apollo/server';
import type { DocumentModes } from '../platform/document-modes.ts';
import { HubError } from '../platform/errors.ts';
import { readBody, sendError, sendJson } from '../platform/http.ts';
import type { Identity } from '../platform/identity.ts';
import { describeFault, traceFrom, traceParent, type Log } from '../platform/telemetry.ts';
import type { Gateway } from './gateway.ts';
import { OPEN_ROOM } from './operation-limits.ts';
import { askedDocument } from './trusted-documents/asked-document.ts';
import { withTextInPlace } from './trusted-documents/text-in-place.ts';
import type { FoundDocument } from './trusted-documents/trusted-documents.ts';

export interface DoorSettings {
  readonly gateway: Gateway;
  readonly identity: Identity;
  /** Which roles ask trusted documents only. */
  readonly documentModes: DocumentModes;
  readonly log: Log;
  /** Serves a page and gives true, or false when the path is none of its own. */
  readonly pages: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Names of owners that do not answer; empty when the hub can do its work. */
  readonly missing: () => Promise<readonly string[]>;
}

/** The settings with what was told already, of what is told once. */
interface Told extends DoorSettings {
  readonly earlierDocuments: Set<string>;
}

/** Routes of the one door: `/graphql`, health, and the pages for people. */
export function doorRequestHandler(given: DoorSettings) {
  const settings: Told = { ...given, earlierDocuments: new Set() };
  return function handle(request: IncomingMessage, response: ServerResponse): void {
    route(settings, request, response).catch((fault: unknown) => {
      if (response.headersSent) return void response.destroy();
      if (fault instanceof HubError) return sendError(response, fault, typeFor(request));
      settings.log({ event: 'fault', code: 'INTERNAL', ...describeFault(fault) });
      sendJson(response, 500, {
        errors: [{ message: new HubError('INTERNAL').message, extensions: { code: 'INTERNAL' } }],
      });
    });
  };
}

async function route(settings: Told, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0];
  if (path === '/graphql') return graphql(settings, request, response);
  if (path === '/health/live') return sendJson(response, 200, { status: 'live' });
  if (path === '/health/ready') {
    const missing = await settings.missing();
    return sendJson(response, missing.length === 0 ? 200 : 503, {
      status: missing.length === 0 ? 'ready' : 'not ready',
      missing,
    });
  }
  if (await settings.pages(request, response)) return;
  sendJson(response, 404, { errors: [{ message: 'There is nothing at this address.' }] });
}

async function graphql(
  { gateway, identity, documentModes, ...settings }: Told,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const trace = traceFrom(request.headers['traceparent'] as string | undefined);
  const { authorization } = request.headers;
  const viewer = await identity.viewerOf(authorization);
  const body = request.method === 'POST' ? parseBody(await readBody(request)) : undefined;
  const asked = {
    method: (request.method ?? 'GET').toUpperCase(),
    headers: headerMap(request),
    search: new URL(request.url ?? '/', 'http://hub').search,
    body,
  };
  const mode = documentModes[viewer.role];
  const result = await gateway.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: withTextInPlace(asked, (parameters) => {
      const document = askedDocument(parameters, viewer.role, mode, gateway.documents);
      if (document?.isEarlier === true) tellOfEarlier(settings, document);
      return document;
    }),
    context: () => Promise.resolve({ viewer, trace, authorization, room: mode === 'OPEN' ? OPEN_ROOM : 1 }),
  });
  for (const [name, value] of result.headers) response.setHeader(name, value);
  response.setHeader('traceparent', traceParent(trace));
  response.setHeader('cache-control', 'no-store');
  response.statusCode = result.status ?? 200;
  if (result.body.kind === 'complete') return void response.end(result.body.string);
  for await (const chunk of result.body.asyncIterator) response.write(chunk);
  response.end();
}

/** A reader of GraphQL answers trusts a status other than 200 only under the type that is theirs alone. */
function typeFor({ headers }: IncomingMessage): string {
  const graphqlResponse = 'application/graphql-response+json';
  return headers.accept?.includes(graphqlResponse) === true ? graphqlResponse : 'application/json';
}

/** Once for each: so the operator knows which earlier text is still asked, and which may leave the manifest. */
function tellOfEarlier(
  { log, earlierDocuments }: Pick<Told, 'log' | 'earlierDocuments'>,
  document: FoundDocument,
): void {
  const { name, since, text } = document;
  if (earlierDocuments.has(text)) return;
  earlierDocuments.add(text);
  log({ event: 'earlier-document', name, since });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HubError('INVALID_INPUT');
  }
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
