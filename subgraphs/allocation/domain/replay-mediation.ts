import { ENGINE_VERSION } from '../../../rules/engine-version.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { bodyOf } from './decision.ts';
import { homeHash } from './frozen-lines.ts';
import { isMediatable } from './mediation.ts';
import { commitment, type Receipt } from './receipt.ts';
import {
  differs,
  type ReplayDifference,
  type StoredRanking,
  type StoredReaction,
} from './replay-decision.ts';

/** A difference, with the number of the receipt that it shows at. */
export interface MediationDifference extends ReplayDifference {
  readonly seq: number;
}

/**
 * Repeats who was proposed for a mediated home: that each stood next in the row of proposals, that the facts are those that were
 * committed to, that the rules of the home admit the household on them, and that the home fits an urgency for which it is
 * mediated. That this household was chosen is a person's decision, which is recorded with its reason and not repeated. `erased`
 * leaves out what needs the facts. Undefined when all of it is so.
 */
export function replayMediation(
  receipts: readonly Receipt[],
  { rules, home, reactions }: Omit<StoredRanking, 'asOf'>,
  erased: boolean,
): MediationDifference | undefined {
  const byId = new Map(reactions.map((reaction) => [reaction.id, reaction]));
  let position = 0;
  for (const receipt of receipts) {
    const body = bodyOf(receipt, 'MEDIATION_PROPOSED');
    if (body === undefined) continue;
    position += 1;
    const reaction = byId.get(receipt.reaction!);
    const at = (difference: ReplayDifference) => ({ ...difference, seq: receipt.seq });
    if (body.engineVersion !== ENGINE_VERSION)
      return at(differs('ENGINE_VERSION', String(body.engineVersion), String(ENGINE_VERSION)));
    if (body.ruleSetHash !== rules.hash) return at(differs('RULES_CHANGED', body.ruleSetHash, rules.hash));
    if (body.homeHash !== homeHash(home)) return at(differs('HOME_CHANGED', body.homeHash, homeHash(home)));
    if (reaction === undefined || reaction.position !== position || body.position !== position)
      return at(
        differs(
          'PLACE_CHANGED',
          String(body.position),
          String(reaction?.position ?? 'none'),
          receipt.reaction,
        ),
      );
    const other = otherFacts(reaction, body.candidate, erased);
    if (other !== undefined) return at(other);
    if (erased) continue;
    const on = body.on as CalendarDate;
    const found = rules.quick(reaction.facts!, home, on);
    if (!found.admitted || found.groupRank !== reaction.groupRank || !isMediatable(reaction.facts!, home, on))
      return at(differs('PLACE_CHANGED', `group ${reaction.groupRank}`, foundText(found), reaction.id));
    byId.delete(reaction.id);
  }
  const [unrecorded] = erased ? [] : [...byId.keys()];
  if (unrecorded === undefined) return undefined;
  return { ...differs('NOT_RECORDED', 'nothing', 'a proposal', unrecorded), seq: receipts.at(-1)?.seq ?? 0 };
}

function otherFacts(
  { id, facts, salt, commitment: stored }: StoredReaction,
  recorded: string,
  erased: boolean,
): ReplayDifference | undefined {
  if (stored !== recorded) return differs('FACTS_CHANGED', recorded, stored ?? 'nothing', id);
  if (erased) return undefined;
  if (facts === null || salt === null) return differs('FACTS_MISSING', recorded, 'nothing', id);
  const is = commitment(salt, facts);
  return is === recorded ? undefined : differs('FACTS_CHANGED', recorded, is, id);
}

function foundText({
  admitted,
  groupRank,
}: {
  readonly admitted: boolean;
  readonly groupRank: number;
}): string {
  return admitted ? `group ${groupRank}` : 'not admitted, or a home that does not fit';
}
