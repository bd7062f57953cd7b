import { readFileSync } from 'node:fs';
import { documentIdOf, isDocumentId, type DocumentId } from '../../platform/document-id.ts';

/** Who asks a document: whoever comes to the door, or the hub itself. */
export type Audience = 'PUBLIC' | 'HUB';

/** A document with what it is called: `ranking`, or `ReactionFacts` for one of the hub's own. */
export interface NamedDocument {
  readonly name: string;
  readonly audience: Audience;
  readonly text: string;
}

/** A document that the hub answers by its id, and the version of the hub that it came with. */
export interface TrustedDocument extends NamedDocument {
  readonly since: string;
}

/** `schema/trusted-documents.json`: the id of each operation as it is now, and every document that may be asked for by id. */
export interface Manifest {
  readonly public: Readonly<Record<string, DocumentId>>;
  readonly hub: Readonly<Record<string, DocumentId>>;
  readonly documents: Readonly<Record<DocumentId, TrustedDocument>>;
}

export const MANIFEST_FILE = new URL('../../schema/trusted-documents.json', import.meta.url);
export const NO_DOCUMENTS: Manifest = { public: {}, hub: {}, documents: {} };

/**
 * The manifest of `version`, which follows on `previous`. A text that an earlier version came with stays, for the front-ends that
 * were built with it; one that came and went within this version was given to nobody.
 */
export function nextManifest(
  previous: Manifest,
  current: readonly NamedDocument[],
  version: string,
): Manifest {
  const documents = new Map<DocumentId, TrustedDocument>();
  for (const [id, document] of entriesOf(previous))
    if (document.since !== version) documents.set(id, document);
  for (const { name, audience, text } of current) {
    const id = documentIdOf(text);
    const { since } = documents.get(id) ?? { since: version };
    documents.set(id, { name, audience, since, text });
  }
  const ordered = [...documents].sort(([, one], [, other]) => (orderOf(one) < orderOf(other) ? -1 : 1));
  const idsFor = (audience: Audience) =>
    Object.fromEntries(
      current
        .filter((document) => document.audience === audience)
        .map(({ name, text }) => [name, documentIdOf(text)] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  return { public: idsFor('PUBLIC'), hub: idsFor('HUB'), documents: Object.fromEntries(ordered) };
}

/** The text of the manifest as it lies in `schema/`. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads a manifest. Throws for one in which an id is not that of its text: somebody would be answered another question. */
export function parseManifest(json: string): Manifest {
  const manifest = JSON.parse(json) as Manifest;
  for (const [id, { name, text }] of entriesOf(manifest))
    if (!isDocumentId(id) || documentIdOf(text) !== id)
      throw new TypeError(`the manifest of trusted documents holds ${name} under an id that is not its own`);
  return manifest;
}

/** The manifest that the door starts from. */
export function readManifest(): Manifest {
  return parseManifest(readFileSync(MANIFEST_FILE, 'utf8'));
}

/** The documents of a manifest with their ids. */
export function entriesOf({ documents }: Manifest): readonly (readonly [DocumentId, TrustedDocument])[] {
  return Object.entries(documents) as [DocumentId, TrustedDocument][];
}

/** Of each operation the earliest text first; versions are compared as text with their numbers filled up. */
function orderOf({ audience, name, since, text }: TrustedDocument): string {
  const version = since.replaceAll(/\d+/g, (digits) => digits.padStart(6, '0'));
  return [audience === 'PUBLIC' ? 0 : 1, name, version, text].join('\0');
}
