import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** What the owners' schemas are as one schema without federation, and who defines which field. */
export interface MergedTypeDefs {
  readonly document: DocumentNode;
  /** Who defines a field, by `Type.field`. Types that no object has an owner of, such as scalars, are not here. */
  readonly definers: ReadonlyMap<string, readonly string[]>;
  /** Key field of each object type that several owners know, by its name. */
  readonly shared: ReadonlyMap<string, string>;
}

/** Directives that only a composition reads. */
const FEDERATION = new Set([
  'link',
  'key',
  'shareable',
  'inaccessible',
  'tag',
  'external',
  'requires',
  'provides',
]);

/**
 * Merges schemas of owners into that of one server: a type has the fields of all who define it. Access that an owner states on
 * a type is put on that owner's fields of it, for the others' fields it does not hold. Throws for what it cannot merge truly:
 * a key of several fields.
 */
export function mergedTypeDefs(documents: ReadonlyMap<string, DocumentNode>): MergedTypeDefs {
  const merged = new Map<string, DefinitionNode>();
  const definers = new Map<string, string[]>();
  const keys = new Map<string, string>();
  const known = new Map<string, number>();
  for (const [owner, { definitions }] of documents)
    for (const definition of definitions) {
      if (!('name' in definition) || definition.name === undefined) continue;
      const name = `${definition.kind === Kind.DIRECTIVE_DEFINITION ? '@' : ''}${definition.name.value}`;
      known.set(name, (known.get(name) ?? 0) + 1);
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) {
        if (!merged.has(name)) merged.set(name, withoutFederation(definition));
        continue;
      }
      const key = keyOf(definition);
      if (key !== undefined) keys.set(name, key);
      for (const { name: field } of definition.fields ?? []) {
        const path = `${name}.${field.value}`;
        definers.set(path, [...(definers.get(path) ?? []), owner]);
      }
      const before = merged.get(name) as ObjectTypeDefinitionNode | undefined;
      merged.set(name, joined(before, accessOnFields(withoutFederation(definition))));
    }
  const shared = [...keys].filter(([name]) => (known.get(name) ?? 0) > 1);
  return {
    document: { kind: Kind.DOCUMENT, definitions: [...merged.values()] },
    definers,
    shared: new Map(shared),
  };
}

function joined(
  before: ObjectTypeDefinitionNode | undefined,
  added: ObjectTypeDefinitionNode,
): ObjectTypeDefinitionNode {
  if (before === undefined) return added;
  const has = new Set((before.fields ?? []).map(({ name }) => name.value));
  const interfaces = new Map(
    [...(before.interfaces ?? []), ...(added.interfaces ?? [])].map((one) => [one.name.value, one]),
  );
  return {
    ...before,
    interfaces: [...interfaces.values()],
    fields: [...(before.fields ?? []), ...(added.fields ?? []).filter(({ name }) => !has.has(name.value))],
  };
}

/** The single field of `@key(fields: "id")`. */
function keyOf({ name, directives = [] }: ObjectTypeDefinitionNode): string | undefined {
  const key = directives.find((directive) => directive.name.value === 'key');
  const fields = key?.arguments?.find((argument) => argument.name.value === 'fields')?.value;
  if (fields?.kind !== Kind.STRING) return undefined;
  if (!/^\w+$/.test(fields.value)) throw new TypeError(`the key of ${name.value} is not one field`);
  return fields.value;
}

function accessOnFields(type: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode {
  const isAccess = ({ name }: ConstDirectiveNode) => name.value === 'access';
  const access = (type.directives ?? []).filter(isAccess);
  if (access.length === 0) return type;
  return {
    ...type,
    directives: (type.directives ?? []).filter((directive) => !isAccess(directive)),
    fields: (type.fields ?? []).map((field) =>
      (field.directives ?? []).some(isAccess)
        ? field
        : { ...field, directives: [...(field.directives ?? []), ...access] },
    ),
  };
}

function withoutFederation<Definition extends DefinitionNode>(definition: Definition): Definition {
  const kept = (directives: readonly ConstDirectiveNode[] = []) =>
    directives.filter(({ name }) => !FEDERATION.has(name.value));
  const fields =
    'fields' in definition && definition.fields !== undefined
      ? {
          fields: (definition.fields as readonly FieldDefinitionNode[]).map((field) => ({
            ...field,
            directives: kept(field.directives),
          })),
        }
      : {};
  const directives = 'directives' in definition ? { directives: kept(definition.directives as never) } : {};
  return { ...definition, ...directives, ...fields };
}
