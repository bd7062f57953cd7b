import type { HubWork } from '../closing/hub-work.ts';
import * as store from '../store/consequences.ts';
import type { ConsequenceRow } from '../tables.ts';

const AT_ONCE = 50;
/** Rounds in a row: a subject may have several things to be told one after the other. */
const ROUNDS_MAXIMUM = 20;

/**
 * Tells other owners what follows from what was decided, and remembers what they have. What an owner does not take now is
 * told again later; a second telling changes nothing, so that nothing is lost and nothing done twice when a process ends
 * in between. `untried` tells only what was never tried: who waits for an answer does not wait for what an owner owes others.
 * Never rejects because of another owner.
 */
export async function tellOthers(work: HubWork, untried: boolean): Promise<void> {
  // An owner that does not take one thing now is not asked for the same again and again.
  const away = new Set<ConsequenceRow['operation']>();
  for (let round = 0; round < ROUNDS_MAXIMUM; round += 1) {
    let isTold = false;
    let after: string | undefined = '';
    while (after !== undefined) {
      const from: string = after;
      const page = await work.write((sql) => store.consequencesToDo(sql, from, untried, AT_ONCE));
      for (const consequence of page) {
        if (away.has(consequence.operation)) continue;
        if (await tell(consequence, work)) isTold = true;
        else away.add(consequence.operation);
      }
      after = page.length < AT_ONCE ? undefined : page.at(-1)!.subject;
    }
    if (!isTold) return;
  }
}

/** Whether the owner has it now. A refusal is an answer: what there is no longer cannot be told. */
async function tell(consequence: ConsequenceRow, { ask, write, clock }: HubWork): Promise<boolean> {
  const answer = await ask<Readonly<Record<string, unknown>>>(consequence.operation, consequence.variables);
  const doneAt = answer === undefined ? null : clock.now();
  await write((sql) => store.endConsequence(sql, consequence, doneAt));
  return doneAt !== null;
}
