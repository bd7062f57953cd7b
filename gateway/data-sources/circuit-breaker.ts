import { HubError } from '../../platform/errors.ts';

export interface CircuitSettings {
  /** Faults in a row after which calls are refused at once. */
  readonly faultsToOpen: number;
  /** Milliseconds after which one call is let through to try again. */
  readonly retryAfterMs: number;
  readonly now: () => number;
}

/**
 * Refuses at once what would only wait: after a run of faults of one owner, callers get SUBGRAPH_UNAVAILABLE without
 * spending a deadline each, until one trial call succeeds.
 */
export class CircuitBreaker {
  readonly #settings: CircuitSettings;
  #faults = 0;
  #openedAt = 0;
  #trying = false;

  constructor(settings: CircuitSettings) {
    this.#settings = settings;
  }

  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    const open = this.#faults >= this.#settings.faultsToOpen;
    if (open && (this.#trying || this.#settings.now() - this.#openedAt < this.#settings.retryAfterMs)) {
      throw new HubError('SUBGRAPH_UNAVAILABLE');
    }
    this.#trying = open;
    try {
      const result = await work();
      this.#faults = 0;
      return result;
    } catch (fault) {
      this.#faults += 1;
      this.#openedAt = this.#settings.now();
      throw fault;
    } finally {
      this.#trying = false;
    }
  }
}
