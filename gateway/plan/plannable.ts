import { Kind, visit, type DocumentNode, type FieldNode, type OperationDefinitionNode } from 'graphql';

/**
 * The document as the planner gets it. Each write stands once, in the order of the answer: they happen in that order, which
 * the planner does not keep through fragments and repetitions. A selection that conditions left empty asks for
 * the name of the type, since a plan needs something to fetch.
 */
export function plannable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
): DocumentNode {
  const definitions = document.definitions.map((definition) =>
    definition === operation && operation.operation === 'mutation' ? inOrder(operation, fields) : definition,
  );
  return visit(
    { ...document, definitions },
    {
      SelectionSet: {
        leave: (set) => (set.selections.length > 0 ? undefined : { ...set, selections: [TYPENAME] }),
      },
    },
  );
}

function inOrder(
  operation: OperationDefinitionNode,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
): OperationDefinitionNode {
  // The name of the type is known; beside it the planner changes the order after all.
  const selections = [...fields.values()].map(oneOf).filter(({ name }) => name.value !== '__typename');
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;

/** One field for all that ask the same. */
function oneOf(nodes: readonly FieldNode[]): FieldNode {
  const [first] = nodes;
  if (first!.selectionSet === undefined) return first!;
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return { ...first!, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
