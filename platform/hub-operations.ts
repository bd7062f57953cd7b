import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../schema/operations/hub/', import.meta.url);

const OPERATIONS: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => {
      const text = readFileSync(new URL(file, FOLDER), 'utf8');
      return [/^query (\w+)/m.exec(text)?.[1] ?? file, text];
    }),
);

/** The text of an operation that the hub asks itself. Throws for a name that is none: a defect of the caller. */
export function hubOperation(name: string): string {
  const text = OPERATIONS.get(name);
  if (text === undefined) throw new TypeError(`no operation of the hub: ${name}`);
  return text;
}
