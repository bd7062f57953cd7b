/** Where a value of an answer stands. `prev`, `key` and `typename` are what resolvers know as `info.path`. */
export interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
  /** The type that the field is of; undefined for an element of a list. */
  readonly typename: string | undefined;
  /** The object or list of the answer that the value is written into. */
  readonly holder: Holder;
  readonly isNullable: boolean;
  /** A null spread to here: what lies below is not part of the answer any more. */
  isNulled: boolean;
}

export type Holder = Record<string | number, unknown>;

/** A place as far as its path goes. */
export interface Step {
  readonly prev: Step | undefined;
  readonly key: string | number;
}

/** The place as an error tells it; that of the answer itself is undefined. */
export function pathTo(place: Step | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.prev) path.push(at.key);
  return path.reverse();
}

/** Writes a member, also one whose name would set the prototype of the object. */
export function put(holder: Holder, key: string | number, value: unknown): void {
  if (key !== '__proto__') holder[key] = value;
  else Object.defineProperty(holder, key, { value, configurable: true, enumerable: true, writable: true });
}

/**
 * Makes null of a value that failed, or of the nearest one above that may be null. False when a null had spread to here from
 * another failure: one null has one error.
 */
export function spreadNull(place: Place): boolean {
  for (let at: Place | undefined = place; at !== undefined; at = at.prev) if (at.isNulled) return false;
  let nulled = place;
  while (!nulled.isNullable && nulled.prev !== undefined) nulled = nulled.prev;
  nulled.isNulled = true;
  put(nulled.holder, nulled.key, null);
  return true;
}
