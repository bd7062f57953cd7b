import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readyDatabases } from '../../../gateway/databases.ts';
import { startHub } from '../../../gateway/hub.ts';
import { namedOperation } from '../../../gateway/named-operations.ts';
import { subgraphDefinitions } from '../../../gateway/subgraphs.ts';
import { readConfig } from '../../../platform/config.ts';
import { connect } from '../../../platform/database/connect.ts';
import { traceFrom } from '../../../platform/telemetry.ts';
import { seekerOf } from '../../support/viewers.ts';
import { REACT, SCALE_QUESTIONS, type Asking } from './questions.ts';
import { choicesOf } from './randomly.ts';
import { sampleOf } from './samples.ts';

/** What the parent asks: so many askings of a question from a turn on, or to end. */
export type ToHub =
  | {
      readonly kind: 'ASK';
      readonly title: string;
      readonly from: number;
      readonly runs: number;
      readonly connections: number;
    }
  | { readonly kind: 'STOP' };

/** What comes back: how long each asking took, and what it cost. */
export type FromHub =
  | { readonly kind: 'READY'; readonly registrations: number }
  | {
      readonly kind: 'TOOK';
      readonly tookMs: readonly number[];
      readonly hubCpuMs: number;
      readonly postgresCpuMs: number;
      /** Pages of 8 KB that the server looked into, whether they were in memory or not: cost that no noise of the machine changes. */
      readonly pages: number;
      /** Rows that were read by going through a whole table, by table; of tables with over a thousand rows. */
      readonly wholly: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'FAILED'; readonly message: string };

const [folder, samplesWanted] = process.argv.slice(2) as [string, string];
const config = readConfig({ ...process.env, DATA_FOLDER: folder, DEMONSTRATION_SCALE: 'none' }, []);
if (config.kind === 'FAILED') throw new Error(config.failure.message);
const databases = await readyDatabases(config.value, subgraphDefinitions, () => undefined);
if (databases.kind === 'FAILED') throw new Error(databases.failure);
const { prepared, stop } = databases.value;
const hub = await startHub({
  here: subgraphDefinitions.map((definition, index) => ({ definition, database: prepared[index]! })),
  elsewhere: new Map(),
  deadlineMs: 30_000,
  executor: config.value.gatewayExecutor,
  log: () => undefined,
  reloadOnChange: false,
});
const samples = await sampleOf(prepared, Number(samplesWanted), choicesOf('samples'));
const admins = prepared.map(({ adminUrl }) => connect(adminUrl, { applicationName: 'bench', max: 1 }));
/** Keys of a run are of that run alone: a key that was used before would be answered from memory. */
const run = `${Date.now()}`;
/** Where each seeker may react, found when it is first asked. */
const chosen = new Map<number, string | null>();

function send(message: FromHub): void {
  process.send!(message);
}

async function ask({ query, variables, viewer }: Asking): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await hub.gateway.server.executeOperation(
    { query, variables },
    { contextValue: { viewer, trace: traceFrom(undefined), authorization: undefined } },
  );
  if (body.kind !== 'single') throw new TypeError('one answer');
  const { data, errors } = body.singleResult;
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data as Readonly<Record<string, unknown>>;
}

async function measured({
  title,
  from,
  runs,
  connections,
}: Extract<ToHub, { kind: 'ASK' }>): Promise<FromHub> {
  const question = SCALE_QUESTIONS.find((each) => each.title === title);
  if (question === undefined && title === REACT)
    for (let turn = from; turn < from + runs; turn += 1) await chooseHome(turn);
  const before = { ...(await counted()), cpu: process.cpuUsage(), postgres: postgresCpuMs() };
  const tookMs: number[] = [];
  let next = from;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let turn = next++; turn < from + runs; turn = next++) {
        const start = performance.now();
        const asked =
          question === undefined ? await reactAndWithdraw(turn) : await ask(question.at(samples, turn));
        if (asked !== null) tookMs.push(performance.now() - start);
      }
    }),
  );
  const { user, system } = process.cpuUsage(before.cpu);
  const postgres = postgresCpuMs() - before.postgres;
  const after = await counted();
  return {
    kind: 'TOOK',
    tookMs,
    hubCpuMs: (user + system) / 1000,
    postgresCpuMs: postgres,
    pages: after.pages - before.pages,
    wholly: Object.fromEntries(
      Object.entries(after.wholly)
        .map(([table, rows]) => [table, rows - (before.wholly[table] ?? 0)] as const)
        .filter(([, rows]) => rows > 0),
    ),
  };
}

/** A home on which the seeker of a turn would be admitted and has not reacted; null where there is none. */
async function chooseHome(turn: number): Promise<string | null> {
  const known = chosen.get(turn);
  if (known !== undefined) return known;
  const { registration, regions } = samples.seekers[turn % samples.seekers.length]!;
  const data = await ask({
    query: namedOperation('opportunities'),
    variables: { registration, regions, first: 20 },
    viewer: seekerOf(registration),
  });
  const { nodes } = data['opportunities'] as {
    nodes: { reacted: boolean; vacancy: { id: string } | null }[];
  };
  const home = nodes.find(({ reacted, vacancy }) => !reacted && vacancy !== null)?.vacancy?.id ?? null;
  chosen.set(turn, home);
  return home;
}

async function reactAndWithdraw(turn: number): Promise<unknown> {
  const vacancy = await chooseHome(turn);
  if (vacancy === null) return null;
  const { registration } = samples.seekers[turn % samples.seekers.length]!;
  const viewer = seekerOf(registration);
  const reacted = await ask({
    query: namedOperation('react'),
    variables: { input: { idempotencyKey: `react-${run}-${turn}`, vacancy, registration } },
    viewer,
  });
  const { reaction } = reacted['react'] as { reaction?: { id: string } };
  // Where a region bounds how many homes one reacts to, this seeker has as many.
  if (reaction === undefined) return null;
  await ask({
    query: namedOperation('withdraw-reaction'),
    variables: { input: { idempotencyKey: `withdraw-${run}-${turn}`, reaction: reaction.id } },
    viewer,
  });
  return reacted;
}

/** What the server has counted so far. */
async function counted(): Promise<{
  readonly pages: number;
  readonly wholly: Readonly<Record<string, number>>;
}> {
  // A connection tells what it did within a second.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const all = await Promise.all(
    admins.map(async (sql, index) => {
      const rows = await sql<{ table: string; read: number }[]>`
        select relname as table, seq_tup_read as read from pg_stat_user_tables where n_live_tup > 1000`;
      const [database] = await sql<{ pages: number }[]>`
        select blks_hit + blks_read as pages from pg_stat_database where datname = current_database()`;
      const wholly = rows.map(({ table, read }) => [`${prepared[index]!.name}.${table}`, read] as const);
      return { pages: database!.pages, wholly };
    }),
  );
  return {
    pages: all.reduce((sum, { pages }) => sum + pages, 0),
    wholly: Object.fromEntries(all.flatMap(({ wholly }) => wholly)),
  };
}

/** CPU of the server and all its processes so far, on Linux; 0 elsewhere. */
function postgresCpuMs(): number {
  try {
    const leader = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]!;
    const children = readFileSync(`/proc/${leader}/task/${leader}/children`, 'utf8').trim().split(' ');
    // Those that ended are in the leader's own count of its children.
    const ticks = (pid: string, from: number, to: number): number =>
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
        .slice(from, to)
        .reduce((sum, each) => sum + Number(each), 0);
    return (ticks(leader, 11, 15) + children.reduce((sum, pid) => sum + ticks(pid, 11, 13), 0)) * 10;
  } catch {
    return 0;
  }
}

process.on('message', (message: ToHub) => {
  if (message.kind === 'STOP') {
    void Promise.all(admins.map((sql) => sql.end()))
      .then(() => hub.stop())
      .then(stop)
      .then(() => process.exit(0));
    return;
  }
  measured(message).then(send, (fault: unknown) => send({ kind: 'FAILED', message: String(fault) }));
});
send({ kind: 'READY', registrations: samples.registrations.length });
