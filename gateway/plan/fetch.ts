import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { FetchNode } from '@apollo/query-planner';
import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { HubError } from '../../platform/errors.ts';
import { copyFetched, isFetched, mergeFetched, own, type Fetched } from './fetched.ts';
import { errorsOfOwner, faultOfOwner, pathsBelow, pathsOfEntities, type PathOf } from './owner-errors.ts';
import type { Found } from './places.ts';
import { compileRepresent, representAll } from './representations.ts';
import { compileRewrites } from './rewrites.ts';

/** One request on its way through a plan. */
export interface Run {
  readonly request: GatewayGraphQLRequestContext;
  readonly sourceOf: (owner: string) => GraphQLDataSource;
  /** As they came, which is how an owner reads them again. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly errors: GraphQLError[];
}

/** A step of a plan, over the objects at its place; what it brings is merged into them. Never rejects. */
export type Step = (run: Run, found: readonly Found[]) => Promise<void>;

/** One call of one owner: of fields, or of entities by what names them there. */
export function compileFetch(node: FetchNode, schema: GraphQLSchema): Step {
  const fetch = node.requires === undefined ? compileFields(node, schema) : compileEntities(node, schema);
  return async (run, found) => {
    try {
      await fetch(run, found);
    } catch (fault) {
      run.errors.push(faultOfOwner(fault, node.serviceName));
    }
  };
}

function compileFields(node: FetchNode, schema: GraphQLSchema): Step {
  const rewrite = compileRewrites(node.outputRewrites, schema);
  return async (run, found) => {
    const data = await ask(node, run, variablesOf(node, run), pathsBelow(found));
    if (!isFetched(data)) return;
    rewrite?.(data);
    found.forEach(({ value }, index) => mergeFetched(value, index === 0 ? data : copyFetched(data)));
  };
}

function compileEntities(node: FetchNode, schema: GraphQLSchema): Step {
  const represent = compileRepresent(node.requires!, schema);
  const rewriteInput = compileRewrites(node.inputRewrites, schema);
  const rewriteOutput = compileRewrites(node.outputRewrites, schema);
  return async (run, found) => {
    const { representations, standFor } = representAll(found, represent, rewriteInput);
    if (representations.length === 0) return;
    const variables = { ...variablesOf(node, run), representations };
    const data = await ask(node, run, variables, pathsOfEntities(standFor));
    if (!isFetched(data)) return;
    const entities = data['_entities'];
    if (!Array.isArray(entities) || entities.length !== representations.length)
      throw new HubError('SUBGRAPH_UNAVAILABLE');
    for (const [index, entity] of entities.entries()) {
      if (!isFetched(entity)) continue;
      // What comes back is of the type that was asked about, for rewrites that look at it.
      if (own(entity, '__typename') === undefined)
        entity['__typename'] = standFor[index]![0]!.value['__typename'];
      rewriteOutput?.(entity);
      const copies = standFor[index]!.map((_one, copy) => (copy === 0 ? entity : copyFetched(entity)));
      standFor[index]!.forEach(({ value }, copy) => mergeFetched(value, copies[copy]!));
    }
  };
}

/** The name that Apollo's gateway has for a fetch, and does not export. */
const FETCH = 'incoming operation' as GraphQLDataSourceProcessOptions['kind'];

async function ask(node: FetchNode, run: Run, variables: Fetched, pathOf: PathOf): Promise<unknown> {
  const { data, errors } = await run.sourceOf(node.serviceName).process({
    kind: FETCH,
    request: {
      query: node.operation,
      variables,
      ...(node.operationName === undefined ? {} : { operationName: node.operationName }),
    },
    incomingRequestContext: run.request,
    context: run.request.context,
  });
  for (const error of errors ?? []) run.errors.push(...errorsOfOwner(error, node.serviceName, pathOf));
  return data;
}

function variablesOf({ variableUsages = [] }: FetchNode, { variables }: Run): Fetched {
  const used: Fetched = {};
  for (const name of variableUsages) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) used[name] = value;
  }
  return used;
}
