import { Kind, visit, type DirectiveNode, type DocumentNode, type SelectionNode } from 'graphql';

/** Values of the variables of `@skip` and `@include`. */
export type Conditions = Readonly<Record<string, unknown>>;

/** The variables that decide which parts of a document are asked for. */
export function namesOfConditions(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      const value = conditionOf(directive);
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/**
 * The document for one choice of its conditions: without what is not asked for, and without conditions. A plan made of it
 * fetches only what this choice needs; a plan for all choices leaves a field unanswered where it shares a fetch with one that
 * is skipped and requires more.
 */
export function decided(document: DocumentNode, conditions: Conditions): DocumentNode {
  const decide = <Node extends SelectionNode>(node: Node): Node | null | undefined => {
    if (!isAsked(node, conditions)) return null;
    const directives = node.directives?.filter((directive) => conditionOf(directive) === undefined);
    return directives?.length === node.directives?.length ? undefined : { ...node, directives };
  };
  return visit(document, { Field: decide, InlineFragment: decide, FragmentSpread: decide });
}

function isAsked({ directives = [] }: SelectionNode, conditions: Conditions): boolean {
  return directives.every((directive) => {
    const value = conditionOf(directive);
    if (value === undefined) return true;
    const holds =
      value.kind === Kind.VARIABLE
        ? conditions[value.name.value] === true
        : value.kind === Kind.BOOLEAN && value.value;
    return holds === (directive.name.value === 'include');
  });
}

function conditionOf({ name, arguments: given }: DirectiveNode) {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  return given?.find((argument) => argument.name.value === 'if')?.value;
}
