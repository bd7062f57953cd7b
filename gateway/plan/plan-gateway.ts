import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import { operationFromDocument } from '@apollo/federation-internals';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { GraphQLError } from 'graphql';
import { HubError } from '../../platform/errors.ts';
import type { Run } from './fetch.ts';
import { prepareOperation, type Planning, type PreparedOperation } from './prepared-operation.ts';

/** A stranger's operations push out only each other's: those of the hub and its front-ends are asked again soon. */
const OPERATIONS_KEPT = 1_000;

/**
 * Apollo's gateway with an executor of the hub's own: it composes, plans and reloads as it does, and what a plan says is done
 * here. An operation is planned and compiled once; an answer is then calls of owners, merging, and one walk over its fields.
 */
export class PlanGateway extends ApolloGateway {
  readonly #prepared = new Map<string, PreparedOperation>();
  /** Those of trusted documents, which nobody pushes out. */
  readonly #kept = new Map<string, PreparedOperation>();

  constructor(config: GatewayConfig) {
    // A fragment put back into a fetch changes the order of its writes; texts are parsed once, so their length costs nothing.
    super({ ...config, queryPlannerConfig: { reuseQueryFragments: false } });
  }

  override async load(options?: Parameters<ApolloGateway['load']>[0]): ReturnType<ApolloGateway['load']> {
    this.onSchemaLoadOrUpdate(() => {
      this.#prepared.clear();
      this.#kept.clear();
    });
    const { schema } = await super.load(options);
    return { schema, executor: (request) => this.#answer(request) };
  }

  /** Plans and compiles an operation, and keeps it as long as this schema. Throws for what cannot be planned. */
  keepPrepared(request: Pick<GatewayGraphQLRequestContext, 'document' | 'operation' | keyof Key>): void {
    this.#kept.set(keyOf(request), prepareOperation(request.document, request.operation, this.#planning()));
  }

  async #answer(request: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    // The server leaves it to the executor to say that the document holds no operation of this name.
    if ((request.operation as unknown) === undefined) return { errors: [new HubError('QUERY_INVALID')] };
    try {
      return await this.#preparedFor(request)(request, this.#sourceOf);
    } catch (fault) {
      // What the planner refuses it says as an error of the operation; anything else is a defect, told without words.
      if (fault instanceof GraphQLError) return { errors: [fault] };
      throw fault;
    }
  }

  #preparedFor(request: GatewayGraphQLRequestContext): PreparedOperation {
    const key = keyOf(request);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const known = this.#prepared.get(key);
    // The oldest goes first, so what is asked again becomes the youngest.
    if (known !== undefined) this.#prepared.delete(key);
    else if (this.#prepared.size >= OPERATIONS_KEPT)
      this.#prepared.delete(this.#prepared.keys().next().value!);
    const prepared = known ?? prepareOperation(request.document, request.operation, this.#planning());
    this.#prepared.set(key, prepared);
    return prepared;
  }

  /** Apollo keeps planner and schemas to itself; they are read, never changed, and one exact version is pinned. */
  #planning(): Planning {
    const [planner, planned] = [this['queryPlanner'], this['apiSchema']];
    const [supergraph, api] = [this['supergraphSchema'], this.schema];
    if (planner === undefined || planned === undefined || supergraph === undefined || api === undefined)
      throw new HubError('SUBGRAPH_UNAVAILABLE');
    return {
      supergraph,
      api,
      plan: (document, operationName) =>
        planner.buildQueryPlan(
          operationFromDocument(planned, document, operationName === undefined ? {} : { operationName }),
        ),
    };
  }

  readonly #sourceOf: Run['sourceOf'] = (owner) => {
    const source = this['serviceMap'][owner]?.dataSource;
    if (source === undefined) throw new HubError('SUBGRAPH_UNAVAILABLE');
    return source;
  };
}

type Key = Pick<GatewayGraphQLRequestContext, 'queryHash' | 'operationName'>;

function keyOf({ queryHash, operationName }: Key): string {
  return `${queryHash} ${operationName ?? ''}`;
}
