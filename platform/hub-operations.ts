import { readdirSync, readFileSync } from 'node:fs';
import { documentIdOf, type DocumentId } from './document-id.ts';

const FOLDER = new URL('../schema/operations/hub/', import.meta.url);

const FRAGMENTS = textsIn('fragments/', /^fragment (\w+)/m);
const OPERATIONS: ReadonlyMap<string, string> = new Map(
  [...textsIn('', /^(?:query|mutation) (\w+)/m)].map(([name, text]) => [name, withFragments(text)]),
);

/** Names of the operations that the hub asks itself. */
export const HUB_OPERATIONS: readonly string[] = [...OPERATIONS.keys()].sort();

/** The text of an operation that the hub asks itself. Throws for a name that is none: a defect of the caller. */
export function hubOperation(name: string): string {
  const text = OPERATIONS.get(name);
  if (text === undefined) throw new TypeError(`no operation of the hub: ${name}`);
  return text;
}

/** The id of an operation that the hub asks itself, by which the door knows it. */
export function hubOperationId(name: string): DocumentId {
  return documentIdOf(hubOperation(name));
}

function textsIn(folder: string, name: RegExp): ReadonlyMap<string, string> {
  const files = readdirSync(new URL(folder, FOLDER)).filter((file) => file.endsWith('.graphql'));
  return new Map(
    files.map((file) => {
      const text = readFileSync(new URL(`${folder}${file}`, FOLDER), 'utf8');
      return [name.exec(text)?.[1] ?? file, text];
    }),
  );
}

/** The operation with the fragments that it spreads, and those that these spread. */
function withFragments(text: string): string {
  const spread = new Map<string, string>();
  const add = (part: string): void => {
    for (const [, name] of part.matchAll(/\.\.\.(\w+)/g)) {
      const fragment = FRAGMENTS.get(name!);
      if (fragment === undefined || spread.has(name!)) continue;
      spread.set(name!, fragment);
      add(fragment);
    }
  };
  add(text);
  return [text, ...spread.values()].join('\n');
}
