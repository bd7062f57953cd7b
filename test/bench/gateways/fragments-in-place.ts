import { Kind, parse, print, visit, type FragmentDefinitionNode, type InlineFragmentNode } from 'graphql';
import type { Manner } from './variants.ts';

/** The text of a question in the manner in which somebody is asked. */
export function textIn(manner: Manner, query: string): string {
  return manner === 'FRAGMENTS_IN_PLACE' ? withFragmentsInPlace(query) : query;
}

/** The same operation with each named fragment in its place. Throws for a fragment that there is not. */
export function withFragmentsInPlace(query: string): string {
  const document = parse(query);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  // What is put in place is visited in its turn, so fragments of fragments find their place too.
  const inlined = visit(
    { ...document, definitions: operations },
    {
      FragmentSpread({ name, directives = [] }): InlineFragmentNode {
        const fragment = fragments.get(name.value);
        if (fragment === undefined) throw new TypeError(`there is no fragment ${name.value}`);
        const { typeCondition, selectionSet } = fragment;
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
      },
    },
  );
  return print(inlined);
}
