import { ApolloGateway } from '@apollo/gateway';
import { operationFromDocument } from '@apollo/federation-internals';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { GraphQLError } from 'graphql';
import { HubError } from '../../platform/errors.ts';
import type { Run } from './fetch.ts';
import { prepareOperation, type PreparedOperation } from './prepared-operation.ts';

/** A stranger's operations push out only each other's: those of the hub and its front-ends are asked again soon. */
const OPERATIONS_KEPT = 1_000;

/**
 * Apollo's gateway with an executor of the hub's own: it composes, plans and reloads as it does, and what a plan says is done
 * here. An operation is planned and compiled once; an answer is then calls of owners, merging, and one walk over its fields.
 */
export class PlanGateway extends ApolloGateway {
  readonly #prepared = new Map<string, PreparedOperation>();

  override async load(options?: Parameters<ApolloGateway['load']>[0]): ReturnType<ApolloGateway['load']> {
    this.onSchemaLoadOrUpdate(() => this.#prepared.clear());
    const { schema } = await super.load(options);
    return { schema, executor: (request) => this.#answer(request) };
  }

  async #answer(request: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    let prepared: PreparedOperation;
    try {
      prepared = this.#preparedFor(request);
    } catch (fault) {
      // What the planner refuses it says as an error of the operation; anything else is a defect, told without words.
      if (fault instanceof GraphQLError) return { errors: [fault] };
      throw fault;
    }
    return prepared(request, this.#sourceOf);
  }

  #preparedFor(request: GatewayGraphQLRequestContext): PreparedOperation {
    const key = `${request.queryHash} ${request.operationName ?? ''}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) {
      // The oldest goes first, so what is asked again becomes the youngest.
      this.#prepared.delete(key);
      this.#prepared.set(key, known);
      return known;
    }
    const prepared = this.#prepare(request);
    if (this.#prepared.size >= OPERATIONS_KEPT) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(key, prepared);
    return prepared;
  }

  /** Apollo keeps planner and schemas to itself; they are read, never changed, and one exact version is pinned. */
  #prepare({ document, operation }: GatewayGraphQLRequestContext): PreparedOperation {
    const [planner, planned, supergraph, api] = [
      this['queryPlanner'],
      this['apiSchema'],
      this['supergraphSchema'],
      this.schema,
    ];
    if (planner === undefined || planned === undefined || supergraph === undefined || api === undefined)
      throw new HubError('SUBGRAPH_UNAVAILABLE');
    const name = operation.name?.value;
    const plan = planner.buildQueryPlan(
      operationFromDocument(planned, document, name === undefined ? {} : { operationName: name }),
    );
    return prepareOperation(document, operation, plan, { supergraph, api });
  }

  readonly #sourceOf: Run['sourceOf'] = (owner) => {
    const source = this['serviceMap'][owner]?.dataSource;
    if (source === undefined) throw new HubError('SUBGRAPH_UNAVAILABLE');
    return source;
  };
}
