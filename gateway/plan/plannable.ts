import { Kind, visit, type DocumentNode, type FieldNode, type OperationDefinitionNode } from 'graphql';

/**
 * The document as the planner gets it. Each field of the root stands once, in the order of the answer: writes happen in that
 * order, which the planner does not keep through fragments and repetitions. A selection that conditions left empty asks for
 * the name of the type, since a plan needs something to fetch.
 */
export function plannable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
): DocumentNode {
  const selections = [...fields.values()].map(oneOf);
  const selectionSet = { kind: Kind.SELECTION_SET, selections } as const;
  const definitions = document.definitions.map((definition) =>
    definition === operation ? { ...operation, selectionSet } : definition,
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

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;

/** One field for all that ask the same. */
function oneOf(nodes: readonly FieldNode[]): FieldNode {
  const [first] = nodes;
  if (first!.selectionSet === undefined) return first!;
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return { ...first!, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
