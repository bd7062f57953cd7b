import type { IncomingMessage, ServerResponse } from 'node:http';
import { HubError } from './errors.ts';
import { readBody, sendError, sendJson } from './http.ts';
import type { Identity } from './identity.ts';
import { maskError } from './mask-error.ts';
import type { Subgraph } from './serve-subgraph.ts';
import { traceFrom, type Log } from './telemetry.ts';

/** Largest body of a fetch, bytes: representations of a page of entities. */
const FETCH_LIMIT_BYTES = 8 * 1024 * 1024;

/** The HTTP face of a subgraph: the same `execute` as in one process, with the token checked here too. */
export function subgraphRequestHandler(subgraph: Subgraph, identity: Identity, log: Log) {
  return function handle(request: IncomingMessage, response: ServerResponse): void {
    answer(subgraph, identity, request, response).catch((fault: unknown) => {
      if (fault instanceof HubError) return sendError(response, fault);
      const masked = maskError(fault, { log, trace: traceFrom(undefined), subgraph: subgraph.name });
      sendJson(response, 500, { errors: [masked] });
    });
  };
}

async function answer(
  subgraph: Subgraph,
  identity: Identity,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET' && request.url === '/health/live')
    return sendJson(response, 200, { status: 'live' });
  if (request.method !== 'POST' || request.url !== '/graphql') return sendJson(response, 404, { errors: [] });
  const viewer = await identity.viewerOf(request.headers.authorization);
  const { query, variables, operationName } = parseRequest(await readBody(request, FETCH_LIMIT_BYTES));
  const trace = traceFrom(request.headers['traceparent'] as string | undefined);
  sendJson(response, 200, await subgraph.execute({ query, variables, operationName, viewer, trace }));
}

function parseRequest(body: string): {
  query: string;
  variables: Record<string, unknown>;
  operationName?: string;
} {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new HubError('INVALID_INPUT');
  }
  const { query, variables, operationName } = (parsed ?? {}) as Record<string, unknown>;
  if (typeof query !== 'string') throw new HubError('INVALID_INPUT');
  return {
    query,
    variables: (typeof variables === 'object' && variables !== null ? variables : {}) as Record<
      string,
      unknown
    >,
    ...(typeof operationName === 'string' ? { operationName } : {}),
  };
}
