import type { ResponsePath } from '@apollo/query-planner';
import { isFetched, own, type Fetched } from './fetched.ts';

/** Where a value stands in the answer: its key below the place of what holds it. Undefined is the answer itself. */
export interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
}

/** An object that was fetched, with its place: errors of what is asked about it are told there. */
export interface Found {
  readonly value: Fetched;
  readonly place: Place | undefined;
}

/**
 * The objects at a path of a plan below some objects, in the order of the answer. Lists on the way are walked, whether or
 * not the path marks them (`@`); what is null or was not given has nothing below it.
 */
export function foundAt(starts: readonly Found[], path: ResponsePath): readonly Found[] {
  const names = path.filter((part) => part !== '@').map(String);
  const found: Found[] = [];
  for (const { value, place } of starts) descend(value, place, names, 0, found);
  return found;
}

function descend(
  value: unknown,
  place: Place | undefined,
  names: readonly string[],
  depth: number,
  found: Found[],
): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1)
      descend(value[index], { prev: place, key: index }, names, depth, found);
    return;
  }
  if (!isFetched(value)) return;
  if (depth === names.length) return void found.push({ value, place });
  const name = names[depth]!;
  descend(own(value, name), { prev: place, key: name }, names, depth + 1, found);
}
