import { readFileSync } from 'node:fs';

const FOLDER = new URL('../schema/operations/', import.meta.url);

/** The text of a named operation of `schema/operations/`. Throws when there is none. */
export function namedOperation(name: string): string {
  return readFileSync(new URL(`${name}.graphql`, FOLDER), 'utf8');
}
