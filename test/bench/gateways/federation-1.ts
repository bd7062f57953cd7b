import {
  Kind,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** Directives that came with Federation 2, and the hub's own, which a gateway does not read. */
const UNKNOWN = new Set(['link', 'shareable', 'inaccessible', 'tag', 'access', 'oneOf']);

/**
 * Schemas of owners in the words of Federation 1, for gateways that know no other: of the owners that know an entity, the one
 * with most fields of its own defines it and the others extend it, with the key as an external field. Roots are extended.
 */
export function federation1(documents: ReadonlyMap<string, DocumentNode>): ReadonlyMap<string, string> {
  const homes = new Map<string, { readonly owner: string; readonly fields: number }>();
  for (const [owner, { definitions }] of documents)
    for (const definition of definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || keyOf(definition) === undefined) continue;
      const fields = isStub(definition) ? 0 : (definition.fields?.length ?? 0);
      const known = homes.get(definition.name.value);
      if (known === undefined || known.fields < fields) homes.set(definition.name.value, { owner, fields });
    }
  return new Map(
    [...documents].map(([owner, { definitions }]) => [
      owner,
      definitions
        .filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION && kind !== Kind.SCHEMA_DEFINITION)
        .filter((one) => one.kind !== Kind.DIRECTIVE_DEFINITION || !UNKNOWN.has(one.name.value))
        .map((one) => inFederation1(one, owner, homes))
        .join('\n\n'),
    ]),
  );
}

function inFederation1(
  definition: DefinitionNode,
  owner: string,
  homes: ReadonlyMap<string, { readonly owner: string }>,
): string {
  const plain = withoutUnknown(definition);
  if (plain.kind !== Kind.OBJECT_TYPE_DEFINITION) return print(plain);
  const { description: _description, ...undescribed } = plain;
  const extension = { ...undescribed, kind: Kind.OBJECT_TYPE_EXTENSION } as const;
  const name = plain.name.value;
  if (name === 'Query' || name === 'Mutation') return print(extension);
  const home = homes.get(name);
  if (home === undefined || home.owner === owner) return print(plain);
  const key = keyOf(plain);
  const fields = (plain.fields ?? []).map((field) =>
    field.name.value === key
      ? {
          ...field,
          directives: [{ kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'external' } } as const],
        }
      : field,
  );
  return print({ ...extension, fields });
}

function keyOf(definition: ObjectTypeDefinitionNode): string | undefined {
  const fields = keyArgument(definition, 'fields');
  return fields?.kind === Kind.STRING ? fields.value : undefined;
}

function isStub(definition: ObjectTypeDefinitionNode): boolean {
  const resolvable = keyArgument(definition, 'resolvable');
  return resolvable?.kind === Kind.BOOLEAN && !resolvable.value;
}

function keyArgument({ directives = [] }: ObjectTypeDefinitionNode, argument: string) {
  const key = directives.find(({ name }) => name.value === 'key');
  return key?.arguments?.find(({ name }) => name.value === argument)?.value;
}

function withoutUnknown<Definition extends DefinitionNode>(definition: Definition): Definition {
  const known = (directives: readonly ConstDirectiveNode[] = []) =>
    directives
      .filter(({ name }) => !UNKNOWN.has(name.value))
      .map((one) =>
        one.name.value === 'key'
          ? { ...one, arguments: (one.arguments ?? []).filter(({ name }) => name.value === 'fields') }
          : one,
      );
  const fields =
    'fields' in definition && definition.fields !== undefined
      ? {
          fields: (definition.fields as readonly FieldDefinitionNode[]).map((field) => ({
            ...field,
            directives: known(field.directives),
          })),
        }
      : {};
  const directives = 'directives' in definition ? { directives: known(definition.directives as never) } : {};
  return { ...definition, ...directives, ...fields };
}
