import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import {
  execute,
  getOperationAST,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { PlanGateway } from '../../../gateway/plan/plan-gateway.ts';
import { keepPackagesFromReportingHome } from '../../../platform/config.ts';

/** A subgraph of a test: its SDL, how its fields are answered, and how its entities are found. */
export interface TestSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly fieldResolver?: GraphQLFieldResolver<unknown, unknown>;
  readonly resolvers?: object;
  /** Sees each fetch. */
  readonly onFetch?: (query: string, variables: Readonly<Record<string, unknown>>) => void;
  /** Answers in its place. */
  readonly instead?: () => ExecutionResult;
}

export type AskExecutor = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult>;

/** One supergraph behind both executors. */
export interface TwoExecutors {
  readonly schema: GraphQLSchema;
  readonly own: AskExecutor;
  readonly stock: AskExecutor;
  readonly stop: () => Promise<void>;
}

/** The supergraph of these subgraphs; throws with what composition says when they contradict each other. */
export function supergraphOf(subgraphs: readonly TestSubgraph[]): string {
  const composed = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `http://${name}` })),
  );
  if (compositionHasErrors(composed))
    throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return composed.supergraphSdl;
}

/** Composes, plans, and answers by the hub's executor and by Apollo's: the second is what the first is held against. */
export async function twoExecutors(subgraphs: readonly TestSubgraph[]): Promise<TwoExecutors> {
  keepPackagesFromReportingHome();
  const gateway = new PlanGateway({
    supergraphSdl: supergraphOf(subgraphs),
    buildService: ({ name }) => sourceOf(subgraphs.find((subgraph) => subgraph.name === name)!) as never,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const { schema, executor } = await gateway.load();
  const askThrough =
    (answer: typeof executor): AskExecutor =>
    async (query, variables = {}) => {
      const document = parse(query);
      const invalid = validate(schema, document);
      if (invalid.length > 0) throw new Error(invalid.map(({ message }) => message).join('\n'));
      const operation = getOperationAST(document)!;
      return answer({
        request: { query, variables },
        document,
        operation,
        operationName: operation.name?.value ?? null,
        queryHash: query,
        schema,
        context: {},
        metrics: {},
      } as never);
    };
  return {
    schema,
    own: askThrough(executor),
    stock: askThrough(gateway.executor),
    stop: () => gateway.stop(),
  };
}

function sourceOf({ sdl, resolvers, fieldResolver, onFetch, instead }: TestSubgraph) {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sdl), ...(resolvers === undefined ? {} : { resolvers }) },
  ] as never);
  return {
    async process({ request }: { request: { query: string; variables: Record<string, unknown> } }) {
      onFetch?.(request.query, request.variables);
      if (instead !== undefined) return instead();
      const result = await execute({
        schema,
        document: parse(request.query),
        // As over HTTP: a fetch and its answer share no object with the gateway.
        variableValues: structuredClone(request.variables),
        contextValue: {},
        ...(fieldResolver === undefined ? {} : { fieldResolver }),
      });
      return JSON.parse(JSON.stringify(result)) as ExecutionResult;
    },
  };
}
