import {
  isAbstractType,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** An operation for one choice of its conditions. */
export interface Selecting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables that `@skip` and `@include` look at. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

/**
 * The fields that selections ask of an object of one type, by response name in the order of the answer, with all the places
 * that ask for the same one (GraphQL specification, 6.3.2 Field Collection).
 */
export function selectedFields(
  selecting: Selecting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isAsked(selection.directives, selecting.conditions)) continue;
      if (selection.kind === 'Field') {
        const name = (selection.alias ?? selection.name).value;
        const same = fields.get(name);
        if (same === undefined) fields.set(name, [selection]);
        else same.push(selection);
      } else if (selection.kind === 'InlineFragment') {
        if (holdsFor(selecting.schema, type, selection.typeCondition?.name.value))
          collect(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = selecting.fragments.get(selection.name.value);
        if (fragment !== undefined && holdsFor(selecting.schema, type, fragment.typeCondition.name.value))
          collect(fragment.selectionSet);
      }
    }
  };
  selectionSets.forEach(collect);
  return fields;
}

/** Whether a selection is asked for under these conditions. */
function isAsked(
  directives: readonly DirectiveNode[] = [],
  conditions: Readonly<Record<string, unknown>>,
): boolean {
  for (const { name, arguments: given } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    const holds = value?.kind === 'Variable' ? conditions[value.name.value] : value;
    const asked = typeof holds === 'boolean' ? holds : value?.kind === 'BooleanValue' && value.value;
    if (asked === (name.value === 'skip')) return false;
  }
  return true;
}

function holdsFor(schema: GraphQLSchema, type: GraphQLCompositeType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && 'getInterfaces' in type && schema.isSubType(wanted, type);
}
