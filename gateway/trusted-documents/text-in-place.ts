import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { HubError } from '../../platform/errors.ts';
import type { AskedParameters } from './asked-document.ts';
import type { FoundDocument } from './trusted-documents.ts';

/** Finds the trusted document of a request, or undefined when the request may bring its own; throws when it may not. */
export type FindDocument = (asked: AskedParameters) => FoundDocument | undefined;

/**
 * The request with the text of a trusted document in the place of its id; as it is when it brings its own. Parameters are read
 * where the server reads them: of GET in the address, of POST in the body. Throws what `find` throws.
 */
export function withTextInPlace(request: HTTPGraphQLRequest, find: FindDocument): HTTPGraphQLRequest {
  if (request.method === 'POST') return { ...request, body: bodyWithText(request.body, find) };
  // Another method is refused by the server, whatever it asks.
  return request.method === 'GET' ? withTextInAddress(request, find) : request;
}

function bodyWithText(body: unknown, find: FindDocument): unknown {
  const parameters = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  const document = find(parameters);
  if (document === undefined) return body;
  const { documentId: _id, ...others } = parameters as AskedParameters;
  return { ...others, query: document.text };
}

function withTextInAddress(request: HTTPGraphQLRequest, find: FindDocument): HTTPGraphQLRequest {
  const parameters = new URLSearchParams(request.search);
  const document = find({ documentId: once(parameters, 'documentId'), query: once(parameters, 'query') });
  if (document === undefined) return request;
  parameters.delete('documentId');
  parameters.set('query', document.text);
  const headers = new HeaderMap(request.headers);
  // The server fears that another site lets a browser ask. Nothing here is known of a browser by itself (no cookies), and
  // GET changes nothing: a question that stands in the manifest may be a link.
  headers.set('apollo-require-preflight', 'trusted-document');
  return { ...request, headers, search: `?${parameters}` };
}

function once(parameters: URLSearchParams, name: 'documentId' | 'query'): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) throw new HubError(name === 'query' ? 'INVALID_INPUT' : 'DOCUMENT_ID_INVALID');
  return values[0];
}
