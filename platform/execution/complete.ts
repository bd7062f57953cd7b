import {
  defaultTypeResolver,
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import { put, type Holder, type Place } from './place.ts';
import type { Run } from './run.ts';

/** Writes a value of an owner to its place in the answer, or has it written when it is there. Throws what is wrong with it. */
export type Complete = (run: Run, value: unknown, place: Place) => void;

/** A field whose values are completed, with what completing needs of the operation around it. */
export interface CompletedField {
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly name: string;
  readonly infoAt: (run: Run, place: Place) => GraphQLResolveInfo;
  /** Writes the fields of an object of a type; compiled when the first of it comes by. */
  readonly fieldsOf: (type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]) => WriteFields;
}

/** Writes the fields of one object. */
export type WriteFields = (run: Run, source: unknown, holder: Holder, above: Place) => void;

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

/** How values of a type are completed (GraphQL specification, 6.4.3 Value Completion). */
export function completeOf(field: CompletedField, type: GraphQLOutputType): Complete {
  if (isNonNullType(type)) {
    const present = presentOf(field, type.ofType);
    return (run, value, place) => {
      if (value === null || value === undefined) throw missing(field);
      present(run, value, place);
    };
  }
  const present = presentOf(field, type);
  return (run, value, place) => {
    if (value === null || value === undefined) put(place.holder, place.key, null);
    else present(run, value, place);
  };
}

/** The defect of an owner that gives null for what may not be. */
export function missing({ parent, name }: Pick<CompletedField, 'parent' | 'name'>): Error {
  return new Error(`Cannot return null for non-nullable field ${parent.name}.${name}.`);
}

function presentOf(field: CompletedField, type: GraphQLOutputType): Complete {
  const complete = isListType(type)
    ? listOf(field, type.ofType as GraphQLOutputType)
    : isLeafType(type)
      ? leafOf(type)
      : isObjectType(type)
        ? objectOf(field, type)
        : isAbstractType(type)
          ? abstractOf(field, type)
          : undefined;
  if (complete === undefined) throw new TypeError('a null that may not be is judged before');
  return (run, value, place) => {
    if (value instanceof Error) throw value;
    complete(run, value, place);
  };
}

function leafOf(type: GraphQLLeafType): Complete {
  const serialize = serializerOf(type);
  return (_run, value, place) => put(place.holder, place.key, serialize(value));
}

/** The value of a leaf as it is sent. Throws for what the type cannot hold. */
export function serializerOf(type: GraphQLLeafType): (value: unknown) => unknown {
  return (value) => {
    const sent: unknown = type.serialize(value);
    if (sent === null || sent === undefined)
      throw new Error(`Expected \`${type.name}.serialize\` to return a value for what is not null.`);
    return sent;
  };
}

function listOf(field: CompletedField, type: GraphQLOutputType): Complete {
  const element = completeOf(field, type);
  const isNullable = !isNonNullType(type);
  return (run, value, place) => {
    if (typeof value !== 'object' || !(Symbol.iterator in value!))
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parent.name}.${field.name}".`,
      );
    const list: unknown[] = [];
    put(place.holder, place.key, list);
    for (const one of value as Iterable<unknown>) {
      const key = list.push(null) - 1;
      completeElement(run, one, element, field.nodes, elementPlace(place, list, key, isNullable));
    }
  };
}

/** The place of an element of a list. */
export function elementPlace(list: Place, holder: unknown[], key: number, isNullable: boolean): Place {
  return {
    prev: list,
    key,
    typename: undefined,
    holder: holder as unknown as Holder,
    isNullable,
    isNulled: false,
  };
}

/** Completes a value that may be promised; what fails is an error at its place and nowhere else. */
export function completeElement(
  run: Run,
  value: unknown,
  complete: Complete,
  nodes: readonly FieldNode[],
  place: Place,
): void {
  try {
    if (isPromise(value)) run.later(value, (present) => complete(run, present, place), nodes, place);
    else complete(run, value, place);
  } catch (fault) {
    run.fail(fault, nodes, place);
  }
}

/** How objects of a type under a field are completed. */
export function objectOf(field: CompletedField, type: GraphQLObjectType): Complete {
  const write = field.fieldsOf(
    type,
    field.nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
  );
  return (run, value, place) => {
    const holder: Holder = {};
    put(place.holder, place.key, holder);
    write(run, value, holder, place);
  };
}

function abstractOf(field: CompletedField, type: GraphQLAbstractType): Complete {
  const byName = new Map<string, Complete>();
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const completeAs = (run: Run, name: unknown, value: unknown, place: Place): void => {
    let complete = typeof name === 'string' ? byName.get(name) : undefined;
    if (complete === undefined) {
      const actual = typeof name === 'string' ? field.infoAt(run, place).schema.getType(name) : undefined;
      if (!isObjectType(actual) || !field.infoAt(run, place).schema.isSubType(type, actual))
        throw new GraphQLError(
          `Abstract type "${type.name}" must resolve to one of its object types at runtime for field "${field.parent.name}.${field.name}".`,
        );
      complete = objectOf(field, actual);
      byName.set(actual.name, complete);
    }
    complete(run, value, place);
  };
  return (run, value, place) => {
    const name = resolveType(value, run.context, field.infoAt(run, place), type);
    if (!isPromise(name)) return completeAs(run, name, value, place);
    run.later(name, (known) => completeAs(run, known, value, place), field.nodes, place);
  };
}
