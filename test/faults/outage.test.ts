import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { startHub, type Hub } from '../../gateway/hub.ts';
import { subgraphDefinitions } from '../../gateway/subgraphs.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { quoteName } from '../../platform/database/roles.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import { demonstrationDatabases, type TestDatabases } from '../support/database.ts';
import { answerOf, startTestHub, type TestHub } from '../support/hub.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';
import { ANONYMOUS, registrarOf, seekerOf } from '../support/viewers.ts';

const example = exampleOf('small');
const BOTH = `query($id: ID!) { registration(id: $id) { id registeredOn region { name } } vacancies(first: 2) { nodes { id reactionCount } } rulesInForce(municipality: "GM0402") { hash } }`;

/** What a leak would look like. */
const ADDRESS = /127\.0\.0\.1|localhost|postgres|:\d{4,5}\b|ECONN/;

describe('an owner that is away costs only its own fields', () => {
  let test: TestHub;
  let admin: Database;

  beforeAll(async () => {
    test = await startTestHub(1_500);
    admin = connect(test.databases.adminUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await admin?.end();
    await test?.stop();
  });

  async function without<Result>(name: SubgraphName, work: () => Promise<Result>): Promise<Result> {
    const { database } = test.databases.of[name];
    await admin.unsafe(`alter database ${quoteName(database)} allow_connections false`);
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
    try {
      return await work();
    } finally {
      await admin.unsafe(`alter database ${quoteName(database)} allow_connections true`);
    }
  }

  const seeker = seekerOf(example.registration);

  it('positive control: with every owner there, every field is there', async () => {
    const { errors, data } = await test.ask<{ registration: object; vacancies: object }>(
      BOTH,
      { id: example.registration },
      seeker,
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      registration: { region: { name: expect.any(String) } },
      vacancies: { nodes: [{ reactionCount: expect.any(Number) }, {}] },
      rulesInForce: { hash: expect.any(String) },
    });
  });

  it.each([
    // Names that were told within the minute are told all the same.
    [
      'binding-rules',
      {
        registration: { registeredOn: expect.any(String), region: { name: expect.any(String) } },
        rulesInForce: null,
      },
    ],
    ['allocation', { vacancies: { nodes: [{ id: expect.any(String), reactionCount: null }, {}] } }],
    [
      'registrations',
      { registration: null, vacancies: { nodes: [{ reactionCount: expect.any(Number) }, {}] } },
    ],
    ['vacancies', { registration: { registeredOn: expect.any(String) } }],
  ] as const)(
    '%s has no database: its fields are null, it is named, and no address is',
    async (name, expected) => {
      await without(name, async () => {
        const { data, errors } = await test.ask(BOTH, { id: example.registration }, seeker);
        expect(data ?? {}).toMatchObject(name === 'vacancies' ? {} : expected);
        expect(errors.length).toBeGreaterThan(0);
        for (const { extensions, message } of errors) {
          expect(extensions).toMatchObject({ subgraph: name });
          expect(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'INTERNAL']).toContain(extensions!['code']);
          expect(message).not.toMatch(ADDRESS);
        }
        expect(await test.hub.missing()).toEqual([name]);
      });
      const again = await test.ask(BOTH, { id: example.registration }, seeker);
      expect(again.errors).toEqual([]);
    },
  );

  it('a table that somebody holds locked costs its own fields, in time', async () => {
    const holder = connect(test.databases.of.registrations.adminUrl, { applicationName: 'test', max: 1 });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const locked = Promise.withResolvers<undefined>();
    const holding = holder.begin(async (transaction) => {
      await transaction`lock table registration in access exclusive mode`;
      locked.resolve(undefined);
      await held;
    });
    await locked.promise;
    try {
      const { data, codes } = await test.ask<{ vacancies: { nodes: unknown[] } }>(
        BOTH,
        { id: example.registration },
        registrarOf('R0001'),
      );
      expect(codes).toEqual(['SUBGRAPH_TIMEOUT']);
      expect(data!.vacancies.nodes).toHaveLength(2);
    } finally {
      release();
      await holding;
      await holder.end();
    }
  });

  it('nobody is judged on half of the facts: without urgencies a reaction is refused and nothing is written', async () => {
    const count = async () => {
      const { data } = await test.ask<{ vacancy: { reactionCount: number } }>(
        'query($v: ID!) { vacancy(id: $v) { reactionCount } }',
        { v: example.vacancy },
        ANONYMOUS,
      );
      return data!.vacancy.reactionCount;
    };
    const before = await count();
    const input = {
      idempotencyKey: 'without-urgencies',
      vacancy: example.vacancy,
      registration: example.registration,
    };
    await without('urgencies', async () => {
      const { data } = await test.ask<{ react: { code: string } }>('react', { input }, seeker);
      expect(data!.react.code).toBe('FACTS_UNAVAILABLE');
    });
    expect(await count()).toBe(before);
  });
});

describe('an owner elsewhere that hangs, is not there, or answers nonsense', () => {
  let databases: TestDatabases<SubgraphName>;
  let hub: Hub;
  const servers: Server[] = [];

  async function serve(answer: (socket: Socket) => void): Promise<URL> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  }

  beforeAll(async () => {
    databases = await demonstrationDatabases();
    const elsewhere = new Map<SubgraphName, URL>([
      ['allocation', await serve((socket) => socket.on('error', () => undefined).resume())],
      [
        'binding-rules',
        await serve((socket) =>
          socket
            .on('error', () => undefined)
            .once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<nothing>')),
        ),
      ],
      ['urgencies', new URL('http://127.0.0.1:9/graphql')],
    ]);
    hub = await startHub({
      here: subgraphDefinitions
        .filter(({ name }) => !elsewhere.has(name))
        .map((definition) => ({ definition, database: databases.of[definition.name] })),
      elsewhere,
      deadlineMs: 700,
      log: () => undefined,
      reloadOnChange: false,
    });
  });
  afterAll(async () => {
    await hub?.stop();
    for (const server of servers) server.close();
    await databases?.drop();
  });

  it('costs its own fields, each named and none with an address', async () => {
    const query = `{ vacancies(first: 2) { nodes { id corporation { name } reactionCount ruleSet { hash canonical } } } careProvider(code: "Z0001") { name } }`;
    const { body } = await hub.gateway.server.executeOperation(
      { query },
      { contextValue: { viewer: ANONYMOUS, trace: traceFrom(undefined), authorization: undefined } },
    );
    if (body.kind !== 'single') throw new TypeError('one answer');
    const { data, errors } = answerOf<{ vacancies: { nodes: object[] } }>(body.singleResult as never);
    expect(data).toMatchObject({
      careProvider: null,
      vacancies: { nodes: [{ corporation: { name: expect.any(String) }, reactionCount: null }, {}] },
    });
    const bySubgraph = new Map(
      errors.map(({ extensions }) => [extensions!['subgraph'], extensions!['code']]),
    );
    expect(Object.fromEntries(bySubgraph)).toEqual({
      allocation: 'SUBGRAPH_TIMEOUT',
      'binding-rules': 'SUBGRAPH_UNAVAILABLE',
      urgencies: 'SUBGRAPH_UNAVAILABLE',
    });
    for (const { message } of errors) expect(message).not.toMatch(ADDRESS);
  });
});
