import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { put } from '../../platform/execution/place.ts';
import { isFetched, own, type Fetched } from './fetched.ts';
import { satisfies } from './runtime-type.ts';

/** Changes a value in place, as a plan asks for before it is sent or after it is received. */
export type Rewrite = (value: unknown) => void;

const ON_TYPE = '... on ';

/**
 * The rewrites of a fetch as one function: the planner gives fields that would collide another name on the way, and puts the
 * name of an interface in the place of a type's where an owner knows only the interface. Types are those of the supergraph.
 */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  schema: GraphQLSchema,
): Rewrite | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined;
  const each = rewrites.map((rewrite) => {
    const name = rewrite.path.at(-1)!;
    return compilePath(rewrite.path.slice(0, -1), schema, changeOf(rewrite, name));
  });
  return (value) => {
    for (const rewrite of each) rewrite(value);
  };
}

function changeOf(rewrite: FetchDataRewrite, name: string): (object: Fetched) => void {
  if (rewrite.kind === 'ValueSetter') return (object) => put(object, name, rewrite.setValueTo);
  return (object) => {
    const value = own(object, name);
    if (value === undefined) return;
    put(object, rewrite.renameKeyTo, value);
    put(object, name, undefined);
  };
}

function compilePath(
  path: readonly string[],
  schema: GraphQLSchema,
  change: (object: Fetched) => void,
): Rewrite {
  const [first, ...rest] = path;
  if (first === undefined) return onEachObject(change);
  const further = compilePath(rest, schema, change);
  if (!first.startsWith(ON_TYPE)) return onEachObject((object) => further(own(object, first)));
  const condition = first.slice(ON_TYPE.length);
  return onEachObject((object) => {
    const typename = object['__typename'];
    // Without a name it is what the plan took it for.
    if (typeof typename !== 'string' || satisfies(schema, typename, condition)) further(object);
  });
}

function onEachObject(work: (object: Fetched) => void): Rewrite {
  return function each(value) {
    if (Array.isArray(value)) value.forEach(each);
    else if (isFetched(value)) work(value);
  };
}
