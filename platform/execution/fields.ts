import {
  getArgumentValues,
  isLeafType,
  isNonNullType,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { guardOf, type Guard } from '../access.ts';
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
  const guard = guardOf(definition);
  const resolve = compileResolve(compiling, field, definition, guard);
  const write: WriteField = (run, source, holder, above) => {
    const place = fieldPlace(field, name, holder, above, isNullable);
    let value: unknown;
    try {
      guard?.admit(run.context);
      value = resolve(run, source, place);
    } catch (fault) {
      return run.fail(fault, nodes, place);
    }
    // The order of an answer is that of the question, also where values come later.
    put(holder, name, undefined);
    completeElement(run, value, complete, nodes, place);
  };
  const isRead = (guard === undefined ? definition.resolve : guard.behind) === undefined;
  const leaf = isNonNullType(definition.type) ? definition.type.ofType : definition.type;
  return isRead && isLeafType(leaf) ? readLeaf(field, leaf, name, isNullable, guard, write) : write;
}

function fieldPlace(
  { parent }: CompletedField,
  key: string,
  holder: Holder,
  prev: Place | undefined,
  isNullable: boolean,
): Place {
  return { prev, key, typename: parent.name, holder, isNullable, isNulled: false };
}

/** The value of a field of an object, from its resolver or from what the object has. */
function compileResolve(
  compiling: Compiling,
  field: CompletedField,
  definition: GraphQLField<unknown, unknown>,
  guard: Guard | undefined,
): (run: Run, source: unknown, place: Place) => unknown {
  const argumentsOf = compileArguments(compiling, definition, field.nodes[0]!);
  if (isEntitiesField(field.parent, definition))
    return (run) => (argumentsOf(run) as { readonly representations: unknown }).representations;
  const resolve = guard === undefined ? definition.resolve : guard.behind;
  if (resolve !== undefined)
    return (run, source, place) => resolve(source, argumentsOf(run), run.context, field.infoAt(run, place));
  const member = definition.name;
  return (run, source, place) => {
    if (source === null || (typeof source !== 'object' && typeof source !== 'function')) return undefined;
    const value = (source as Holder)[member];
    if (typeof value !== 'function') return value;
    return (source as Record<string, (...words: unknown[]) => unknown>)[member]!(
      argumentsOf(run),
      run.context,
      field.infoAt(run, place),
    );
  };
}

/** A leaf that an object simply has: written without a place, which only errors and resolvers look at. */
function readLeaf(
  field: CompletedField,
  type: GraphQLLeafType,
  name: string,
  isNullable: boolean,
  guard: Guard | undefined,
  otherwise: WriteField,
): WriteField {
  const serialize = serializerOf(type);
  const member = field.name;
  return (run, source, holder, above) => {
    if (typeof source !== 'object' || source === null) return otherwise(run, source, holder, above);
    try {
      guard?.admit(run.context);
      const value = (source as Holder)[member];
      if (typeof value === 'object' ? value !== null : typeof value === 'function')
        return otherwise(run, source, holder, above);
      if (value !== null && value !== undefined) put(holder, name, serialize(value));
      else if (isNullable) put(holder, name, null);
      else throw missing(field);
    } catch (fault) {
      run.fail(fault, field.nodes, fieldPlace(field, name, holder, above, isNullable));
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
