import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isFetched, mergeFetched, own, type Fetched } from './fetched.ts';
import type { Found } from './places.ts';
import type { Rewrite } from './rewrites.ts';
import { satisfies } from './runtime-type.ts';

/** What names an entity to another owner; undefined where a part that it needs was not given. */
export type Represent = (entity: Fetched) => Fetched | undefined;

/** The entities that one fetch asks about: each representation once, with everything that it stands for. */
export interface Represented {
  readonly representations: readonly Fetched[];
  /** For each representation the objects that what comes back belongs to. */
  readonly standFor: readonly (readonly Found[])[];
}

/**
 * The selection of a fetch's `requires` as a function. An entity of which a part is missing, since its own fetch failed, is
 * not asked about: with a part left out, an owner would answer for another entity or compute with half of what it needs.
 */
export function compileRepresent(
  selections: readonly QueryPlanSelectionNode[],
  schema: GraphQLSchema,
): Represent {
  const parts = selections.map((selection) => compilePart(selection, schema));
  return (entity) => {
    const representation: Fetched = {};
    for (const part of parts) if (!part(entity, representation)) return undefined;
    return representation;
  };
}

/** Represents what was found, each different entity once: the answer for one holds for all that look the same. */
export function representAll(
  found: readonly Found[],
  represent: Represent,
  rewrite: Rewrite | undefined,
): Represented {
  const representations: Fetched[] = [];
  const standFor: Found[][] = [];
  const known = new Map<string, Found[]>();
  for (const one of found) {
    const representation = represent(one.value);
    if (typeof representation?.['__typename'] !== 'string') continue;
    rewrite?.(representation);
    const text = JSON.stringify(representation);
    const same = known.get(text);
    if (same !== undefined) {
      same.push(one);
      continue;
    }
    const those = [one];
    known.set(text, those);
    representations.push(representation);
    standFor.push(those);
  }
  return { representations, standFor };
}

/** Adds one part to a representation; false where the entity lacks it. */
type Part = (entity: Fetched, representation: Fetched) => boolean;

function compilePart(selection: QueryPlanSelectionNode, schema: GraphQLSchema): Part {
  if (selection.kind === 'InlineFragment') {
    const { typeCondition } = selection;
    const inner = compileRepresent(selection.selections, schema);
    return (entity, representation) => {
      const typename = entity['__typename'];
      const applies =
        typeCondition === undefined ||
        (typeof typename === 'string' && satisfies(schema, typename, typeCondition));
      if (!applies) return true;
      const more = inner(entity);
      if (more !== undefined) mergeFetched(representation, more);
      return more !== undefined;
    };
  }
  const name = selection.alias ?? selection.name;
  const nested =
    selection.selections === undefined || selection.selections.length === 0
      ? undefined
      : compileRepresent(selection.selections, schema);
  return (entity, representation) => {
    const value = own(entity, name);
    const shown = nested === undefined ? value : representValue(value, nested);
    if (shown === undefined) return false;
    representation[name] = shown;
    return true;
  };
}

function representValue(value: unknown, represent: Represent): unknown {
  if (Array.isArray(value)) {
    const shown = value.map((element) => representValue(element, represent));
    return shown.includes(undefined) ? undefined : shown;
  }
  return isFetched(value) ? represent(value) : value;
}
