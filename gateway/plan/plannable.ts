import { Kind, visit, type DocumentNode } from 'graphql';

/** The document with a question in each selection that its conditions left empty: a plan needs something to fetch. */
export function plannable(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: {
      leave: (set) => (set.selections.length > 0 ? undefined : { ...set, selections: [TYPENAME] }),
    },
  });
}

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
