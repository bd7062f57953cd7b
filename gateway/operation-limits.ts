import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { HubError } from '../platform/errors.ts';
import { fragmentsOf } from '../platform/execution/selected-fields.ts';
import { PAGE_SIZE_MAXIMUM } from '../platform/page.ts';
import type { GatewayContext } from './data-sources/gateway-context.ts';

/** Bounds of one operation. The largest of `schema/operations/` uses less than half of each. */
export const OPERATION_LIMITS = Object.freeze({
  /** Fields below each other. */
  depth: 18,
  /** Fields after spreading fragments, aliases and repetitions counted each time. */
  fields: 600,
  /** Fields of one name in one selection, `__typename` included: the same thing asked again and again. */
  repeats: 20,
  /** Entities that an answer could hold, page sizes multiplied. */
  entities: 25_000,
  /** Tokens of the document. */
  tokens: 2_500,
});

/** How many times the limits somebody may use whom the operator lets ask openly; never without end, for all share one hub. */
export const OPEN_ROOM = 10;

interface Tally {
  fields: number;
  entities: number;
}

interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly tally: Tally;
  readonly room: number;
}

/** Default of `first` in the schema. */
const DEFAULT_PAGE_SIZE = 20;

/**
 * Throws QUERY_TOO_COSTLY for an operation outside `room` times the limits, and INVALID_PAGE_SIZE; stops counting at the first
 * that is passed. A trusted document is measured as any other: how much it asks depends on its variables.
 */
export function checkOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  room = 1,
): void {
  const fragments = fragmentsOf(document);
  const walk: Walk = { fragments, variables, tally: { fields: 0, entities: 0 }, room };
  count(walk, fieldsOf(walk, operation.selectionSet), 1, 1);
}

/** The limits as a plugin of the server, checked after validation and before planning. */
export const operationLimits: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({
        document,
        operation,
        request,
        contextValue: { room },
      }: GraphQLRequestContextDidResolveOperation<GatewayContext>) {
        if (operation !== undefined)
          checkOperation(document, operation, (request.variables ?? {}) as Record<string, unknown>, room);
        return Promise.resolve();
      },
    }),
};

function count(walk: Walk, fields: readonly FieldNode[], depth: number, multiplier: number): void {
  const seen = new Map<string, number>();
  for (const field of fields) {
    const name = field.name.value;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    walk.tally.fields += 1;
    const page = pageSizeOf(walk, field);
    if (page !== undefined && (page < 1 || page > PAGE_SIZE_MAXIMUM)) throw new HubError('INVALID_PAGE_SIZE');
    if (page !== undefined) walk.tally.entities += multiplier * page;
    refuseIf(times > OPERATION_LIMITS.repeats * walk.room || depth > OPERATION_LIMITS.depth * walk.room);
    refuseIf(walk.tally.fields > OPERATION_LIMITS.fields * walk.room);
    refuseIf(walk.tally.entities > OPERATION_LIMITS.entities * walk.room);
    if (field.selectionSet !== undefined) {
      count(walk, fieldsOf(walk, field.selectionSet), depth + 1, multiplier * (page ?? 1));
    }
  }
}

/** The fields of a selection with fragments spread, bounded so that fragments within fragments cannot explode. */
function fieldsOf(walk: Walk, selectionSet: SelectionSetNode): readonly FieldNode[] {
  const fields: FieldNode[] = [];
  const collect = (selections: SelectionSetNode): void => {
    for (const selection of selections.selections) {
      if (selection.kind === 'Field') fields.push(selection);
      else if (selection.kind === 'InlineFragment') collect(selection.selectionSet);
      else {
        const fragment = walk.fragments.get(selection.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet);
      }
      refuseIf(fields.length > OPERATION_LIMITS.fields * walk.room);
    }
  };
  collect(selectionSet);
  return fields;
}

/** The page size of a field that holds a page: it selects `nodes`. */
function pageSizeOf(walk: Walk, field: FieldNode): number | undefined {
  const first = field.arguments?.find((argument) => argument.name.value === 'first')?.value;
  if (first?.kind === 'IntValue') return Number(first.value);
  if (first?.kind === 'Variable') {
    const value = walk.variables[first.name.value];
    return typeof value === 'number' ? value : DEFAULT_PAGE_SIZE;
  }
  const isPage = field.selectionSet?.selections.some(
    (child) => child.kind === 'Field' && child.name.value === 'nodes',
  );
  return isPage === true ? DEFAULT_PAGE_SIZE : undefined;
}

function refuseIf(tooMuch: boolean): void {
  if (tooMuch) throw new HubError('QUERY_TOO_COSTLY');
}
