import type { HubWork } from '../closing/hub-work.ts';
import * as store from '../store/consequences.ts';

const AT_ONCE = 50;
/** Rounds in a row: a subject may have several things to be told one after the other. */
const ROUNDS_MAXIMUM = 20;

/**
 * Tells other owners what follows from what was decided, and remembers what they have. What an owner does not take now is
 * told again later; a second telling changes nothing, so that nothing is lost and nothing done twice when a process ends
 * in between. Never rejects because of another owner.
 */
export async function tellOthers(work: HubWork): Promise<void> {
  for (let round = 0; round < ROUNDS_MAXIMUM; round += 1) {
    const waiting = await work.write((sql) => store.consequencesToDo(sql, AT_ONCE));
    if (waiting.length === 0) return;
    let isTold = false;
    for (const consequence of waiting) {
      const answer = await work.ask<Readonly<Record<string, unknown>>>(
        consequence.operation,
        consequence.variables,
      );
      // A refusal is an answer: what there is no longer cannot be told.
      const doneAt = answer === undefined ? null : work.clock.now();
      await work.write((sql) => store.endConsequence(sql, consequence, doneAt));
      isTold ||= doneAt !== null;
    }
    if (!isTold) return;
  }
}
