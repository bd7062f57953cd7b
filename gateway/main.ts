import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exampleOf } from '../demonstration/example.ts';
import { loadDemonstration } from '../demonstration/load-demonstration.ts';
import { monotonicMs } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { PreparedDatabase } from '../platform/database/prepare.ts';
import { sendJson } from '../platform/http.ts';
import { listen } from '../platform/listen.ts';
import { ok, type Outcome } from '../platform/primitives/outcome.ts';
import { endAll, stopOnSignals, type Ends } from '../platform/stop-signals.ts';
import { logToStandardError } from '../platform/telemetry.ts';
import { readyDatabases } from './databases.ts';
import { doorOf } from './door.ts';
import { printExample } from './example-question.ts';
import { ensureExplorer } from './explorer/build.ts';
import { hubFromConfig, knownFirst, subgraphsHere } from './hub-from-config.ts';
import { progressLine } from './progress.ts';
import { startWorkers } from './workers.ts';

/** What answers at the door: first that the hub is starting, then the hub. */
interface Door {
  handle: (request: IncomingMessage, response: ServerResponse) => void;
}

async function main(): Promise<void> {
  setMaxListeners(50);
  const ends: Ends = [];
  stopOnSignals(() => endAll(ends));
  const progress = progressLine((text) => process.stdout.write(text), monotonicMs);
  const started = await start(ends, progress);
  if (started.kind === 'FAILED') {
    await endAll(ends);
    console.error(started.failure);
    process.exit(1);
  }
}

async function start(ends: Ends, progress: (sentence: string) => void): Promise<Outcome<undefined, string>> {
  const first = await knownFirst();
  if (first.kind === 'FAILED') return first;
  const { config, identity } = first.value;
  // The port comes first: nobody waits for a region to load to hear that the port is taken.
  const door: Door = { handle: (_request, response) => sendJson(response, 503, { status: 'starting' }) };
  const listening = await listen((request, response) => door.handle(request, response), config);
  if (listening.kind === 'FAILED') return listening;
  const { origin, port, stop } = listening.value;
  ends.push(stop);
  const explorer = ensureExplorer();
  explorer.catch(() => undefined);
  const databases = await loadedDatabases(config, ends, progress);
  if (databases.kind === 'FAILED') return databases;
  const hub = await hubFromConfig(first.value, databases.value);
  if (hub.kind === 'FAILED') return hub;
  ends.push(hub.value.stop);
  // From here on the door closes first, while there is still a hub behind it for what is under way.
  ends.push(...ends.splice(ends.indexOf(stop), 1));
  if (config.workers === 1) {
    door.handle = doorOf({ config, hub: hub.value, identity, explorer, origin });
  } else {
    await explorer.catch(() => undefined);
    const workers = startWorkers({
      count: config.workers,
      start: { databases: databases.value, origin, port },
      leaveDoor: stop,
      log: logToStandardError,
    });
    ends.push(workers.stop);
    const answering = await workers.answering;
    if (answering.kind === 'FAILED') return answering;
  }
  progress('The hub answers.');
  await printExample(hub.value, exampleOf(config.demonstrationScale), origin, (text) =>
    process.stdout.write(text),
  );
  return ok(undefined);
}

/** The databases of the subgraphs that run here, with the demonstration where it belongs. */
async function loadedDatabases(
  config: Config,
  ends: Ends,
  progress: (sentence: string) => void,
): Promise<Outcome<readonly PreparedDatabase[], string>> {
  const here = subgraphsHere(config);
  if (here.length === 0) return ok([]);
  const databases = await readyDatabases(config, here, progress);
  if (databases.kind === 'FAILED') return databases;
  ends.push(databases.value.stop);
  const { prepared } = databases.value;
  const isWhole = Object.keys(config.subgraphUrls).length === 0;
  if (isWhole && config.demonstrationScale !== 'none') {
    const loaded = await loadDemonstration({
      databases: prepared,
      scale: config.demonstrationScale,
      onProgress: progress,
    });
    if (loaded.kind === 'FAILED') return loaded;
  }
  return ok(prepared);
}

await main();
