/** What the bench asks of a process that it started: settings first, then anything by `kind`. */
export interface ChildMessage {
  readonly id: number;
  readonly kind: string;
  readonly [member: string]: unknown;
}

/** What a process does for the bench. */
export interface Served {
  /** Where it answers over HTTP, when it does. */
  readonly origin?: string;
  /** Answers what the bench asks besides its use of the machine. */
  readonly answer?: (message: ChildMessage) => unknown;
  readonly stop: () => Promise<unknown>;
}

/** What a process used so far. */
export interface Usage {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

/**
 * Serves the bench from a process of its own: starts with the settings that come first, says where it listens, and tells its
 * own CPU, which every system knows to the microsecond. Ends with the bench, however that ends.
 */
export function serveBench<Settings>(start: (settings: Settings) => Promise<Served>): void {
  let served: Promise<Served> | undefined;
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), 4_000).unref();
    await served?.then((running) => running.stop()).catch(() => undefined);
    process.exit(0);
  };
  // Ctrl-C reaches the whole group of processes; the bench itself says when to end.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void stop());
  process.on('disconnect', () => void stop());
  process.on('message', (message: ChildMessage) => {
    void answerTo(message).then(
      (answer) => process.send?.({ id: message.id, answer }),
      (fault: unknown) =>
        process.send?.({
          id: message.id,
          fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
        }),
    );
  });

  async function answerTo(message: ChildMessage): Promise<unknown> {
    if (message.kind === 'start') {
      served = start(message['settings'] as Settings);
      return (await served).origin;
    }
    if (message.kind === 'usage') return usage();
    return (await served)?.answer?.(message);
  }
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 2 ** 20 };
}
