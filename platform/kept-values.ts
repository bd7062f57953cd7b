interface Kept<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/** Values that hold for a while, by a text key: each until its own moment, and of too many those that were kept first go. */
export class KeptValues<Value> {
  readonly #atMost: number;
  readonly #nowMs: () => number;
  readonly #kept = new Map<string, Kept<Value>>();

  /** The moments are those of `nowMs`, in milliseconds of whichever clock that is. */
  constructor(atMost: number, nowMs: () => number) {
    this.#atMost = atMost;
    this.#nowMs = nowMs;
  }

  /** Undefined for what was not kept, and for what holds no longer. */
  get(key: string): Value | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && this.#nowMs() < kept.untilMs ? kept.value : undefined;
  }

  keep(key: string, value: Value, untilMs: number): void {
    this.#kept.delete(key);
    if (this.#kept.size >= this.#atMost) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(key, { value, untilMs });
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}
