import type { QueryPlan } from '@apollo/query-planner';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import {
  getVariableValues,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Run } from './fetch.ts';
import type { Fetched } from './fetched.ts';
import { introspect, introspectionOf } from './introspect.ts';
import { errorsOfMissing } from './missing-values.ts';
import { objectShape, type Walk } from './shape.ts';
import { compileSteps } from './steps.ts';

/** The schemas that one supergraph is: as the planner sees it, and as clients do. */
export interface Schemas {
  readonly supergraph: GraphQLSchema;
  readonly api: GraphQLSchema;
}

/** An operation that was planned and compiled once, and answers as often as it is asked. */
export type PreparedOperation = (
  request: GatewayGraphQLRequestContext,
  sourceOf: Run['sourceOf'],
) => Promise<GatewayExecutionResult>;

/** More choices of `@skip` and `@include` than anybody makes of one operation; others are compiled each time. */
const SHAPES_KEPT = 64;

/** Compiles a planned operation. Throws for what a plan of this hub cannot hold. */
export function prepareOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  plan: QueryPlan,
  { supergraph, api }: Schemas,
): PreparedOperation {
  if (plan.node?.kind === 'Subscription') throw new TypeError('the hub answers in one piece');
  const steps = plan.node === undefined ? undefined : compileSteps(plan.node, supergraph);
  const shapeFor = shapes(document, operation, api);
  return async (request, sourceOf) => {
    const variables: Readonly<Record<string, unknown>> = request.request.variables ?? {};
    const read = getVariableValues(api, operation.variableDefinitions ?? [], variables);
    if (read.errors !== undefined) return { errors: read.errors };
    const { coerced } = read;
    const errors: GraphQLError[] = [];
    const fetched: Fetched = {};
    await steps?.({ request, sourceOf, variables, coerced, errors }, [{ value: fetched, place: undefined }]);
    const { shape, introspection } = shapeFor(coerced);
    const introspected = introspection === undefined ? {} : introspect(api, introspection, variables);
    const walk: Walk = { path: [], broken: [], introspected };
    const data = shape(fetched, walk) ?? null;
    const all = [...errors, ...errorsOfMissing(walk.broken, errors)];
    return all.length === 0 ? { data } : { errors: all, data };
  };
}

interface AnswerShape {
  readonly shape: ReturnType<typeof objectShape>;
  /** What is asked of the schema itself. */
  readonly introspection: DocumentNode | undefined;
}

/** The shape of the answer for each choice of the conditions, compiled when it is first chosen. */
function shapes(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  api: GraphQLSchema,
): (coerced: Readonly<Record<string, unknown>>) => AnswerShape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  const conditionNames = namesOfConditions(document);
  const root = api.getRootType(operation.operation)!;
  const known = new Map<string, AnswerShape>();
  return (coerced) => {
    const choice = conditionNames.map((name) => (coerced[name] === true ? '1' : '0')).join('');
    let shape = known.get(choice);
    if (shape === undefined) {
      const conditions = Object.fromEntries(conditionNames.map((name) => [name, coerced[name] === true]));
      const selecting = { schema: api, fragments, conditions };
      shape = {
        shape: objectShape(selecting, root, [operation.selectionSet]),
        introspection: introspectionOf(document, operation, selecting, root),
      };
      if (known.size < SHAPES_KEPT) known.set(choice, shape);
    }
    return shape;
  };
}

function namesOfConditions(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      const value = given?.find((argument) => argument.name.value === 'if')?.value;
      if ((name.value === 'skip' || name.value === 'include') && value?.kind === 'Variable')
        names.add(value.name.value);
    },
  });
  return [...names];
}
