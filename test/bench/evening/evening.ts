import { readyDatabases } from '../../../gateway/databases.ts';
import { subgraphDefinitions } from '../../../gateway/subgraphs.ts';
import { monotonicMs } from '../../../platform/clock.ts';
import { readConfig, type Config } from '../../../platform/config.ts';
import { connect, type Database } from '../../../platform/database/connect.ts';
import { startEmbedded } from '../../../platform/database/embedded.ts';
import { DEVELOPMENT_ISSUER, developmentKey } from '../../../platform/development-issuer.ts';
import { signToken } from '../../../platform/sign-token.ts';
import { endAll, stopOnSignals, type Ends } from '../../../platform/stop-signals.ts';
import { openLoop, type OpenLoopOutcome } from '../open-loop.ts';
import { cpuMsBetween, cpuTimesOfTree, postmasterOf, type CpuTimes } from '../processes.ts';
import { seekerOf } from '../../support/viewers.ts';
import { openHomesAnew, type FreshHomes } from './fresh-homes.ts';
import { startHubProcess, type HubProcess } from './hub-process.ts';
import { keepDatabases } from './kept-databases.ts';
import { whatIsWrong } from './nothing-lost.ts';
import { openPortal, type Portal, type Reacted } from './portal.ts';

/** A rate for some seconds, and what came of it. */
export interface Round {
  readonly perSecond: number;
  readonly seconds: number;
  readonly outcome: OpenLoopOutcome;
  /** How many cores each process kept busy, by its name. */
  readonly coresBusy: Readonly<Record<string, number>>;
  readonly cpuMsPerRequest: Readonly<Record<string, number>>;
}

/** The hub with homes that nobody reacted to yet, and the front-ends before it. */
export interface Evening {
  readonly hub: HubProcess;
  readonly homes: number;
  /** Processes that answer. */
  readonly workers: number;
  readonly versions: Readonly<Record<string, string>>;
  /** Since the hub was started. */
  readonly aliveSeconds: () => number;
  /** Sends the mix at one rate. Rejects when too few seekers are left who may react. */
  readonly round: (perSecond: number, seconds: number) => Promise<Round>;
  /** What is wrong with all reactions so far. */
  readonly verify: () => Promise<{ readonly wrong: readonly string[]; readonly reacted: readonly Reacted[] }>;
  /** Ends the hub and puts the databases back as they were. */
  readonly close: () => Promise<void>;
}

/** As long as front-ends have them; every round signs anew. */
const TOKEN_SECONDS = 600;

/** Starts it all over the data of `npm start` (run that once before). `flags` are for the Node of the hub. */
export async function openEvening(flags: readonly string[] = [], freshHomes = 60): Promise<Evening> {
  const read = readConfig(undefined, []);
  if (read.kind === 'FAILED') throw new Error(read.failure.message);
  const config = read.value;
  const ends: Ends = [];
  const close = (): Promise<void> => endAll(ends);
  stopOnSignals(close);
  try {
    const adminUrl = await serverOf(config, ends);
    ends.push(await keepDatabases(adminUrl, config.databasePrefix));
    const { allocation, vacancies } = await databasesOf({ ...config, databaseUrl: adminUrl }, ends);
    const homes = await openHomesAnew(allocation, freshHomes);
    if (homes.homes.length === 0)
      throw new Error('There is nothing to measure here: run `npm start` once before.');
    const [server] = await allocation<{ version: string; pid: number }[]>`
      select current_setting('server_version') as version, pg_backend_pid() as pid`;
    const places = await vacancies<{ municipality: string }[]>`
      select municipality from vacancy where status = 'PUBLISHED' group by municipality order by count(*) desc limit 6`;
    const began = monotonicMs();
    const hub = await startHubProcess({ DATABASE_URL: adminUrl, DATA_FOLDER: config.dataFolder }, flags);
    ends.push(hub.stop);
    const portals: Portal[] = [];
    ends.push(() => Promise.all(portals.map((portal) => portal.close())));
    const municipalities = places.map(({ municipality }) => municipality);
    return {
      hub,
      homes: homes.homes.length,
      workers: config.workers,
      versions: { postgresql: server!.version },
      aliveSeconds: () => (monotonicMs() - began) / 1000,
      async round(perSecond, seconds) {
        const portal = openPortal({
          origin: hub.origin,
          homes,
          tokens: await tokensOf(homes, config),
          municipalities,
          seed: `evening ${portals.length}`,
          requests: Math.round(perSecond * seconds),
          skip: homes.pairs.length - (portals.at(-1)?.left() ?? homes.pairs.length),
        });
        portals.push(portal);
        return measured(portal, { hub: hub.pid, postgresql: postmasterOf(server!.pid) }, perSecond, seconds);
      },
      async verify() {
        return {
          wrong: await whatIsWrong(allocation, homes, portals),
          reacted: portals.flatMap(({ reacted }) => reacted),
        };
      },
      close,
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function measured(
  portal: Portal,
  pids: { readonly hub: number; readonly postgresql: number | undefined },
  perSecond: number,
  seconds: number,
): Promise<Round> {
  const used = (): Readonly<Record<string, CpuTimes | undefined>> => {
    const { user, system } = process.cpuUsage();
    return {
      // With its workers, where it has any.
      hub: cpuTimesOfTree(pids.hub),
      postgresql: pids.postgresql === undefined ? undefined : cpuTimesOfTree(pids.postgresql),
      client: new Map([[process.pid, (user + system) * 1000]]),
    };
  };
  const [before, began] = [used(), monotonicMs()];
  const seed = `moments at ${perSecond}`;
  const outcome = await openLoop({ perSecond, seconds, seed, send: portal.send, kindOf: portal.kindOf });
  const [after, took] = [used(), (monotonicMs() - began) / 1000];
  const spentMs = Object.entries(after).flatMap(([name, end]) => {
    const start = before[name];
    return end === undefined || start === undefined ? [] : [[name, cpuMsBetween(start, end)] as const];
  });
  return {
    perSecond,
    seconds,
    outcome,
    coresBusy: Object.fromEntries(spentMs.map(([name, cpu]) => [name, cpu / 1000 / took])),
    cpuMsPerRequest: Object.fromEntries(
      spentMs.map(([name, cpu]) => [name, cpu / Math.max(1, outcome.sent)]),
    ),
  };
}

/** The address of the server: the one that is set, or one of the data folder's own. */
async function serverOf(config: Config, ends: Ends): Promise<string> {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const embedded = await startEmbedded({ folder: config.dataFolder });
  if (embedded.kind === 'FAILED') throw new Error(embedded.failure.message);
  ends.push(embedded.value.stop);
  return embedded.value.adminUrl;
}

async function databasesOf(
  config: Config,
  ends: Ends,
): Promise<{ readonly allocation: Database; readonly vacancies: Database }> {
  const databases = await readyDatabases(config, subgraphDefinitions, () => undefined);
  if (databases.kind === 'FAILED') throw new Error(databases.failure);
  const open = (wanted: string): Database => {
    const { adminUrl } = databases.value.prepared.find(({ name }) => name === wanted)!;
    const database = connect(adminUrl, { applicationName: 'bench', max: 1 });
    ends.push(() => database.end());
    return database;
  };
  return { allocation: open('allocation'), vacancies: open('vacancies') };
}

async function tokensOf(homes: FreshHomes, config: Config): Promise<ReadonlyMap<string, string>> {
  const key = await developmentKey(config.dataFolder, config.production);
  if (key.kind === 'FAILED') throw new Error(key.failure);
  const seekers = new Set([...homes.pairs, ...homes.standing].map(({ registration }) => registration));
  const tokens = new Map<string, string>();
  for (const seeker of seekers) {
    const token = await signToken(key.value, DEVELOPMENT_ISSUER, seekerOf(seeker), TOKEN_SECONDS);
    tokens.set(seeker, `Bearer ${token}`);
  }
  return tokens;
}
