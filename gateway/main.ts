import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exampleOf } from '../demonstration/example.ts';
import { loadDemonstration } from '../demonstration/load-demonstration.ts';
import { fixedClock, monotonicMs } from '../platform/clock.ts';
import { readConfig, type Config } from '../platform/config.ts';
import { sendJson } from '../platform/http.ts';
import { identityFromConfig, type HubIdentity } from '../platform/identity-from-config.ts';
import { listen } from '../platform/listen.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import { signerFromConfig, type Signer } from '../platform/signer.ts';
import { stopOnSignals } from '../platform/stop-signals.ts';
import { logToStandardError } from '../platform/telemetry.ts';
import { askPublicThrough } from './ask-public.ts';
import { readyDatabases } from './databases.ts';
import { printExample } from './example-question.ts';
import { ensureExplorer } from './explorer/build.ts';
import { startHub, type Hub } from './hub.ts';
import { landingPage } from './landing/landing-page.ts';
import { createPages } from './pages.ts';
import { createReading } from './reading/reading-pages.ts';
import { progressLine } from './progress.ts';
import { doorRequestHandler } from './server.ts';
import { subgraphDefinitions } from './subgraphs.ts';
import { UnanswerableDocument } from './trusted-documents/prepare-documents.ts';

/** What was started, to be ended in the reverse order, whatever else goes wrong. */
type Ends = (() => Promise<void>)[];

/** What answers at the door: first that the hub is starting, then the hub. */
interface Door {
  handle: (request: IncomingMessage, response: ServerResponse) => void;
}

async function main(): Promise<void> {
  setMaxListeners(50);
  const ends: Ends = [];
  const endAll = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end().catch(() => undefined);
  };
  stopOnSignals(endAll);
  const progress = progressLine((text) => process.stdout.write(text), monotonicMs);
  const started = await start(ends, progress);
  if (started.kind === 'FAILED') {
    await endAll();
    console.error(started.failure);
    process.exit(1);
  }
}

async function start(ends: Ends, progress: (sentence: string) => void): Promise<Outcome<undefined, string>> {
  const read = readConfig();
  if (read.kind === 'FAILED') return failed(read.failure.message);
  const config = read.value;
  const known = await identityFromConfig(config);
  if (known.kind === 'FAILED') return known;
  const signing = await signingOf(config);
  if (signing?.kind === 'FAILED') return signing;
  // The port comes first: nobody waits for a region to load to hear that the port is taken.
  const door: Door = { handle: (_request, response) => sendJson(response, 503, { status: 'starting' }) };
  const listening = await listen((request, response) => door.handle(request, response), config);
  if (listening.kind === 'FAILED') return listening;
  const { origin, stop } = listening.value;
  ends.push(stop);
  const explorer = ensureExplorer();
  explorer.catch(() => undefined);
  const hub = await startSubgraphs({ config, signer: signing?.value, ends }, progress);
  if (hub.kind === 'FAILED') return hub;
  // From here on the door closes first, while there is still a hub behind it for what is under way.
  ends.push(...ends.splice(ends.indexOf(stop), 1));
  door.handle = handlerOf(config, hub.value, known.value, explorer, origin);
  progress('The hub answers.');
  await printExample(hub.value, exampleOf(config.demonstrationScale), origin, (text) =>
    process.stdout.write(text),
  );
  return ok(undefined);
}

/** What this process starts with. */
interface Start {
  readonly config: Config;
  readonly signer: Signer | undefined;
  readonly ends: Ends;
}

/** The key that receipts are signed with; undefined where another process does so. */
async function signingOf(config: Config): Promise<Outcome<Signer, string> | undefined> {
  const signs = subgraphDefinitions.some(
    ({ name, signs: does }) => does === true && config.subgraphUrls[name] === undefined,
  );
  return signs ? signerFromConfig(config) : undefined;
}

async function startSubgraphs(
  start: Start,
  progress: (sentence: string) => void,
): Promise<Outcome<Hub, string>> {
  const { config, ends } = start;
  const here = subgraphDefinitions.filter(({ name }) => config.subgraphUrls[name] === undefined);
  const elsewhere = new Map(
    subgraphDefinitions.flatMap(({ name }) => {
      const url = config.subgraphUrls[name];
      return url === undefined ? [] : [[name, new URL(url)] as const];
    }),
  );
  if (here.length === 0) return hubOf({ here: [], elsewhere }, start);
  const databases = await readyDatabases(config, here, progress);
  if (databases.kind === 'FAILED') return databases;
  ends.push(databases.value.stop);
  const { prepared } = databases.value;
  if (elsewhere.size === 0 && config.demonstrationScale !== 'none') {
    const loaded = await loadDemonstration({
      databases: prepared,
      scale: config.demonstrationScale,
      onProgress: progress,
    });
    if (loaded.kind === 'FAILED') return loaded;
  }
  return hubOf(
    { here: here.map((definition, index) => ({ definition, database: prepared[index]! })), elsewhere },
    start,
  );
}

async function hubOf(
  places: Pick<Parameters<typeof startHub>[0], 'here' | 'elsewhere'>,
  { config, signer, ends }: Start,
): Promise<Outcome<Hub, string>> {
  const starting = startHub({
    ...places,
    deadlineMs: config.subgraphDeadlineMs,
    executor: config.gatewayExecutor,
    log: logToStandardError,
    reloadOnChange: !config.production,
    signer,
    factsKeptDays: config.factsKeptDays,
  });
  try {
    const hub = await starting;
    ends.push(hub.stop);
    return ok(hub);
  } catch (fault) {
    if (fault instanceof UnanswerableDocument) return failed(fault.message);
    throw fault;
  }
}

function handlerOf(
  config: Config,
  hub: Hub,
  { identity }: HubIdentity,
  explorer: Promise<string>,
  origin: string,
): Door['handle'] {
  const example = exampleOf(config.demonstrationScale);
  const referenceDate = (hub.clock ?? fixedClock(example.referenceMoment)).today();
  const pages = createPages({
    explorerFolder: explorer,
    landing: () => landingPage({ origin, referenceDate, example }),
  });
  const reading = createReading({ ask: askPublicThrough(hub.gateway), origin: () => origin });
  return doorRequestHandler({
    gateway: hub.gateway,
    identity,
    documentModes: config.documentModes,
    log: logToStandardError,
    pages: async (request, response) =>
      (await reading(request, response)) || (await pages(request, response)),
    missing: hub.missing,
  });
}

await main();
