import type { IncomingMessage, ServerResponse } from 'node:http';
import { HubError, type ErrorCode } from './errors.ts';

/** Longest request body, bytes. The named operations take less than 4 kB. */
export const BODY_LIMIT_BYTES = 256 * 1024;

/** The body as text. Throws QUERY_TOO_LARGE as soon as the limit is passed, without reading on. */
export async function readBody(request: IncomingMessage, limitBytes = BODY_LIMIT_BYTES): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw new HubError('QUERY_TOO_LARGE');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new HubError('QUERY_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends `body` as JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json',
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

/** Refuses a whole request with an entry of the catalogue, in the form of a GraphQL answer and of the type that was asked for. */
export function sendError(response: ServerResponse, error: HubError, type = 'application/json'): void {
  const status = (error.extensions['http'] as { status?: number } | undefined)?.status ?? 400;
  const code: ErrorCode = error.code;
  // A body that was not read to its end cannot be followed by a next request on this connection.
  if (code === 'QUERY_TOO_LARGE') response.setHeader('connection', 'close');
  sendJson(response, status, { errors: [{ message: error.message, extensions: { code } }] }, type);
}
