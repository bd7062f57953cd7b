import { fixedClock, systemClock, type Clock } from './clock.ts';
import type { Database } from './database/connect.ts';

/** Key of `platform.setting` that holds the moment a data set is set on. */
export const REFERENCE_MOMENT = 'reference_moment';

/**
 * The clock of a data set: the moment it is set on, where it is (a demonstration gives the same answers next year),
 * else the machine's.
 */
export async function clockOf(sql: Database): Promise<Clock> {
  const [setting] = await sql<{ value: string }[]>`
    /* referenceMoment */ select value from platform.setting where key = ${REFERENCE_MOMENT}`;
  return setting === undefined ? systemClock : fixedClock(setting.value);
}
