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

  /** How many there are, those included that hold no longer and have not made place yet. */
  get size(): number {
    return this.#kept.size;
  }

  /** Undefined for what was not kept, and for what holds no longer. */
  get(key: string): Value | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && this.#nowMs() < kept.untilMs ? kept.value : undefined;
  }

  keep(key: string, value: Value, untilMs: number): void {
    this.#kept.delete(key);
    this.#letGo();
    this.#kept.set(key, { value, untilMs });
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }

  /** Makes place, and lets go of what holds no longer: where all hold equally long, of all of it. */
  #letGo(): void {
    const now = this.#nowMs();
    for (const [key, { untilMs }] of this.#kept) {
      if (now < untilMs && this.#kept.size < this.#atMost) return;
      this.#kept.delete(key);
    }
  }
}
