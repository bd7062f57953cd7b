import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { doorRequestHandler } from '../../gateway/server.ts';
import { createIdentity } from '../../platform/identity.ts';
import { listen, type Listening } from '../../platform/listen.ts';
import { ERROR_CATALOGUE } from '../../platform/errors.ts';
import { everybody } from '../support/document-modes.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { ALL_CANDIDATES } from '../support/questions.ts';
import { allocatorOf, ANONYMOUS, registrarOf, seekerOf } from '../support/viewers.ts';

const example = exampleOf('small');

describe('bad input gets a clear, typed answer', () => {
  let test: TestHub;
  let door: Listening;

  beforeAll(async () => {
    test = await startTestHub();
    const handle = doorRequestHandler({
      gateway: test.hub.gateway,
      identity: createIdentity([]),
      documentModes: everybody('COSTED'),
      log: () => undefined,
      pages: () => Promise.resolve(false),
      missing: test.hub.missing,
    });
    const listening = await listen(handle, { host: '127.0.0.1', port: 0 });
    if (listening.kind === 'FAILED') throw new Error(listening.failure);
    door = listening.value;
  });
  afterAll(async () => {
    await door?.stop();
    await test?.stop();
  });

  const owner = allocatorOf(example.corporation);
  const seeker = seekerOf(example.registration);
  const registration = (id: string, rest = 'id') =>
    test.ask(`query($id: ID!) { registration(id: $id) { ${rest} } }`, { id }, registrarOf('R0001'));

  it.each(['', 'R0001', 'nonsense', 'R0001:1', `R0001:${'g'.repeat(36)}`, "R0001:' or 1=1 --", '💥'])(
    'an id that is none (%s)',
    async (id) => {
      expect((await registration(id)).codes).toEqual(['INVALID_ID']);
    },
  );

  it('an id of nothing is answered with nothing', async () => {
    expect(await registration('R0001:00000000-0000-8000-8000-000000000000')).toMatchObject({
      codes: [],
      data: { registration: null },
    });
  });

  it.each([
    'x',
    'W10',
    btoa('["a"]'),
    btoa('[1,2,3]'),
    btoa('{"a":1}'),
    btoa('["2026-01-01T00:00:00.000Z","L0001","not-a-uuid"]'),
  ])('a cursor that the hub did not make (%s)', async (after) => {
    expect((await test.ask('vacancies', { first: 3, after }, ANONYMOUS)).codes).toEqual(['INVALID_CURSOR']);
    expect(
      (await test.ask(ALL_CANDIDATES, { vacancy: example.vacancy, first: 3, after }, owner)).codes,
    ).toEqual(['INVALID_CURSOR']);
  });

  it.each(['2025-02-29', '2025-13-01', '0000-00-00', 'yesterday', '2025-1-1', 20250101])(
    'a day that does not exist (%s)',
    async (on) => {
      expect((await test.ask('registration', { id: example.registration, on }, seeker)).codes).toEqual([
        'INVALID_DATE',
      ]);
      expect((await test.ask('rules-in-force', { municipality: 'GM0402', on }, ANONYMOUS)).codes).toEqual([
        'INVALID_DATE',
      ]);
    },
  );

  it.each([0, -1, 101, 100_000])('a page of %i', async (first) => {
    expect((await test.ask('vacancies', { first }, ANONYMOUS)).codes).toEqual(['INVALID_PAGE_SIZE']);
  });

  it('values of a wrong type', async () => {
    expect((await test.ask('vacancies', { first: 'many' }, ANONYMOUS)).codes).toEqual(['INVALID_INPUT']);
    expect((await test.ask('vacancies', { filter: { status: 'NOWHERE' } }, ANONYMOUS)).codes).toEqual([
      'INVALID_INPUT',
    ]);
    const missing = await test.ask('react', { input: { vacancy: example.vacancy } }, seeker);
    expect(new Set(missing.codes)).toEqual(new Set(['INVALID_INPUT']));
  });

  it('an idempotency key that is none, and nothing is written', async () => {
    const input = { idempotencyKey: 'short', vacancy: example.vacancy, registration: example.registration };
    expect((await test.ask<{ react: { code: string } }>('react', { input }, seeker)).data!.react.code).toBe(
      'INVALID_INPUT',
    );
  });

  it('a field that does not exist, and text that is no GraphQL', async () => {
    expect((await test.ask('{ nothing }', {}, ANONYMOUS)).codes).toEqual(['QUERY_INVALID']);
    expect((await test.ask('{ vacancies( }', {}, ANONYMOUS)).codes).toEqual(['QUERY_INVALID']);
  });

  describe('a question that asks too much', () => {
    const aliases = (count: number, field: string) =>
      `{ ${Array.from({ length: count }, (_none, index) => `a${index}: ${field}`).join(' ')} }`;

    it.each([
      ['a hundred aliases of one field', aliases(100, 'pulse')],
      ['a hundred aliases of __typename', aliases(100, '__typename')],
      ['five hundred times the same field', `{ ${'pulse '.repeat(500)} }`],
      [
        'a selection too deep',
        `{ vacancies { nodes { ${'dwelling { municipality { region { municipalities { nodes { '.repeat(4)} code ${'} } } } } '.repeat(4)} } } }`,
      ],
      [
        'pages within pages',
        '{ municipalities(first: 100) { nodes { region { municipalities(first: 100) { nodes { region { municipalities(first: 100) { nodes { code } } } } } } } } }',
      ],
      ['more tokens than any question has', `{ ${'pulse '.repeat(5_000)} }`],
    ])('%s', async (_title, query) => {
      const { codes } = await test.ask(query, {}, ANONYMOUS);
      expect(codes).toHaveLength(1);
      expect(['QUERY_TOO_COSTLY', 'QUERY_INVALID']).toContain(codes[0]);
    });

    it('fragments that double at each step are refused without being spread out', async () => {
      const steps = Array.from(
        { length: 24 },
        (_none, index) =>
          `fragment F${index} on Query { ...F${index + 1} a${index}: pulse ...F${index + 1} }`,
      );
      const { codes } = await test.ask(
        `{ ...F0 } ${steps.join(' ')} fragment F24 on Query { pulse }`,
        {},
        ANONYMOUS,
      );
      expect(codes).toHaveLength(1);
    });
  });

  describe('at the door', () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${door.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    const codeOf = async (response: Response) =>
      ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;

    it('a body of two megabytes is refused unread', async () => {
      const response = await post(JSON.stringify({ query: `{ pulse } #${'x'.repeat(2_000_000)}` })).catch(
        () => undefined,
      );
      // A server that answers before the body is through may close while the client still writes.
      if (response === undefined) return;
      expect(response.status).toBe(413);
      expect(await codeOf(response)).toBe('QUERY_TOO_LARGE');
    });

    it('JSON that is none, a body that is no question, and a batch', async () => {
      expect(await codeOf(await post('{'))).toBe('INVALID_INPUT');
      expect((await post('"hello"')).status).toBe(400);
      expect((await post('[{"query":"{pulse}"}]')).status).toBe(400);
    });

    it('a token that is none is refused, not taken for anonymous', async () => {
      const positive = await post('{"query":"{pulse}"}');
      expect(await positive.json()).toEqual({ data: { pulse: true } });
      for (const authorization of [
        'Bearer nonsense',
        'Basic abc',
        `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"role":"AUDITOR"}')}.x`,
      ]) {
        const response = await post('{"query":"{pulse}"}', { authorization });
        expect(response.status).toBe(401);
        expect(await codeOf(response)).toBe('INVALID_TOKEN');
      }
    });

    it('a change by GET, and a form that another site could send', async () => {
      const mutation = encodeURIComponent(
        'mutation { withdrawVacancy(input: { idempotencyKey: "12345678", vacancy: "x", reason: RENOVATION }) { __typename } }',
      );
      expect(
        (
          await fetch(`${door.origin}/graphql?query=${mutation}`, {
            headers: { 'apollo-require-preflight': 'yes' },
          })
        ).status,
      ).toBe(405);
      const form = await fetch(`${door.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: '{"query":"{pulse}"}',
      });
      expect(form.status).toBeGreaterThanOrEqual(400);
    });

    it('an address where nothing is', async () => {
      expect((await fetch(`${door.origin}/nothing`)).status).toBe(404);
    });
  });

  it('no answer of all these holds a stack, SQL, a host or a path', async () => {
    const questions: [string, Record<string, unknown>][] = [
      ['{ nothing }', {}],
      ['vacancies', { first: 'many' }],
      ['query($id: ID!) { registration(id: $id) { id } }', { id: "x'; drop table registration" }],
      ['vacancies', { after: 'x' }],
    ];
    for (const [question, variables] of questions) {
      const text = JSON.stringify((await test.ask(question, variables, registrarOf('R0001'))).errors);
      expect(text).not.toMatch(/\bat .+\.ts|select |127\.0\.0\.1|localhost|node_modules|postgres/i);
      for (const { extensions } of (await test.ask(question, variables, registrarOf('R0001'))).errors)
        expect(ERROR_CATALOGUE).toHaveProperty(String(extensions!['code']));
    }
  });
});
