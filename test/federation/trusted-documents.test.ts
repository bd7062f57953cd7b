import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { exampleVariables } from '../../demonstration/write-examples.ts';
import { namedOperation } from '../../gateway/named-operations.ts';
import { nextManifest, readManifest } from '../../gateway/trusted-documents/manifest.ts';
import { trustedDocumentsOf } from '../../gateway/trusted-documents/trusted-documents.ts';
import { documentIdOf } from '../../platform/document-id.ts';
import type { DocumentModes } from '../../platform/document-modes.ts';
import { hubOperation, hubOperationId } from '../../platform/hub-operations.ts';
import { everybody, modesOf } from '../support/document-modes.ts';
import { openDoor, type TestDoor } from '../support/door.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { allocatorOf, ANALYST, ANONYMOUS, AUDITOR, HUB, seekerOf } from '../support/viewers.ts';

const example = exampleOf('small');
const { public: ids, hub: hubIds } = readManifest();
const INTROSPECTION = '{ __schema { types { name } } }';

/** A page of pages that asks for more than the limits hold, and less than ten times that. */
const WIDE = `{ municipalities(first: 100) { nodes { region { municipalities(first: 100) { nodes { region {
  municipalities(first: 5) { nodes { code } } } } } } } } }`;
/** More than even that. */
const WIDEST = WIDE.replace('first: 5', 'first: 100');

describe('trusted documents at the door', () => {
  let test: TestHub;
  const doors: TestDoor[] = [];
  let closed: TestDoor;
  let costed: TestDoor;

  async function open(modes: DocumentModes, trusted?: Parameters<typeof openDoor>[2]): Promise<TestDoor> {
    const door = await openDoor(test, modes, trusted);
    doors.push(door);
    return door;
  }

  beforeAll(async () => {
    test = await startTestHub();
    closed = await open(everybody('TRUSTED_ONLY'));
    costed = await open(everybody('COSTED'));
  });
  afterAll(async () => {
    await Promise.all(doors.map((door) => door.stop()));
    await test?.stop();
  });

  it('are all named operations, each by the hash of the file that readers see', () => {
    expect(Object.keys(ids).length).toBeGreaterThan(60);
    for (const [name, id] of Object.entries(ids)) expect(id, name).toBe(documentIdOf(namedOperation(name)));
  });

  it('are answered by their id to whom nothing else is answered', async () => {
    const ranking = { vacancy: example.vacancy, first: 3 };
    const owner = allocatorOf(example.corporation);
    const byId = await closed.post({ documentId: ids['ranking'], variables: ranking }, owner);
    expect(byId).toMatchObject({ status: 200, codes: [] });
    expect(byId.data).toEqual((await test.ask('ranking', ranking, owner)).data);
    const operationName = 'Vacancies';
    expect(
      await closed.post({ documentId: ids['vacancies'], operationName, variables: { first: 1 } }, ANONYMOUS),
    ).toMatchObject({ status: 200, codes: [] });
  });

  it.each([
    ['a query', { query: '{ pulse }' }],
    ['the text of a trusted document', { query: namedOperation('vacancies') }],
    ['the schema', { query: INTROSPECTION }],
    [
      'a query that is registered as it comes',
      {
        query: '{ pulse }',
        extensions: { persistedQuery: { version: 1, sha256Hash: documentIdOf('{ pulse }').slice(7) } },
      },
    ],
    [
      'an id under the name that another protocol gives it',
      {
        extensions: { persistedQuery: { version: 1, sha256Hash: ids['vacancies']!.slice(7) } },
      },
    ],
    ['nothing', {}],
    ['a batch', [{ documentId: ids['vacancies'] }]],
    ['a batch of queries', [{ query: '{ pulse }' }]],
  ])('and nothing else is, without being read: %s', async (_title, body) => {
    for (const viewer of [ANONYMOUS, AUDITOR, allocatorOf(example.corporation)]) {
      const refused = await closed.post(body, viewer);
      expect(refused).toMatchObject({ status: 403, data: null, codes: ['DOCUMENT_NOT_TRUSTED'] });
      expect(refused.errors[0]!.message).toMatch(/send the documentId from schema\/trusted-documents\.json/);
    }
  });

  it('leave another mode as it was: questions of one’s own within the limits, and to the schema', async () => {
    expect(await costed.post({ query: '{ pulse }' }, ANONYMOUS)).toMatchObject({ data: { pulse: true } });
    expect((await costed.post({ query: INTROSPECTION }, ANONYMOUS)).codes).toEqual([]);
    expect((await costed.post({ query: WIDE }, ANONYMOUS)).codes).toEqual(['QUERY_TOO_COSTLY']);
    expect((await costed.post({ documentId: ids['vacancies'] }, ANONYMOUS)).codes).toEqual([]);
  });

  it('are one of three modes: OPEN has ten times the room, not room without end, and for that role alone', async () => {
    const door = await open(modesOf('ANALYST:OPEN'));
    expect((await door.post({ query: WIDE }, ANALYST)).codes).toEqual([]);
    expect((await door.post({ query: WIDEST }, ANALYST)).codes).toEqual(['QUERY_TOO_COSTLY']);
    expect((await door.post({ query: WIDE }, AUDITOR)).codes).toEqual(['QUERY_TOO_COSTLY']);
    const page = { query: '{ municipalities(first: 101) { nodes { code } } }' };
    expect((await door.post(page, ANALYST)).codes).toEqual(['INVALID_PAGE_SIZE']);
  });

  it('are held to the limits by the variables of each request', async () => {
    const page = (first: number) =>
      closed.post({ documentId: ids['vacancies'], variables: { first } }, ANONYMOUS);
    expect((await page(100)).codes).toEqual([]);
    for (const first of [0, 101, 100_000]) expect((await page(first)).codes).toEqual(['INVALID_PAGE_SIZE']);
  });

  it('that are unknown or malformed get one error that says so, in the type that was asked for', async () => {
    const unknown = documentIdOf('{ pulse }');
    expect(await costed.post({ documentId: unknown }, ANONYMOUS)).toMatchObject({
      status: 400,
      data: null,
      codes: ['DOCUMENT_UNKNOWN'],
    });
    expect((await closed.post({ documentId: 'md5:x' }, ANONYMOUS)).codes).toEqual(['DOCUMENT_ID_INVALID']);
    const both = { documentId: ids['vacancies'], query: '{ pulse }' };
    expect((await costed.post(both, ANONYMOUS)).codes).toEqual(['DOCUMENT_ID_INVALID']);
    const accept = 'application/graphql-response+json';
    const response = await fetch(`${closed.origin}/graphql?documentId=${unknown}`, { headers: { accept } });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(accept);
  });

  it('do not carry out another operation than the one that they hold', async () => {
    const other = { documentId: ids['vacancies'], operationName: 'Ranking' };
    expect(await closed.post(other, ANONYMOUS)).toMatchObject({ status: 400, codes: ['QUERY_INVALID'] });
    const two = { query: 'query One { pulse } query Two { pulse }' };
    expect(await costed.post(two, ANONYMOUS)).toMatchObject({ status: 400, codes: ['QUERY_INVALID'] });
    expect((await costed.post({ ...two, operationName: 'Two' }, ANONYMOUS)).codes).toEqual([]);
  });

  describe('by a link', () => {
    const get = async (search: string, headers: Record<string, string> = {}) =>
      fetch(`${closed.origin}/graphql?${search}`, { headers });

    it('are answered, with variables, to anybody and to whom a token names', async () => {
      const variables = encodeURIComponent(JSON.stringify({ first: 2 }));
      const answer = await get(`documentId=${ids['vacancies']}&variables=${variables}`);
      expect(answer.status).toBe(200);
      expect(
        ((await answer.json()) as { data: { vacancies: { nodes: [] } } }).data.vacancies.nodes,
      ).toHaveLength(2);
      const mine = encodeURIComponent(JSON.stringify({ id: example.registration }));
      const headers = await closed.headersOf(seekerOf(example.registration));
      const file = await get(`documentId=${ids['registration']}&variables=${mine}`, headers);
      expect(await file.json()).toMatchObject({ data: { registration: { id: example.registration } } });
      const others = await get(`documentId=${ids['registration']}&variables=${mine}`);
      expect(await others.json()).toMatchObject({ data: { registration: null } });
    });

    it('change nothing', async () => {
      const input = {
        idempotencyKey: 'by-a-link-1',
        vacancy: example.vacancy,
        registration: example.registration,
      };
      const variables = encodeURIComponent(JSON.stringify({ input }));
      const headers = await closed.headersOf(seekerOf(example.registration));
      const answer = await get(`documentId=${ids['react']}&variables=${variables}`, headers);
      expect(answer.status).toBe(405);
      // The positive control: the same by POST does.
      const posted = await closed.post<{ react: { __typename: string } }>(
        { documentId: ids['react'], variables: { input } },
        seekerOf(example.registration),
      );
      expect(posted.data!.react.__typename).toBe('Reacted');
    });

    it('are refused when the link holds a query, or two documents', async () => {
      const codeOf = async (search: string) =>
        ((await (await get(search)).json()) as { errors: { extensions: { code: string } }[] }).errors[0]!
          .extensions.code;
      expect(await codeOf(`query=${encodeURIComponent('{ pulse }')}`)).toBe('DOCUMENT_NOT_TRUSTED');
      expect(await codeOf('')).toBe('DOCUMENT_NOT_TRUSTED');
      expect(await codeOf(`documentId=${ids['vacancies']}&query=x`)).toBe('DOCUMENT_ID_INVALID');
      expect(await codeOf(`documentId=${ids['vacancies']}&documentId=${ids['ranking']}`)).toBe(
        'DOCUMENT_ID_INVALID',
      );
    });
  });

  describe('of the hub’s own services', () => {
    it('are all that a token of the hub is taken for, whatever the others may', async () => {
      const pulse = await costed.post({ documentId: hubIds['Pulse'], operationName: 'Pulse' }, HUB);
      expect(pulse).toMatchObject({ codes: [], data: { pulse: true } });
      for (const body of [
        { query: '{ pulse }' },
        { query: hubOperation('Pulse') },
        {
          query: 'query($id: ID!) { registration(id: $id) { facts { registeredOn } } }',
          variables: { id: example.registration },
        },
      ])
        expect((await costed.post(body, HUB)).codes).toEqual(['DOCUMENT_NOT_TRUSTED']);
      expect((await costed.post({ documentId: ids['vacancies'] }, HUB)).codes).toEqual(['DOCUMENT_UNKNOWN']);
    });

    it('are what the services send, and unknown to everybody else', async () => {
      for (const [name, id] of Object.entries(hubIds)) expect(hubOperationId(name)).toBe(id);
      for (const viewer of [ANONYMOUS, AUDITOR, allocatorOf(example.corporation)])
        expect((await costed.post({ documentId: hubIds['ReactionFacts'] }, viewer)).codes).toEqual([
          'DOCUMENT_UNKNOWN',
        ]);
    });
  });

  it('of an earlier version are answered as long as they stay in the manifest, and the operator hears once of each', async () => {
    const earlier = 'query Pulse { pulse }';
    const before = nextManifest(
      readManifest(),
      [{ name: 'pulse', audience: 'PUBLIC', text: earlier }],
      '0.0.1',
    );
    const door = await open(everybody('TRUSTED_ONLY'), trustedDocumentsOf({ ...before, public: ids }));
    for (let times = 0; times < 3; times += 1)
      expect(await door.post({ documentId: documentIdOf(earlier) }, ANONYMOUS)).toMatchObject({
        data: { pulse: true },
      });
    await door.post({ documentId: ids['vacancies'] }, ANONYMOUS);
    expect(door.logged).toEqual([{ event: 'earlier-document', name: 'pulse', since: '0.0.1' }]);
  });

  it('have example variables that work by id too, for everything that anybody may read', async () => {
    const open = ['vacancies', 'vacancy', 'rules-in-force', 'deviations', 'regulation-changes', 'quota-room'];
    const variables = exampleVariables(example);
    for (const name of open) {
      const byId = await closed.post({ documentId: ids[name], variables: variables[name] }, ANONYMOUS);
      expect(byId, name).toEqual({ status: 200, ...(await test.ask(name, variables[name]!, ANONYMOUS)) });
    }
  });
});
