import { parentPort, workerData } from 'node:worker_threads';
import { rulesOfCorpus } from '../rules-in-force.ts';
import { loadSlice, type LoadedTable, type Slice } from './slice.ts';

export interface SliceThreadData {
  /** The corpus of the population, as an address. */
  readonly corpus: string;
  readonly databases: readonly { readonly name: string; readonly adminUrl: string }[];
}

/** Asked with a slice, answers with what of it was loaded; says once at the beginning that it is ready. */
export type SliceAnswer =
  { readonly kind: 'READY' } | { readonly kind: 'LOADED'; readonly tables: readonly LoadedTable[] };

const { corpus, databases } = workerData as SliceThreadData;
const rules = await rulesOfCorpus(new URL(corpus));
const port = parentPort!;
const answer = (value: SliceAnswer): void => port.postMessage(value);
port.on('message', (slice: Slice) => {
  void loadSlice(slice, rules, databases).then((tables) => answer({ kind: 'LOADED', tables }));
});
answer({ kind: 'READY' });
