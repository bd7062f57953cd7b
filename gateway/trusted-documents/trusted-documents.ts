import type { DocumentId } from '../../platform/document-id.ts';
import type { Role } from '../../platform/viewer.ts';
import { entriesOf, type Audience, type Manifest, type TrustedDocument } from './manifest.ts';

/** A document that was asked by its id. */
export interface FoundDocument extends TrustedDocument {
  /** Whether its operation has another text by now, or is no longer there. */
  readonly isEarlier: boolean;
}

/** The documents that the door answers by their id. */
export interface TrustedDocuments {
  /** The document of an id, for who asks in this role: the hub's own are the hub's alone, and it has no others. */
  readonly documentFor: (id: DocumentId, role: Role) => FoundDocument | undefined;
}

export function trustedDocumentsOf(manifest: Manifest): TrustedDocuments {
  const current = new Set([...Object.values(manifest.public), ...Object.values(manifest.hub)]);
  const documents = new Map(
    entriesOf(manifest).map(([id, document]) => [id, { ...document, isEarlier: !current.has(id) }]),
  );
  return {
    documentFor(id, role) {
      const audience: Audience = role === 'HUB' ? 'HUB' : 'PUBLIC';
      const document = documents.get(id);
      return document?.audience === audience ? document : undefined;
    },
  };
}
