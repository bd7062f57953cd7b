/** A session with the inspector of another Node process, which needs nothing of the program that it looks at. */
export interface InspectedHeap {
  /** Heap in use in MB as it is, with what nobody needs any more. */
  readonly usedMb: () => Promise<number>;
  /** Heap in use in MB after a full collection: what the process holds. */
  readonly heldMb: () => Promise<number>;
  readonly close: () => void;
}

/** Connects to the address that Node prints when it is started with `--inspect`. Rejects when nobody listens there. */
export async function inspectHeap(url: string): Promise<InspectedHeap> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (result: { readonly usedSize: number }) => void>();
  let number = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result: { usedSize: number } };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`nobody listens at ${url}`)));
  });
  function call(method: string): Promise<{ readonly usedSize: number }> {
    const id = (number += 1);
    return new Promise((resolve) => {
      waiting.set(id, (result) => {
        waiting.delete(id);
        resolve(result);
      });
      socket.send(JSON.stringify({ id, method }));
    });
  }
  const usedMb = async (): Promise<number> => (await call('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  return {
    usedMb,
    async heldMb() {
      await call('HeapProfiler.collectGarbage');
      return usedMb();
    },
    close: () => socket.close(),
  };
}
