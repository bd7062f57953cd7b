import {
  executeSync,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Fetched } from './fetched.ts';

/** What an operation asks of the schema itself, as an operation of its own; undefined when it asks nothing. */
export function introspectionOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
): DocumentNode | undefined {
  const isAboutSchema = ({ name }: FieldNode): boolean =>
    name.value === '__schema' || name.value === '__type';
  const selections = [...fields.values()].flat().filter(isAboutSchema);
  if (selections.length === 0) return undefined;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const asked = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  return { kind: Kind.DOCUMENT, definitions: [asked, ...fragments] };
}

/** The schema's answers about itself, by response name. They come from no owner and cannot fail. */
export function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Fetched {
  const { data, errors } = executeSync({ schema, document, variableValues, rootValue: {} });
  if (data === null || data === undefined) throw errors?.[0] ?? new TypeError('a schema describes itself');
  return data;
}
