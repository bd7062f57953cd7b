import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';
import { runGoldenScript } from '../../platform/golden.ts';
import { HUB_OPERATIONS, hubOperation } from '../../platform/hub-operations.ts';
import { composeSupergraph } from '../compose.ts';
import { namedOperation } from '../named-operations.ts';
import {
  entriesOf,
  MANIFEST_FILE,
  manifestText,
  nextManifest,
  NO_DOCUMENTS,
  readManifest,
  type Manifest,
  type NamedDocument,
} from './manifest.ts';

const OPERATIONS = new URL('../../schema/operations/', import.meta.url);
const PACKAGE = new URL('../../package.json', import.meta.url);

/** Every named operation as it is now: those of `schema/operations/`, and the hub's own with their fragments. */
export function currentDocuments(): readonly NamedDocument[] {
  const names = readdirSync(OPERATIONS).filter((file) => file.endsWith('.graphql'));
  return [
    ...names.map((file) => {
      const name = file.slice(0, -'.graphql'.length);
      return { name, audience: 'PUBLIC', text: namedOperation(name) } as const;
    }),
    ...HUB_OPERATIONS.map((name) => ({ name, audience: 'HUB', text: hubOperation(name) }) as const),
  ];
}

/** What this version of the hub answers by id. Throws, with every reason, when one of them can no longer be answered. */
export function composeManifest(previous: Manifest, schema: GraphQLSchema): Manifest {
  const manifest = nextManifest(previous, currentDocuments(), versionOfTheHub());
  const reasons = entriesOf(manifest).flatMap(([id, { name, since, text }]) =>
    validate(schema, parse(text)).map(({ message }) => `${name} of version ${since} (${id}): ${message}`),
  );
  if (reasons.length > 0)
    throw new Error(
      `A trusted document no longer fits the schema. Front-ends ask it: keep what it asks for, or take it out of ` +
        `schema/trusted-documents.json once none does.\n${reasons.join('\n')}`,
    );
  return manifest;
}

function versionOfTheHub(): string {
  return (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;
}

function previousManifest(): Manifest {
  try {
    return readManifest();
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return NO_DOCUMENTS;
    throw fault;
  }
}

if (import.meta.main) {
  const manifest = composeManifest(previousManifest(), buildSchema(composeSupergraph().api));
  runGoldenScript([{ file: MANIFEST_FILE, text: manifestText(manifest) }], 'npm run trust');
}
