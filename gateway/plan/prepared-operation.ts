import type { QueryPlan } from '@apollo/query-planner';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import {
  getOperationAST,
  getVariableValues,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { namesOfConditions, perChoice } from '../../platform/execution/conditions.ts';
import type { Run, Step } from './fetch.ts';
import type { Fetched } from './fetched.ts';
import { introspect, introspectionOf } from './introspect.ts';
import { errorsOfMissing } from './missing-values.ts';
import { objectShape, type Walk } from './shape.ts';
import { plannable } from './plannable.ts';
import { fragmentsOf, selectedFields } from '../../platform/execution/selected-fields.ts';
import { compileSteps } from './steps.ts';

/** One supergraph: as the planner sees it, as clients do, and the planner. */
export interface Planning {
  readonly supergraph: GraphQLSchema;
  readonly api: GraphQLSchema;
  /** Throws for what cannot be planned. */
  readonly plan: (document: DocumentNode, operationName: string | undefined) => QueryPlan;
}

/** An operation that is planned and compiled once, and answers as often as it is asked. Rejects for what cannot be planned. */
export type PreparedOperation = (
  request: GatewayGraphQLRequestContext,
  sourceOf: Run['sourceOf'],
) => Promise<GatewayExecutionResult>;

/**
 * Prepares an operation of a valid document. Without conditions it has one plan, which is made now; with them each choice is
 * planned when it is first made.
 */
export function prepareOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  planning: Planning,
): PreparedOperation {
  // A plan for all choices leaves a field unanswered where it shares a fetch with one that is skipped and requires more.
  const chosen = perChoice(document, (decided) => compileOperation(decided, operation.name?.value, planning));
  if (namesOfConditions(document).length === 0) chosen({});
  return async (request, sourceOf) => {
    const variables: Readonly<Record<string, unknown>> = request.request.variables ?? {};
    const read = getVariableValues(planning.api, operation.variableDefinitions ?? [], variables);
    if (read.errors !== undefined) return { errors: read.errors };
    return answer(chosen(read.coerced), { request, sourceOf, variables, errors: [] }, planning.api);
  };
}

interface CompiledOperation {
  readonly steps: Step | undefined;
  readonly shape: ReturnType<typeof objectShape>;
  /** What is asked of the schema itself. */
  readonly introspection: DocumentNode | undefined;
}

function compileOperation(
  document: DocumentNode,
  name: string | undefined,
  { supergraph, api, plan }: Planning,
): CompiledOperation {
  const operation = getOperationAST(document, name)!;
  const root = api.getRootType(operation.operation)!;
  const selecting = { schema: api, fragments: fragmentsOf(document) };
  const fields = selectedFields(selecting, root, [operation.selectionSet]);
  const { node } = plan(plannable(document), name);
  if (node?.kind === 'Subscription') throw new TypeError('the hub answers in one piece');
  return {
    steps: node === undefined ? undefined : compileSteps(node, supergraph),
    shape: objectShape(selecting, root, [operation.selectionSet]),
    introspection: introspectionOf(document, operation, fields),
  };
}

async function answer(
  { steps, shape, introspection }: CompiledOperation,
  run: Run,
  api: GraphQLSchema,
): Promise<GatewayExecutionResult> {
  const fetched: Fetched = {};
  await steps?.(run, [{ value: fetched, place: undefined }]);
  const introspected = introspection === undefined ? {} : introspect(api, introspection, run.variables);
  const walk: Walk = { path: [], broken: [], introspected };
  const data = shape(fetched, walk) ?? null;
  const errors: readonly GraphQLError[] = [...run.errors, ...errorsOfMissing(walk.broken, run.errors)];
  return errors.length === 0 ? { data } : { errors, data };
}
