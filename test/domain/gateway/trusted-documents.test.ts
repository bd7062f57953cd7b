import { HeaderMap } from '@apollo/server';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DocumentStore } from '../../../gateway/document-store.ts';
import { askedDocument, type AskedParameters } from '../../../gateway/trusted-documents/asked-document.ts';
import {
  manifestText,
  nextManifest,
  NO_DOCUMENTS,
  parseManifest,
  type NamedDocument,
} from '../../../gateway/trusted-documents/manifest.ts';
import { withTextInPlace } from '../../../gateway/trusted-documents/text-in-place.ts';
import { trustedDocumentsOf } from '../../../gateway/trusted-documents/trusted-documents.ts';
import { documentIdOf } from '../../../platform/document-id.ts';
import type { DocumentMode } from '../../../platform/document-modes.ts';
import type { Role } from '../../../platform/viewer.ts';

const PULSE = publicDocument('pulse', 'query Pulse { pulse }\n');
const FACTS: NamedDocument = { name: 'Facts', audience: 'HUB', text: 'query Facts { facts }\n' };
const manifest = nextManifest(NO_DOCUMENTS, [PULSE, FACTS], '1.0.0');
const documents = trustedDocumentsOf(manifest);
const [pulseId, factsId] = [documentIdOf(PULSE.text), documentIdOf(FACTS.text)];

function publicDocument(name: string, text: string): NamedDocument {
  return { name, audience: 'PUBLIC', text };
}

/** The name of the document that is asked, undefined for one of the asker's own, or the code of the refusal. */
function asked(parameters: AskedParameters, mode: DocumentMode = 'COSTED', role: Role = 'ANONYMOUS') {
  try {
    return askedDocument(parameters, role, mode, documents)?.name;
  } catch (fault) {
    return (fault as { code: string }).code;
  }
}

describe('an id of a document', () => {
  it('is the hash of the exact text, as the specification has it', () => {
    // The two examples of its appendix.
    expect(documentIdOf('query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}')).toBe(
      'sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e',
    );
    expect(documentIdOf('query($id:ID!){user(id:$id){name}}')).toBe(
      'sha256:71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b',
    );
  });

  it('finds its document, in every mode', () => {
    for (const mode of ['OPEN', 'COSTED', 'TRUSTED_ONLY'] as const)
      expect(asked({ documentId: pulseId }, mode)).toBe('pulse');
    expect(asked({ documentId: pulseId, query: null }, 'TRUSTED_ONLY')).toBe('pulse');
  });

  it.each([
    '',
    ' ',
    'pulse',
    'sha256:',
    pulseId.slice(0, -1),
    `${pulseId}0`,
    ` ${pulseId}`,
    `${pulseId}\n`,
    pulseId.toUpperCase(),
    pulseId.replace('sha256', 'SHA256'),
    pulseId.replace('sha256:', ''),
    pulseId.replace('sha256', 'md5'),
    pulseId.replace('sha256', 'x-own'),
    `sha256:${pulseId}`,
    'sha256:' + 'g'.repeat(64),
    'sha256:../../schema/api.graphql',
    0,
    true,
    [pulseId],
    { sha256: pulseId },
  ])('is refused when it is malformed (%j), also beside nothing else', (documentId) => {
    expect(asked({ documentId })).toBe('DOCUMENT_ID_INVALID');
    expect(asked({ documentId }, 'TRUSTED_ONLY')).toBe('DOCUMENT_ID_INVALID');
  });

  it('is refused beside a query, also its own, for nobody should have to know which of the two counts', () => {
    for (const query of [PULSE.text, '{ facts }', '', 7])
      expect(asked({ documentId: pulseId, query })).toBe('DOCUMENT_ID_INVALID');
  });

  it('that nothing stands under is unknown, and so is one of the hub’s own to everybody else, and any other to the hub', () => {
    expect(asked({ documentId: documentIdOf('{ pulse }') })).toBe('DOCUMENT_UNKNOWN');
    expect(asked({ documentId: factsId }, 'OPEN', 'AUDITOR')).toBe('DOCUMENT_UNKNOWN');
    expect(asked({ documentId: factsId }, 'TRUSTED_ONLY', 'HUB')).toBe('Facts');
    expect(asked({ documentId: pulseId }, 'TRUSTED_ONLY', 'HUB')).toBe('DOCUMENT_UNKNOWN');
  });
});

describe('a document of one’s own', () => {
  it('is left to who may ask one', () => {
    expect(asked({ query: '{ pulse }' }, 'COSTED')).toBeUndefined();
    expect(asked({ query: '{ pulse }', documentId: null }, 'OPEN')).toBeUndefined();
  });

  it('is refused to who asks trusted documents only: its exact text as well, and a request with no document at all', () => {
    for (const query of ['{ pulse }', PULSE.text, undefined, null, {}])
      expect(asked({ query }, 'TRUSTED_ONLY')).toBe('DOCUMENT_NOT_TRUSTED');
    expect(asked({ documentId: null }, 'TRUSTED_ONLY')).toBe('DOCUMENT_NOT_TRUSTED');
  });
});

describe('a request with an id', () => {
  const find = (parameters: AskedParameters) =>
    askedDocument(parameters, 'ANONYMOUS', 'TRUSTED_ONLY', documents);
  const request = (method: string, search: string, body?: unknown) =>
    withTextInPlace({ method, search, body, headers: new HeaderMap() }, find);

  it('by POST gets the text in its body, and keeps its variables', () => {
    const { body } = request('POST', '', {
      documentId: pulseId,
      variables: { a: 1 },
      operationName: 'Pulse',
    });
    expect(body).toEqual({ query: PULSE.text, variables: { a: 1 }, operationName: 'Pulse' });
  });

  it('by GET gets the text in its address, and needs no header of its own', () => {
    const { search, headers } = request('GET', `?variables=%7B%22a%22%3A1%7D&documentId=${pulseId}`);
    expect([...new URLSearchParams(search)]).toEqual([
      ['variables', '{"a":1}'],
      ['query', PULSE.text],
    ]);
    expect(headers.get('apollo-require-preflight')).not.toBe('');
  });

  it('is read where the server reads: an id in the address of a POST counts for nothing', () => {
    expect(() => request('POST', `?documentId=${pulseId}`, { query: '{ pulse }' })).toThrow(
      /trusted documents only/,
    );
    expect(() => request('POST', '', [{ documentId: pulseId }])).toThrow(/trusted documents only/);
    expect(() => request('GET', '', { documentId: pulseId })).toThrow(/trusted documents only/);
  });

  it('may give each once', () => {
    expect(() => request('GET', `?documentId=${pulseId}&documentId=${pulseId}`)).toThrow(/documentId is/);
    expect(() => request('GET', '?query=a&query=b')).toThrow(/form asked for/);
  });
});

describe('the manifest', () => {
  const changed = publicDocument('pulse', 'query Pulse { pulse __typename }\n');

  it('keeps the text that an earlier version came with, beside the one that is asked now', () => {
    const next = nextManifest(manifest, [changed, FACTS], '1.1.0');
    expect(next.public).toEqual({ pulse: documentIdOf(changed.text) });
    expect(next.documents[pulseId]).toEqual({ ...PULSE, since: '1.0.0' });
    const found = trustedDocumentsOf(next);
    expect(found.documentFor(pulseId, 'SEEKER')).toMatchObject({ text: PULSE.text, isEarlier: true });
    expect(found.documentFor(next.public['pulse']!, 'SEEKER')).toMatchObject({
      since: '1.1.0',
      isEarlier: false,
    });
    expect(found.documentFor(factsId, 'HUB')).toMatchObject({ since: '1.0.0', isEarlier: false });
  });

  it('keeps it too when the operation is gone', () => {
    const next = nextManifest(manifest, [FACTS], '1.1.0');
    expect(next.public).toEqual({});
    expect(trustedDocumentsOf(next).documentFor(pulseId, 'SEEKER')).toMatchObject({ isEarlier: true });
  });

  it('forgets a text that came and went within one version: no front-end was built with it', () => {
    expect(nextManifest(manifest, [changed, FACTS], '1.0.0').documents).not.toHaveProperty([pulseId]);
  });

  it('is the same whatever order the operations come in, and as often as it is made', () => {
    const again = nextManifest(manifest, [FACTS, PULSE], '1.0.0');
    expect(manifestText(again)).toBe(manifestText(manifest));
    expect(parseManifest(manifestText(manifest))).toEqual(manifest);
  });

  it('is refused when an id stands above another text, or is none', () => {
    const json = manifestText(manifest);
    expect(() => parseManifest(json.replace('{ pulse }', '{ facts }'))).toThrow(/pulse/);
    expect(() => parseManifest(json.replaceAll(pulseId, 'pulse'))).toThrow(/pulse/);
  });
});

describe('the documents that are kept', () => {
  const trusted = parse('{ trusted }');
  const stranger = (index: number) => parse(`{ stranger${index} } # ${'x'.repeat(50_000)}`);

  it('stay when they are trusted, however many strangers come; of those who was longest not asked goes', async () => {
    const store = new DocumentStore((sha256) => sha256 === 'trusted');
    await store.set('schema:trusted', trusted);
    for (let index = 0; index < 40; index += 1) {
      await store.set(`schema:${index}`, stranger(index));
      await store.get('schema:0');
    }
    expect(await store.get('schema:trusted')).toBe(trusted);
    expect(await store.get('schema:0')).toBeDefined();
    expect(await store.get('schema:1')).toBeUndefined();
    expect(await store.get('schema:39')).toBeDefined();
  });

  it('are valid for one schema: under another, nothing is found', async () => {
    const store = new DocumentStore((sha256) => sha256 === 'trusted');
    await store.set('old:trusted', trusted);
    await store.set('old:other', stranger(1));
    expect(await store.get('old:trusted')).toBe(trusted);
    expect(await store.get('new:trusted')).toBeUndefined();
    expect(await store.get('new:other')).toBeUndefined();
  });
});
