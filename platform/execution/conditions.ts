import { Kind, visit, type DirectiveNode, type DocumentNode, type SelectionNode } from 'graphql';

/** Values of the variables of `@skip` and `@include`. */
export type Conditions = Readonly<Record<string, unknown>>;

/** More choices of `@skip` and `@include` than anybody makes of one operation; others are compiled each time. */
const CHOICES_KEPT = 64;

/** Compiles a document for each choice of its conditions when it is first made, and keeps what it compiled. */
export function perChoice<Compiled>(
  document: DocumentNode,
  compile: (decidedDocument: DocumentNode) => Compiled,
): (conditions: Conditions) => Compiled {
  const names = namesOfConditions(document);
  const kept = new Map<string, Compiled>();
  return (conditions) => {
    const choice = names.map((name) => (conditions[name] === true ? '1' : '0')).join('');
    let compiled = kept.get(choice);
    if (compiled === undefined) {
      compiled = compile(decided(document, conditions));
      if (kept.size < CHOICES_KEPT) kept.set(choice, compiled);
    }
    return compiled;
  };
}

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

/** The document for one choice of its conditions: without what is not asked for, and without conditions. */
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
