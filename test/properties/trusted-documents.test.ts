import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedDocument } from '../../gateway/trusted-documents/asked-document.ts';
import { entriesOf, readManifest } from '../../gateway/trusted-documents/manifest.ts';
import { trustedDocumentsOf } from '../../gateway/trusted-documents/trusted-documents.ts';
import { documentIdOf, isDocumentId } from '../../platform/document-id.ts';
import { ROLES } from '../../platform/viewer.ts';
import { propertyRuns } from '../support/property-runs.ts';

const manifest = readManifest();
const documents = trustedDocumentsOf(manifest);
const texts = entriesOf(manifest).map(([, { text }]) => text);
const role = fc.constantFrom(...ROLES);

/** A trusted text with a small change: what a forger or a careless copy makes of it. */
const almost = fc
  .tuple(fc.constantFrom(...texts), fc.nat(), fc.constantFrom('', ' ', '\n', '\r', '#', '{', '\u00e9'))
  .map(([text, at, change]) => {
    const place = at % (text.length + 1);
    return `${text.slice(0, place)}${change}${text.slice(place + 1)}`;
  });

describe('the documents that are asked by id', () => {
  it('are found by the id of their exact text, and by no text that differs in a character', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...texts), almost, fc.string()), role, (text, asker) => {
        const found = documents.documentFor(documentIdOf(text), asker);
        if (found !== undefined) expect(found.text).toBe(text);
        else expect(texts.some((one) => one === text && audienceOf(one) === (asker === 'HUB'))).toBe(false);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  it('are found by nothing but an id: whatever else comes is refused, and never answers or breaks', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.string().map((payload) => `sha256:${payload}`),
      fc.stringMatching(/^sha256:[0-9a-fA-F]{60,68}$/),
    );
    fc.assert(
      fc.property(value, role, (documentId, asker) => {
        fc.pre(documentId !== undefined && documentId !== null);
        let code = '';
        try {
          askedDocument({ documentId }, asker, 'TRUSTED_ONLY', documents);
        } catch (fault) {
          code = (fault as { code: string }).code;
        }
        expect(code).toBe(isDocumentId(documentId) ? 'DOCUMENT_UNKNOWN' : 'DOCUMENT_ID_INVALID');
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});

function audienceOf(text: string): boolean {
  return entriesOf(manifest).some(([, document]) => document.text === text && document.audience === 'HUB');
}
