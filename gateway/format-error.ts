import type { GraphQLFormattedError } from 'graphql';
import { ERROR_CATALOGUE, isErrorCode, type ErrorCode } from '../platform/errors.ts';

/** Apollo's own codes, in the words of the catalogue. */
const APOLLO_CODES: Readonly<Record<string, ErrorCode>> = {
  GRAPHQL_PARSE_FAILED: 'QUERY_INVALID',
  GRAPHQL_VALIDATION_FAILED: 'QUERY_INVALID',
  OPERATION_RESOLUTION_FAILURE: 'QUERY_INVALID',
  PERSISTED_QUERY_NOT_FOUND: 'QUERY_INVALID',
  BAD_USER_INPUT: 'INVALID_INPUT',
  BAD_REQUEST: 'INVALID_INPUT',
};

/**
 * The last word on what leaves the hub: a code and message of the catalogue, the path, the owner's name and the trace id.
 * What has no known code is shown as INTERNAL with the catalogue's words only.
 */
export function formatError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { code, traceId, serviceName } = (formatted.extensions ?? {}) as Record<string, unknown>;
  const known = isErrorCode(code) ? code : APOLLO_CODES[String(code)];
  return {
    message: known === undefined ? ERROR_CATALOGUE.INTERNAL.en : formatted.message,
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    extensions: {
      code: known ?? 'INTERNAL',
      ...(typeof serviceName === 'string' ? { subgraph: serviceName } : {}),
      ...(typeof traceId === 'string' ? { traceId } : {}),
    },
  };
}
