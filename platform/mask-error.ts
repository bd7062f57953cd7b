import { GraphQLError } from 'graphql';
import { ERROR_CATALOGUE, HubError, isErrorCode, type ErrorCode } from './errors.ts';
import { describeFault, type Log, type Trace } from './telemetry.ts';

/** Where a fault happened, for the log. */
export interface FaultPlace {
  readonly log: Log;
  readonly trace: Trace;
  readonly subgraph: string;
}

const DATABASE_GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ENOENT',
  '57P01',
  '57P02',
  '57P03',
]);
/** Characters that no text of the database can hold, such as NUL. */
const UNREADABLE_TEXT = new Set(['22021', '22P05']);
const STATEMENT_TIMED_OUT = new Set(['57014', '25P03', '55P03']);

/**
 * What anyone may see of an error: a code and message of the catalogue, with its place in the answer.
 * Anything else is logged in full under the trace id and shown as INTERNAL, or as the owner being out of reach.
 */
export function maskError(error: unknown, place: FaultPlace): GraphQLError {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (original instanceof HubError) return withPlace(original.code, error, original.message);
  // graphql-js itself refuses wrong variables and null in non-null places; its words name only the schema.
  if (error instanceof GraphQLError && error.originalError === undefined) {
    return withPlace(
      isErrorCode(error.extensions['code']) ? error.extensions['code'] : 'INVALID_INPUT',
      error,
      error.message,
    );
  }
  const code = codeOfFault(original);
  place.log({
    event: 'fault',
    code,
    subgraph: place.subgraph,
    traceId: place.trace.traceId,
    ...describeFault(original),
  });
  return withPlace(code, error, ERROR_CATALOGUE[code].en, place.trace.traceId);
}

function codeOfFault(fault: unknown): ErrorCode {
  const code = (fault as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && DATABASE_GONE.has(code)) return 'SUBGRAPH_UNAVAILABLE';
  if (typeof code === 'string' && STATEMENT_TIMED_OUT.has(code)) return 'SUBGRAPH_TIMEOUT';
  if (typeof code === 'string' && UNREADABLE_TEXT.has(code)) return 'INVALID_INPUT';
  return 'INTERNAL';
}

function withPlace(code: ErrorCode, error: unknown, message: string, traceId?: string): GraphQLError {
  const located = error instanceof GraphQLError ? error : undefined;
  return new GraphQLError(message, {
    nodes: located?.nodes ?? null,
    path: located?.path ?? null,
    extensions: { code, ...(traceId === undefined ? {} : { traceId }) },
  });
}
