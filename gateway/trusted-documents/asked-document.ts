import { isDocumentId } from '../../platform/document-id.ts';
import type { DocumentMode } from '../../platform/document-modes.ts';
import { HubError } from '../../platform/errors.ts';
import type { Role } from '../../platform/viewer.ts';
import type { FoundDocument, TrustedDocuments } from './trusted-documents.ts';

/** What the parameters of a request name as its document; null is as good as absent. */
export interface AskedParameters {
  readonly documentId?: unknown;
  readonly query?: unknown;
}

/**
 * The trusted document that a request asks for by id; undefined for one that brings its own and whose role may. Throws
 * DOCUMENT_ID_INVALID, DOCUMENT_UNKNOWN or DOCUMENT_NOT_TRUSTED. Whose fields may be read is decided further in, the same for both.
 */
export function askedDocument(
  { documentId, query }: AskedParameters,
  role: Role,
  mode: DocumentMode,
  documents: TrustedDocuments,
): FoundDocument | undefined {
  if (documentId === undefined || documentId === null) {
    if (mode === 'TRUSTED_ONLY') throw new HubError('DOCUMENT_NOT_TRUSTED');
    return undefined;
  }
  // Two documents in one request, and each reader of it could take another.
  if (query !== undefined && query !== null) throw new HubError('DOCUMENT_ID_INVALID');
  if (!isDocumentId(documentId)) throw new HubError('DOCUMENT_ID_INVALID');
  const document = documents.documentFor(documentId, role);
  if (document === undefined) throw new HubError('DOCUMENT_UNKNOWN');
  return document;
}
