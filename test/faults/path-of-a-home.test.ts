import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { connect } from '../../platform/database/connect.ts';
import { closeDatabase, prepareDatabases, type PreparedDatabase } from '../../platform/database/prepare.ts';
import { quoteName, urlFor } from '../../platform/database/roles.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../platform/subgraph-names.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { lookAsAuditor } from '../../subgraphs/allocation/replay/look-as-auditor.ts';
import { replayAll } from '../../subgraphs/allocation/replay/replay-decisions.ts';
import { allocatorOf, registrarOf, seekerOf } from '../support/viewers.ts';
import { clusterOf, end, Hubs, readServer, type Hub } from './start-embedded-hubs.ts';
import { WalkedHub } from './walked-hub.ts';
import { Wire, type Strike } from './wire.ts';

type Databases = Readonly<Record<SubgraphName, PreparedDatabase>>;
/** What an answer holds, in the shape that only the test knows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Shape = any;

const { prepared, registration } = exampleOf('small');
const { owner: CORPORATION, id: NUMBER } = parseGlobalId(prepared)!;
const OFFICE = allocatorOf(CORPORATION);
const REACT_AT = '2026-11-02T10:00:00.000Z';
const CLOSES_AT = '2026-11-09T19:00:00.000Z';
const EXPIRES_AT = '2026-11-20T17:00:00.000Z';
const OFFER_AT = '2026-11-10T09:00:00.000Z';
const REASON = 'De woning is aangepast voor een huishouden met deze zorgvraag.';
const SEEKERS = 6;
/** Longer than the hub waits for a subgraph. */
const HANGS_MS = 1_800;

/** Something that an asker wants done, once, in words that it repeats. */
interface Request {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
}

/** Does a request, by asking until it is done, whatever happens meanwhile; gives the answer. */
type Doer = (request: Request) => Promise<Shape>;

/** A home goes from preparation to a letting, the same way each time. */
async function walk(hub: WalkedHub, act: Doer): Promise<readonly Request[]> {
  const asked: Request[] = [];
  const does = async (operation: string, input: object, viewer: Viewer): Promise<Shape> => {
    const key = createHash('sha256').update(`${asked.length} ${operation}`).digest('hex').slice(0, 32);
    const keyed = operation === 'freeze-ranking' ? input : { idempotencyKey: key, ...input };
    const request = { operation, input: { ...keyed }, viewer };
    asked.push(request);
    return act(request);
  };
  await hub.at(REACT_AT);
  await does('publish-vacancy', { vacancy: prepared, closesAt: CLOSES_AT }, OFFICE);
  const registrar = registrarOf(parseGlobalId(registration)!.owner);
  const listed: Shape = await hub.ask(
    'query { registrations(status: ACTIVE, first: 60) { nodes { id } } }',
    {},
    registrar,
  );
  const reactions: Shape[] = [];
  const seekers = new Map<string, Viewer>();
  for (const { id } of listed.data.registrations.nodes) {
    if (reactions.length === SEEKERS) break;
    const { reaction } = await does('react', { vacancy: prepared, registration: id }, seekerOf(id));
    if (reaction === undefined) continue;
    reactions.push(reaction);
    seekers.set(reaction.id, seekerOf(id));
  }
  const [withdrawn] = reactions;
  await does('withdraw-reaction', { reaction: withdrawn.id }, seekers.get(withdrawn.id)!);
  await hub.at(CLOSES_AT);
  const { ranking } = await does('freeze-ranking', { vacancy: prepared }, OFFICE);
  expect(ranking.candidateCount).toBe(SEEKERS - 1);
  await hub.at(OFFER_AT);
  const candidates: Shape = await hub.ask(
    'query ($id: ID!) { vacancy(id: $id) { ranking { candidates { nodes { reaction { id } } } } } }',
    { id: prepared },
    OFFICE,
  );
  const order = candidates.data.vacancy.ranking.candidates.nodes.map(({ reaction }: Shape) => reaction.id);
  const cited = { instrument: 'gooi-model', article: '8.1', reason: REASON };
  await does('intervene', { reaction: order[0], kind: 'PASS_OVER', ...cited }, OFFICE);
  const offering = { vacancy: prepared, candidates: 2, expiresAt: EXPIRES_AT };
  const { offers } = await does('make-offer', offering, OFFICE);
  expect(offers.map(({ position }: Shape) => position)).toEqual([2, 3]);
  const [first, second] = offers.map(({ id }: Shape) => id);
  await does('answer-offer', { offer: first, accept: false, reason: 'HOME' }, seekers.get(order[1])!);
  await does('answer-offer', { offer: second, accept: true }, seekers.get(order[2])!);
  const checks = [{ document: 'INCOME', outcome: 'FOUND' }];
  await does('verify-candidate', { offer: second, checks }, OFFICE);
  const dates = { signedOn: '2026-11-10', startsOn: '2026-12-01' };
  const { letting } = await does('record-letting', { offer: second, ...dates }, OFFICE);
  expect(letting.position).toBe(3);
  await hub.doWhatIsDue();
  return asked;
}

/** Everything that a walk leaves behind, with registrations in the place of numbers that differ each time. */
async function leftBehind({ allocation, registrations, vacancies, urgencies }: Databases): Promise<object> {
  const all = async ({ adminUrl }: PreparedDatabase, statement: string): Promise<readonly object[]> => {
    const sql = connect(adminUrl, { applicationName: 'test', max: 1 });
    try {
      return [...(await sql.unsafe<object[]>(statement))];
    } finally {
      await sql.end();
    }
  };
  const home = `owner = '${CORPORATION}' and vacancy = '${NUMBER}'`;
  return {
    ranking: await all(
      allocation,
      `select status, as_of, reaction_count, ending, frozen_at from ranking where ${home}`,
    ),
    reactions: await all(
      allocation,
      `select registration, status, position, group_rank, order_key, lot, facts from reaction where ${home} order by 1, 2`,
    ),
    offers: await all(
      allocation,
      `select registration, position, turn, status, reason from offer where ${home} order by turn`,
    ),
    letting: await all(allocation, `select registration, position, group_code from letting where ${home}`),
    receipts: await all(allocation, `select kind, by_role, at from receipt where ${home} order by seq`),
    toTell: await all(allocation, 'select subject, operation from consequence where done_at is null'),
    told: await all(
      allocation,
      'select subject, operation, count(*)::int from consequence group by 1, 2 order by 1, 2',
    ),
    vacancy: await all(
      vacancies,
      `select status from vacancy where owner = '${CORPORATION}' and id = '${NUMBER}'`,
    ),
    moves: await all(
      registrations,
      `select to_jsonb(r) - 'changed_at' as row from registration r where id in (select id from registration) and status <> 'ACTIVE'
        order by owner, id`,
    ),
    files: await all(
      registrations,
      `select registration, organisation, granted_on, ended_on from file_grant where vacancy = '${prepared}' order by 1, 2`,
    ),
    urgencyFiles: await all(
      urgencies,
      `select registration, organisation, granted_on, ended_on from file_grant where vacancy = '${prepared}' order by 1, 2`,
    ),
  };
}

/** What strikes at a step, how far into what it says to the database; each time another comes first. */
function faultsOf(step: number, kill: () => void): readonly (readonly [part: number, strike: Strike])[] {
  const killing: readonly [number, Strike] =
    step % 2 === 0 ? [0.5, { kind: 'BEFORE', then: kill }] : [1, { kind: 'AFTER', then: kill }];
  const faults = [killing, [0.7, { kind: 'CUT' }], [0.3, { kind: 'HANG', forMs: HANGS_MS }]] as const;
  return [...faults.slice(step % 3), ...faults.slice(0, step % 3)];
}

/** Nothing that the hub acknowledged may be lost and nothing done twice, whatever dies on the way. */
describe('a home on its way to a letting, while everything that can fail does', () => {
  let hubs: Hubs;
  let server: Hub;
  let whole: Databases;
  let broken: Databases;
  let wire: Wire;
  const walked: WalkedHub[] = [];

  const portOf = ({ adminUrl }: Pick<Hub, 'adminUrl'>) => Number(new URL(adminUrl).port);

  async function prepare(): Promise<Databases> {
    const databases = await prepareDatabases({
      adminUrl: server.adminUrl,
      subgraphs: SUBGRAPH_NAMES.map((name) => ({
        name,
        migrations: new URL(`../../subgraphs/${name}/migrations/`, import.meta.url),
      })),
      passwordOf: (role) => `password of ${role}`,
      databasePrefix: 'whole',
    });
    if (databases.kind === 'FAILED') throw new Error(databases.failure.message);
    const loaded = await loadDemonstration({
      databases: databases.value,
      scale: 'small',
      onProgress: () => undefined,
    });
    if (loaded.kind === 'FAILED') throw new Error(loaded.failure);
    return named(databases.value);
  }
  /** By name, over the wire: the server is another after it was killed. */
  const named = (databases: readonly PreparedDatabase[]) => {
    const over = (url: string) => Object.assign(new URL(url), { port: String(wire.port) }).href;
    return Object.fromEntries(
      databases.map((one) => {
        const { appUrl, publicUrl, adminUrl } = one;
        return [
          one.name,
          { ...one, appUrl: over(appUrl), publicUrl: over(publicUrl), adminUrl: over(adminUrl) },
        ];
      }),
    ) as Databases;
  };

  /** The same databases once more, with everything that is in them. */
  async function copied(databases: Databases): Promise<Databases> {
    const sql = connect(server.adminUrl, { applicationName: 'test', max: 1 });
    const copies: PreparedDatabase[] = [];
    for (const one of Object.values(databases)) {
      const database = `copy_of_${one.database}`;
      await sql.unsafe(`create database ${quoteName(database)} template ${quoteName(one.database)}
        owner ${quoteName(one.roles.owner)}`);
      await closeDatabase(sql, database, one.roles);
      const to = (url: string) => urlFor(url, database);
      copies.push({
        ...one,
        database,
        appUrl: to(one.appUrl),
        publicUrl: to(one.publicUrl),
        adminUrl: to(one.adminUrl),
      });
    }
    await sql.end();
    return named(copies);
  }

  beforeAll(async () => {
    // A server of its own: it is killed as well.
    hubs = await Hubs.make();
    server = await hubs.start(join(hubs.folder, 'data'));
    wire = await Wire.open(portOf(server));
    whole = await prepare();
    broken = await copied(whole);
  });
  afterAll(async () => {
    for (const hub of walked) await hub.stop();
    wire?.close();
    await hubs?.clean();
  });

  async function differences(databases: Databases): Promise<readonly object[]> {
    const auditor = lookAsAuditor(databases.allocation.appUrl);
    const found: object[] = [];
    for await (const { difference } of replayAll(auditor.look)) if (difference) found.push(difference);
    await auditor.stop();
    return found;
  }

  /** Kills the database server itself, in the middle of whatever it does, and starts it again. */
  async function killServer(): Promise<void> {
    const cluster = await clusterOf(server);
    process.kill((await readServer(cluster))!, 'SIGKILL');
    await end(server.process, 'SIGKILL');
    server = await hubs.start(join(hubs.folder, 'data'));
    wire.lead(portOf(server));
  }

  it(
    'comes out as if nothing had happened: the same places, offers, letting, receipts and consequences',
    { timeout: 400_000 },
    async () => {
      // First without a fault, to see what comes out and how much each step says to the database.
      const calmHub = new WalkedHub(whole);
      walked.push(calmHub);
      const pieces: number[] = [];
      await walk(calmHub, async ({ operation, input, viewer }) => {
        wire.calm();
        const { data, codes } = await calmHub.ask(operation, { input }, viewer);
        expect(codes, operation).toEqual([]);
        pieces.push(wire.sent);
        return Object.values(data!)[0];
      });
      await calmHub.stop();
      const expected = await leftBehind(whole);
      expect(expected).toMatchObject({
        letting: [{ position: 3 }],
        toTell: [],
        vacancy: [{ status: 'LET' }],
      });
      expect(await differences(whole)).toEqual([]);

      // Then with every kind of fault at every step.
      const hub = new WalkedHub(broken);
      walked.push(hub);
      const struck = new Map<string, number>();
      let step = 0;
      const asked = await walk(hub, async ({ operation, input, viewer }) => {
        const says = pieces[step]!;
        const faults = faultsOf(step, hub.kill);
        step += 1;
        // All reactions are alike: the first ones suffer.
        for (const [part, strike] of operation === 'react' && step > 3 ? [] : faults) {
          await hub.ready();
          const before = wire.struck;
          wire.arm(Math.max(1, Math.round(part * says)), strike);
          await hub.try(operation, { input }, viewer);
          struck.set(strike.kind, (struck.get(strike.kind) ?? 0) + wire.struck - before);
        }
        if (operation === 'make-offer' || operation === 'freeze-ranking') {
          wire.calm();
          const asking = hub.try(operation, { input }, viewer);
          await killServer();
          await asking;
        }
        wire.calm();
        const { data, codes } = await hub.ask(operation, { input }, viewer);
        expect(codes, operation).toEqual([]);
        // Whoever asks once more hears the same.
        expect((await hub.ask(operation, { input }, viewer)).data, operation).toEqual(data);
        return Object.values(data!)[0];
      });
      for (const kind of ['BEFORE', 'AFTER', 'CUT', 'HANG'])
        expect(struck.get(kind), kind).toBeGreaterThan(2);
      expect(await leftBehind(broken)).toEqual(expected);
      expect(await differences(broken)).toEqual([]);

      // What arrives once more, late and in another order, changes nothing.
      const digest = (text: string) => createHash('sha256').update(text).digest('hex');
      const shuffled = asked.toSorted((one, other) =>
        digest(JSON.stringify(one)) < digest(JSON.stringify(other)) ? -1 : 1,
      );
      for (const { operation, input, viewer } of shuffled) await hub.ask(operation, { input }, viewer);
      await hub.doWhatIsDue();
      expect(await leftBehind(broken)).toEqual(expected);
    },
  );
});
