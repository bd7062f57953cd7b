import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface';
import { HubError } from '../../platform/errors.ts';

/**
 * An owner that cannot answer answers with an error, so that it costs its own fields only: the gateway puts the owner's
 * name and the place in the answer to an error that is answered, and fails the whole request for one that is thrown.
 */
export async function faultAsAnswer(
  answer: Promise<GatewayGraphQLResponse>,
): Promise<GatewayGraphQLResponse> {
  try {
    return await answer;
  } catch (fault) {
    const error = fault instanceof HubError ? fault : new HubError('SUBGRAPH_UNAVAILABLE');
    return { errors: [error] } as GatewayGraphQLResponse;
  }
}
