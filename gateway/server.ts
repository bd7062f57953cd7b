import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap } from '@apollo/server';
import { HubError } from '../platform/errors.ts';
import { readBody, sendError, sendJson } from '../platform/http.ts';
import type { Identity } from '../platform/identity.ts';
import { describeFault, traceFrom, traceParent, type Log } from '../platform/telemetry.ts';
import type { Gateway } from './gateway.ts';

export interface DoorSettings {
  readonly gateway: Gateway;
  readonly identity: Identity;
  readonly log: Log;
  /** Serves a page and gives true, or false when the path is none of its own. */
  readonly pages: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Names of owners that do not answer; empty when the hub can do its work. */
  readonly missing: () => Promise<readonly string[]>;
}

/** Routes of the one door: `/graphql`, health, and the pages for people. */
export function doorRequestHandler(settings: DoorSettings) {
  return function handle(request: IncomingMessage, response: ServerResponse): void {
    route(settings, request, response).catch((fault: unknown) => {
      if (response.headersSent) return void response.destroy();
      if (fault instanceof HubError) return sendError(response, fault);
      settings.log({ event: 'fault', code: 'INTERNAL', ...describeFault(fault) });
      sendJson(response, 500, {
        errors: [{ message: new HubError('INTERNAL').message, extensions: { code: 'INTERNAL' } }],
      });
    });
  };
}

async function route(
  settings: DoorSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
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
  { gateway, identity }: DoorSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const trace = traceFrom(request.headers['traceparent'] as string | undefined);
  const { authorization } = request.headers;
  const viewer = await identity.viewerOf(authorization);
  const body = request.method === 'POST' ? parseBody(await readBody(request)) : undefined;
  const result = await gateway.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: (request.method ?? 'GET').toUpperCase(),
      headers: headerMap(request),
      search: new URL(request.url ?? '/', 'http://hub').search,
      body,
    },
    context: () => Promise.resolve({ viewer, trace, authorization }),
  });
  for (const [name, value] of result.headers) response.setHeader(name, value);
  response.setHeader('traceparent', traceParent(trace));
  response.setHeader('cache-control', 'no-store');
  response.statusCode = result.status ?? 200;
  if (result.body.kind === 'complete') return void response.end(result.body.string);
  for await (const chunk of result.body.asyncIterator) response.write(chunk);
  response.end();
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
