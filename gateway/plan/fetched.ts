import { put } from '../../platform/execution/place.ts';

/** What owners gave for one object so far, by response name. Objects of strangers: read with `own`, write with `put`. */
export type Fetched = Record<string, unknown>;

/** A member that an owner gave; undefined for what it did not, whatever a prototype holds under that name. */
export function own(object: Fetched, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether a value is an object with members, and no list. */
export function isFetched(value: unknown): value is Fetched {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Adds to `target` what another fetch gave for the same object. Objects and lists of one length are merged member by member;
 * for anything else the later fetch holds. Takes parts of `source` over as they are: give a copy of what is merged twice.
 */
export function mergeFetched(target: Fetched, source: Fetched): void {
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const present = own(target, name);
    if (!mergedInPlace(present, value)) put(target, name, value);
  }
}

/** A copy that shares no object with what it is a copy of. */
export function copyFetched<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyFetched) as Value;
  if (!isFetched(value)) return value;
  const copy: Fetched = {};
  for (const name of Object.keys(value)) put(copy, name, copyFetched(value[name]));
  return copy as Value;
}

function mergedInPlace(present: unknown, value: unknown): boolean {
  if (isFetched(present) && isFetched(value)) {
    mergeFetched(present, value);
    return true;
  }
  if (!Array.isArray(present) || !Array.isArray(value) || present.length !== value.length) return false;
  for (let index = 0; index < value.length; index += 1) {
    if (!mergedInPlace(present[index], value[index])) present[index] = value[index];
  }
  return true;
}
