import type { Clock } from '../../../platform/clock.ts';
import type { Transaction } from '../../../platform/database/connect.ts';

/** What the hub needs to do a task of its own, on the clock or because somebody asked. */
export interface HubWork {
  readonly clock: Clock;
  /** All of `work` in one transaction as the hub. */
  readonly write: <Result>(work: (transaction: Transaction) => Promise<Result>) => Promise<Result>;
  /** The data of a named operation of the hub; undefined when any part of it failed. */
  readonly ask: <Data>(
    operation: string,
    variables: Readonly<Record<string, unknown>>,
  ) => Promise<Data | undefined>;
}
