import { setMaxListeners } from 'node:events';
import { listen } from '../platform/listen.ts';
import { ok, type Outcome } from '../platform/primitives/outcome.ts';
import { endAll, stopOnSignals, type Ends } from '../platform/stop-signals.ts';
import { doorOf } from './door.ts';
import { ensureExplorer } from './explorer/build.ts';
import { hubFromConfig, knownFirst } from './hub-from-config.ts';
import { OPEN_DOOR, type WorkerNews, type WorkerStart } from './workers.ts';

/** One of the processes that answer at the door. Started by `workers.ts`, which tells it where the databases are. */
const ends: Ends = [];

function tell(news: WorkerNews): void {
  process.send?.(news);
}

async function work({ databases, origin, port, count }: WorkerStart): Promise<Outcome<undefined, string>> {
  const first = await knownFirst([]);
  if (first.kind === 'FAILED') return first;
  const { config, identity } = first.value;
  const hub = await hubFromConfig(first.value, databases, count);
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
  const handle = doorOf({ config, hub: hub.value, identity, explorer, origin });
  const listening = await listen(handle, { host: config.host, port });
  if (listening.kind === 'FAILED') return listening;
  ends.push(listening.value.stop);
  tell({ news: 'ANSWERS' });
  return ok(undefined);
}

setMaxListeners(50);
const end = stopOnSignals(() => endAll(ends));
// Where the process that started it is gone, Node ends it; where that one says so, it lets what is under way end.
process.once('disconnect', end);
process.once('message', (start) => {
  void work(start as WorkerStart).then((done) => {
    if (done.kind === 'FAILED') tell({ news: 'FAILED', sentence: done.failure });
  });
});
