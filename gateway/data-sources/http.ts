import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface';
import { Pool } from 'undici';
import { monotonicMs } from '../../platform/clock.ts';
import { HubError } from '../../platform/errors.ts';
import { traceFrom, traceParent } from '../../platform/telemetry.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { faultAsAnswer } from './fault-as-answer.ts';
import type { GatewayContext } from './gateway-context.ts';

/** A subgraph that runs elsewhere: kept connections, one deadline for the whole hop, and a circuit breaker. */
export class HttpDataSource implements GraphQLDataSource {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #deadlineMs: number;
  readonly #circuit = new CircuitBreaker({ faultsToOpen: 5, retryAfterMs: 1_000, now: monotonicMs });

  constructor(url: URL, deadlineMs: number) {
    this.#pool = new Pool(url.origin, {
      connections: 32,
      pipelining: 1,
      connectTimeout: Math.min(deadlineMs, 2_000),
    });
    this.#path = url.pathname;
    this.#deadlineMs = deadlineMs;
  }

  process({ request, context }: GraphQLDataSourceProcessOptions): Promise<GatewayGraphQLResponse> {
    const { authorization, trace = traceFrom(undefined) } = (context ?? {}) as Partial<GatewayContext>;
    const body = JSON.stringify({
      query: request.query,
      variables: request.variables ?? {},
      ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
    });
    const headers = {
      'content-type': 'application/json',
      traceparent: traceParent(trace),
      ...(authorization === undefined ? {} : { authorization }),
    };
    return faultAsAnswer(this.#circuit.call(() => this.#send(body, headers)));
  }

  /** Ends the kept connections. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #send(body: string, headers: Record<string, string>): Promise<GatewayGraphQLResponse> {
    try {
      const response = await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers,
        body,
        signal: AbortSignal.timeout(this.#deadlineMs),
      });
      const answer: unknown = await response.body.json();
      if (typeof answer !== 'object' || answer === null) throw new TypeError('an answer is an object');
      if (response.statusCode === 401) throw new HubError('INVALID_TOKEN');
      return answer as GatewayGraphQLResponse;
    } catch (fault) {
      if (fault instanceof HubError) throw fault;
      // Its words hold an address; who asks learns only which owner is out of reach.
      const late = fault instanceof Error && fault.name === 'TimeoutError';
      throw new HubError(late ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE');
    }
  }
}
