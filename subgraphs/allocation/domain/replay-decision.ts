import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { ENGINE_VERSION } from '../../../rules/engine-version.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import type { DecisionBodies } from './decision.ts';
import { drawnLot } from '../../../rules/draw.ts';
import { freeze } from './freeze.ts';
import { homeHash, lineOf, linesRoot, type FrozenReaction } from './frozen-lines.ts';
import type { Judge } from './judge.ts';
import { commitment } from './receipt.ts';

/** Why a decision cannot be repeated as it was recorded. */
export type ReplayCode =
  | 'ENGINE_VERSION'
  | 'RULES_CHANGED'
  | 'HOME_CHANGED'
  | 'CANDIDATES_CHANGED'
  | 'FACTS_MISSING'
  | 'FACTS_CHANGED'
  | 'LOT_CHANGED'
  | 'PLACE_CHANGED'
  | 'ROOT_CHANGED'
  | 'NOT_RECORDED'
  | 'NOT_NEXT'
  | 'NOT_OFFERED'
  | 'OFFER_CHANGED'
  | 'INTERVENTION_CHANGED'
  | 'HIGHER_CANDIDATE';

/** The first thing that is not as it was recorded. Of a person only the number of the reaction is told. */
export interface ReplayDifference {
  readonly code: ReplayCode;
  readonly reaction: string | null;
  /** What was recorded, and what is there or follows. */
  readonly recorded: string;
  readonly found: string;
}

/** What is stored of a ranking that was frozen. */
export interface StoredRanking {
  /** The rules that it is pinned to; a judge is only made of a text that is what its hash says. */
  readonly rules: Pick<Judge, 'hash' | 'quick'>;
  readonly home: VacancyFacts;
  readonly asOf: CalendarDate;
  /** Everybody who stood; not those who withdrew. */
  readonly reactions: readonly StoredReaction[];
}

export interface StoredReaction extends FrozenReaction {
  /** Null when their term is over. */
  readonly facts: CandidateFacts | null;
  readonly salt: string | null;
  /** Under which it took part in the draw of its home. */
  readonly lotId: string | null;
}

/**
 * Repeats a frozen ranking: judges the facts of everybody who stood anew under the rules of its hash, and holds what follows
 * against what is stored, and what is stored against what was recorded. `seed` is that of the draw that gave the lots, as it was
 * recorded; null where another value orders, and the lots only decide between equals. Undefined when all are one and the same.
 */
export function replayRanking(
  body: DecisionBodies['RANKING_FROZEN'],
  stored: StoredRanking,
  seed: string | null,
): ReplayDifference | undefined {
  if (body.engineVersion !== ENGINE_VERSION)
    return differs('ENGINE_VERSION', String(body.engineVersion), String(ENGINE_VERSION));
  if (body.ruleSetHash !== stored.rules.hash)
    return differs('RULES_CHANGED', body.ruleSetHash, stored.rules.hash);
  const home = homeHash(stored.home);
  if (body.homeHash !== home) return differs('HOME_CHANGED', body.homeHash, home);
  if (body.on !== stored.asOf) return differs('HOME_CHANGED', body.on, stored.asOf);
  const { reactions } = stored;
  if (reactions.length !== body.placed + body.excluded)
    return differs('CANDIDATES_CHANGED', String(body.placed + body.excluded), String(reactions.length));
  for (const { id, facts, salt, commitment: recorded } of reactions) {
    if (facts === null || salt === null || recorded === null)
      return differs('FACTS_MISSING', recorded ?? '', '', id);
    const found = commitment(salt, facts);
    if (found !== recorded) return differs('FACTS_CHANGED', recorded, found, id);
  }
  for (const { id, lot, lotId, position } of reactions) {
    if (seed === null || position === null) continue;
    const drawn = lotId === null ? 'no lot' : drawnLot(seed, lotId);
    if (lot !== drawn) return differs('LOT_CHANGED', lot, drawn, id);
  }
  const place = firstOtherPlace(stored);
  if (place !== undefined) return place;
  const root = linesRoot(reactions.map(lineOf));
  return root === body.root ? undefined : differs('ROOT_CHANGED', body.root, root);
}

/** The first place, from the top, that does not follow from the rules and the facts. */
function firstOtherPlace({ rules, home, asOf, reactions }: StoredRanking): ReplayDifference | undefined {
  const byId = new Map(reactions.map((reaction) => [reaction.id, reaction]));
  const standing = reactions.map(({ id, facts, exclusion }) => ({
    id,
    registration: id,
    facts: facts!,
    // Whether a registration could still react is its register's to say; it was recorded with the exclusion.
    active: exclusion !== 'REGISTRATION_NOT_ACTIVE',
  }));
  // Drawn, or made of a household's key that is not kept here: what it was is part of what was recorded.
  const frozen = freeze(standing, rules.quick, home, asOf, (id) => byId.get(id)!.lot);
  for (const found of frozen.placed) {
    const recorded = byId.get(found.id)!;
    if (placeText(recorded) !== placeText({ ...found, exclusion: null }))
      return differs(
        'PLACE_CHANGED',
        placeText(recorded),
        placeText({ ...found, exclusion: null }),
        found.id,
      );
  }
  for (const { id, exclusion } of frozen.excluded) {
    const recorded = byId.get(id)!;
    if (recorded.exclusion !== exclusion || recorded.position !== null)
      return differs('PLACE_CHANGED', placeText(recorded), `excluded: ${exclusion}`, id);
  }
  return undefined;
}

function placeText({
  position,
  groupRank,
  orderKey,
  exclusion,
}: Pick<FrozenReaction, 'position' | 'groupRank' | 'orderKey' | 'exclusion'>): string {
  if (exclusion !== null) return `excluded: ${exclusion}`;
  return `place ${position ?? 'none'}, group ${groupRank}, value ${0 - orderKey}`;
}

export function differs(
  code: ReplayCode,
  recorded: string,
  found: string,
  reaction: string | null = null,
): ReplayDifference {
  return { code, reaction, recorded, found };
}
