/**
 * Runs `stop` once on Ctrl-C, on termination and when the parent goes away, then ends the process. A second signal ends
 * it at once. Gives what does the same without a signal.
 */
export function stopOnSignals(stop: () => Promise<void>): () => void {
  let stopping = false;
  const begin = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  const end = (): void => {
    if (stopping) process.exit(1);
    begin();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  return begin;
}

/** What was started, to be ended in the reverse order, whatever else goes wrong. */
export type Ends = (() => Promise<unknown>)[];

/** Ends everything that was started, once: what does not end by itself keeps nothing else from ending. */
export async function endAll(ends: Ends): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end().catch(() => undefined);
}
