import {
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { put } from '../../platform/execution/place.ts';
import { isFetched, own, type Fetched } from './fetched.ts';
import { leafTest } from './leaf-value.ts';
import { satisfies } from './runtime-type.ts';
import { selectedFields, type Selecting } from '../../platform/execution/selected-fields.ts';

/** One answer while it takes shape. */
export interface Walk {
  /** Where in the answer. */
  readonly path: (string | number)[];
  /** Places whose value is missing or of a wrong form, so that what holds them may be null. */
  readonly broken: (readonly (string | number)[])[];
  /** Answers of the schema about itself, by response name. */
  readonly introspected: Fetched;
}

/**
 * Turns a value that owners gave, or null for what they did not, into its part of the answer: as the operation asks it, in its order, with nothing that the
 * plan fetched for itself. Null is a null that may be; undefined is one that was noted and may have to spread upwards
 * (GraphQL specification, 6.4.4 Handling Field Errors).
 */
export type Shape = (value: unknown, walk: Walk) => unknown;

/** The shape of objects of one type under selections, compiled when the first of them comes by. */
export function objectShape(
  selecting: Selecting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): (object: Fetched, walk: Walk) => Fetched | undefined {
  let fields: readonly ShapedField[] | undefined;
  return (object, walk) => {
    fields ??= [...selectedFields(selecting, type, selectionSets)].map(([name, nodes]) =>
      shapedField(selecting, type, name, nodes),
    );
    const shaped: Fetched = {};
    const { path } = walk;
    for (const { name, isPlain, isNonNull, shape } of fields) {
      path.push(name);
      const value = shape((isPlain ? object[name] : own(object, name)) ?? null, walk);
      path.pop();
      if (value === undefined && isNonNull) return undefined;
      if (isPlain) shaped[name] = value === undefined ? null : value;
      else put(shaped, name, value ?? null);
    }
    return shaped;
  };
}

interface ShapedField {
  readonly name: string;
  /** Not a name under which every object inherits something. */
  readonly isPlain: boolean;
  readonly isNonNull: boolean;
  readonly shape: Shape;
}

function shapedField(
  selecting: Selecting,
  type: GraphQLCompositeType,
  name: string,
  nodes: readonly FieldNode[],
): ShapedField {
  const isPlain = !(name in Object.prototype);
  const field = nodes[0]!.name.value;
  if (field === '__typename') return { name, isPlain, isNonNull: true, shape: typenameShape(type) };
  if (field === '__schema' || field === '__type')
    return {
      name,
      isPlain,
      isNonNull: field === '__schema',
      shape: (_value, walk) => walk.introspected[name],
    };
  const definition = 'getFields' in type ? type.getFields()[field] : undefined;
  if (definition === undefined) throw new TypeError(`${type.name} has no field ${field}`);
  const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return {
    name,
    isPlain,
    isNonNull: isNonNullType(definition.type),
    shape: shapeOf(selecting, definition.type, selectionSets),
  };
}

/** Where owners know an object by its interface only and the plan did not ask which type it is, there is no name to give. */
function typenameShape(type: GraphQLCompositeType): Shape {
  return isObjectType(type) ? () => type.name : (_value, walk) => broken(walk);
}

function shapeOf(
  selecting: Selecting,
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
): Shape {
  if (isNonNullType(type)) {
    const shape = shapeOf(selecting, type.ofType, selectionSets);
    return (value, walk) => {
      const shaped = shape(value, walk);
      return shaped === null ? broken(walk) : shaped;
    };
  }
  if (isListType(type))
    return listShape(shapeOf(selecting, type.ofType, selectionSets), isNonNullType(type.ofType));
  if (isLeafType(type)) {
    const isValid = leafTest(type);
    return (value, walk) => (value === null ? null : isValid(value) ? value : broken(walk));
  }
  return compositeShape(selecting, type, selectionSets);
}

function listShape(element: Shape, isNonNull: boolean): Shape {
  return (value, walk) => {
    if (value === null) return null;
    if (!Array.isArray(value)) return broken(walk);
    const shaped = new Array<unknown>(value.length);
    let spreads = false;
    for (let index = 0; index < value.length; index += 1) {
      walk.path.push(index);
      const one = element(value[index] ?? null, walk);
      walk.path.pop();
      if (one === undefined && isNonNull) spreads = true;
      shaped[index] = one ?? null;
    }
    return spreads ? undefined : shaped;
  };
}

function compositeShape(
  selecting: Selecting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): Shape {
  const declared = objectShape(selecting, type, selectionSets);
  if (isObjectType(type))
    return (value, walk) => (value === null ? null : isFetched(value) ? declared(value, walk) : broken(walk));
  const byName = new Map<unknown, (object: Fetched, walk: Walk) => Fetched | undefined>([
    [undefined, declared],
    [type.name, declared],
  ]);
  return (value, walk) => {
    if (value === null) return null;
    if (!isFetched(value)) return broken(walk);
    const typename = value['__typename'];
    let shape = byName.get(typename);
    if (shape === undefined) {
      const actual = typeof typename === 'string' ? selecting.schema.getType(typename) : undefined;
      if (!isCompositeType(actual) || !satisfies(selecting.schema, actual.name, type.name))
        return broken(walk);
      shape = objectShape(selecting, actual, selectionSets);
      byName.set(typename, shape);
    }
    return shape(value, walk);
  };
}

function broken({ path, broken: places }: Walk): undefined {
  places.push([...path]);
}
