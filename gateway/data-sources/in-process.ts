import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface';
import type { Subgraph } from '../../platform/serve-subgraph.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import { withDeadline } from './deadline.ts';
import { faultAsAnswer } from './fault-as-answer.ts';
import type { GatewayContext } from './gateway-context.ts';

/** A subgraph in this process: a function call, under the same deadline as one that runs elsewhere. */
export class InProcessDataSource implements GraphQLDataSource {
  readonly #subgraph: Subgraph;
  readonly #deadlineMs: number;

  constructor(subgraph: Subgraph, deadlineMs: number) {
    this.#subgraph = subgraph;
    this.#deadlineMs = deadlineMs;
  }

  async process({ request, context }: GraphQLDataSourceProcessOptions): Promise<GatewayGraphQLResponse> {
    // The gateway checks at boot that a schema answers `__typename`; nobody is asking then.
    const { viewer = ANONYMOUS, trace = traceFrom(undefined) } = (context ?? {}) as Partial<GatewayContext>;
    const work = this.#subgraph.execute({
      query: request.query ?? '',
      variables: request.variables ?? {},
      operationName: request.operationName,
      viewer,
      trace,
    });
    return faultAsAnswer(withDeadline(work as Promise<GatewayGraphQLResponse>, this.#deadlineMs));
  }
}
