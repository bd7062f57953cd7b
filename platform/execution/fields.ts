import {
  defaultFieldResolver,
  getArgumentValues,
  isLeafType,
  isNonNullType,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import {
  completeElement,
  completeOf,
  missing,
  serializerOf,
  type Complete,
  type CompletedField,
  type WriteFields,
} from './complete.ts';
import { completeEntities, isEntitiesField } from './entities.ts';
import { put, type Holder, type Place } from './place.ts';
import type { Run } from './run.ts';
import { selectedFields } from './selected-fields.ts';

/** An operation whose conditions are decided, while its fields are compiled. */
export interface Compiling {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** How many fields take variables so far. */
  variableFields: number;
}

/** Resolves one field of an object and writes it. Never throws. */
export interface CompiledField {
  readonly name: string;
  readonly isNullable: boolean;
  readonly write: WriteField;
}

type WriteField = (run: Run, source: unknown, holder: Holder, above: Place | undefined) => void;

/** The fields that selections ask of an object of one type, compiled. */
export function compileFields(
  compiling: Compiling,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): readonly CompiledField[] {
  if (type.isTypeOf !== undefined && type.isTypeOf !== null) throw new TypeError('isTypeOf is not compiled');
  return [...selectedFields(compiling, type, selectionSets)].map(([name, nodes]) => {
    const definition = type.getFields()[nodes[0]!.name.value];
    if (definition === undefined)
      return { name, isNullable: false, write: (_run, _source, holder) => put(holder, name, type.name) };
    return {
      name,
      isNullable: !isNonNullType(definition.type),
      write: compileField(compiling, type, definition, name, nodes),
    };
  });
}

function compileField(
  compiling: Compiling,
  parent: GraphQLObjectType,
  definition: GraphQLField<unknown, unknown>,
  name: string,
  nodes: readonly FieldNode[],
): WriteField {
  const isNullable = !isNonNullType(definition.type);
  const field: CompletedField = {
    nodes,
    parent,
    name: definition.name,
    infoAt: infoOf(compiling, parent, definition, nodes),
    fieldsOf: (type, selectionSets) => laterCompiled(compiling, type, selectionSets),
  };
  const complete: Complete = isEntitiesField(parent, definition)
    ? completeEntities(field, compiling.schema)
    : completeOf(field, definition.type);
  const argumentsOf = compileArguments(compiling, definition, nodes[0]!);
  const resolve = isEntitiesField(parent, definition)
    ? (_source: unknown, { representations }: { representations?: unknown }) => representations
    : (definition.resolve ?? defaultFieldResolver);
  const write: WriteField = (run, source, holder, above) => {
    const place: Place = {
      prev: above,
      key: name,
      typename: parent.name,
      holder,
      isNullable,
      isNulled: false,
    };
    let value: unknown;
    try {
      value = resolve(source, argumentsOf(run) as never, run.context, field.infoAt(run, place));
    } catch (fault) {
      return run.fail(fault, nodes, place);
    }
    // The order of an answer is that of the question, also where values come later.
    put(holder, name, undefined);
    completeElement(run, value, complete, nodes, place);
  };
  return definition.resolve === undefined ? (readLeaf(field, definition, name, write) ?? write) : write;
}

/** A leaf that an object simply has: written without a place, which only errors and resolvers look at. */
function readLeaf(
  field: CompletedField,
  { name: member, type }: GraphQLField<unknown, unknown>,
  name: string,
  otherwise: WriteField,
): WriteField | undefined {
  const leaf = isNonNullType(type) ? type.ofType : type;
  if (!isLeafType(leaf)) return undefined;
  const isNullable = leaf === type;
  const serialize = serializerOf(leaf);
  return (run, source, holder, above) => {
    if (typeof source !== 'object' || source === null) return otherwise(run, source, holder, above);
    const value = (source as Holder)[member];
    if (typeof value === 'object' ? value !== null : typeof value === 'function')
      return otherwise(run, source, holder, above);
    try {
      if (value !== null && value !== undefined) put(holder, name, serialize(value));
      else if (isNullable) put(holder, name, null);
      else throw missing(field);
    } catch (fault) {
      const typename = field.parent.name;
      run.fail(fault, field.nodes, { prev: above, key: name, typename, holder, isNullable, isNulled: false });
    }
  };
}

function laterCompiled(
  compiling: Compiling,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): WriteFields {
  let fields: readonly CompiledField[] | undefined;
  return (run, source, holder, above) => {
    fields ??= compileFields(compiling, type, selectionSets);
    for (const { write } of fields) write(run, source, holder, above);
  };
}

/** Arguments without variables are read once, with variables once an execution. Resolvers share them, so they are frozen. */
function compileArguments(
  compiling: Compiling,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (run: Run) => unknown {
  const read = (variables: Readonly<Record<string, unknown>>) =>
    Object.freeze(getArgumentValues(definition, node, variables));
  if (!takesVariables(node)) {
    const fixed = read({});
    return () => fixed;
  }
  const number = compiling.variableFields;
  compiling.variableFields += 1;
  return (run) => (run.arguments[number] ??= read(run.variables));
}

function takesVariables({ arguments: given = [] }: FieldNode): boolean {
  let takes = false;
  for (const argument of given) visit(argument, { Variable: () => void (takes = true) });
  return takes;
}

function infoOf(
  { schema, operation, fragments }: Compiling,
  parentType: GraphQLObjectType,
  definition: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[],
): CompletedField['infoAt'] {
  const byName = Object.fromEntries(fragments);
  return ({ variables }, place) => ({
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType,
    path: place,
    schema,
    fragments: byName,
    rootValue: undefined,
    operation,
    variableValues: variables as GraphQLResolveInfo['variableValues'] as { [variable: string]: unknown },
  });
}
