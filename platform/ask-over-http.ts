import type { JWK } from 'jose';
import { request } from 'undici';
import type { ExecutionResult } from 'graphql';
import type { AskSupergraph } from './serve-subgraph.ts';
import { HubError } from './errors.ts';
import { signHubToken } from './sign-token.ts';
import { traceParent } from './telemetry.ts';
import { hubOperationId } from './hub-operations.ts';

/**
 * Asks the gateway's endpoint, for a subgraph that runs apart from it. The hub's key says that the hub asks; the door takes
 * nothing from it but the hub's own operations, by their ids.
 */
export function askOverHttp(gatewayUrl: URL, hubKey: JWK, deadlineMs: number): AskSupergraph {
  return async function ask(operation, variables, viewer, trace): Promise<ExecutionResult> {
    const token = await signHubToken(hubKey, viewer);
    try {
      const response = await request(gatewayUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          traceparent: traceParent(trace),
        },
        body: JSON.stringify({ documentId: hubOperationId(operation), variables, operationName: operation }),
        headersTimeout: deadlineMs,
        bodyTimeout: deadlineMs,
      });
      return (await response.body.json()) as ExecutionResult;
    } catch {
      return { errors: [new HubError('SUBGRAPH_UNAVAILABLE')] };
    }
  };
}
