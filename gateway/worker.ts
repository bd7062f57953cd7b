import { setMaxListeners } from 'node:events';
import { readConfig } from '../platform/config.ts';
import { identityFromConfig } from '../platform/identity-from-config.ts';
import { listen } from '../platform/listen.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import { stopOnSignals } from '../platform/stop-signals.ts';
import { doorOf } from './door.ts';
import { ensureExplorer } from './explorer/build.ts';
import { hubFromConfig, signingOf } from './hub-from-config.ts';
import { OPEN_DOOR, type WorkerNews, type WorkerStart } from './workers.ts';

/** One of the processes that answer at the door. Started by `workers.ts`, which tells it where the databases are. */
const ends: (() => Promise<void>)[] = [];

function tell(news: WorkerNews): void {
  process.send?.(news);
}

async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end().catch(() => undefined);
}

async function work({ databases, origin, port, count }: WorkerStart): Promise<Outcome<undefined, string>> {
  const read = readConfig(undefined, []);
  if (read.kind === 'FAILED') return failed(read.failure.message);
  const config = read.value;
  const known = await identityFromConfig(config);
  if (known.kind === 'FAILED') return known;
  const signing = await signingOf(config);
  if (signing.kind === 'FAILED') return signing;
  const hub = await hubFromConfig(config, databases, signing.value, count);
  if (hub.kind === 'FAILED') return hub;
  ends.push(hub.value.stop);
  const explorer = ensureExplorer();
  explorer.catch(() => undefined);
  const open = new Promise<void>((resolve) => {
    process.on('message', (message) => {
      if (message === OPEN_DOOR) resolve();
    });
  });
  tell({ news: 'READY' });
  await open;
  const { identity } = known.value;
  const handle = doorOf({ config, hub: hub.value, identity, explorer, origin });
  const listening = await listen(handle, { host: config.host, port });
  if (listening.kind === 'FAILED') return listening;
  ends.push(listening.value.stop);
  tell({ news: 'ANSWERS' });
  return ok(undefined);
}

setMaxListeners(50);
const end = stopOnSignals(endAll);
// Where the process that started it is gone, Node ends it; where that one says so, it lets what is under way end.
process.once('disconnect', end);
process.once('message', (start) => {
  void work(start as WorkerStart).then((done) => {
    if (done.kind === 'FAILED') tell({ news: 'FAILED', sentence: done.failure });
  });
});
