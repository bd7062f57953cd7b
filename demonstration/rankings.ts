import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { compileRuleSet, type CompiledRuleSet } from '../rules/compile-rule-set.ts';
import { drawnLot, lotIdIn, tieBreakLot } from '../rules/draw.ts';
import { compareAssessed, type Assessed } from '../rules/rank.ts';
import { orderRuleFor, type RuleSet } from '../rules/rule-set.ts';
import type { OrderKind } from '../rules/rule.ts';
import { closedDraw, type ClosedDraw } from './draws.ts';
import { factsOf } from './facts.ts';
import { CLOSING_TIME, type Offer } from './offers.ts';
import { momentInNetherlands } from './moments.ts';
import type { Randomness } from './randomness.ts';
import { reactorsTo, type Seeking } from './reactors.ts';
import { REFERENCE_DAY, REFERENCE_INSTANT } from './reference.ts';
import { rowId } from './row-id.ts';
import type { Seeker } from './seeker.ts';

/**
 * A reaction that the rules admit. Kept small, for there are hundreds of thousands: its id and its facts are worked out
 * when its row is written.
 */
export interface Reaction extends Assessed {
  readonly seeker: Seeker;
  /** Under which it takes part in a draw; null where another value orders. */
  readonly lotId: string | null;
  /** Milliseconds since 1970 in UTC. */
  readonly reactedAtMs: number;
  /** Withdrawn again by the seeker: not in the order. */
  readonly withdrawn: boolean;
}

/** Who stands where on one vacancy. */
export interface Ranked {
  readonly offer: Offer;
  readonly frozen: boolean;
  /** The day whose facts decide: the closing day, or today for an open vacancy. */
  readonly factsOn: CalendarDate;
  readonly orderKind: OrderKind;
  /** From the top; the withdrawn ones after all others. */
  readonly reactions: readonly Reaction[];
  /** How many stand. */
  readonly standing: number;
  /** The draw that ordered it; null where another value does, and before closing. */
  readonly draw: ClosedDraw | null;
}

/** New homes appear at this time of day, in minutes past midnight. */
const PUBLISHING_TIME = 20 * 60;
/** Of a thousand reactions on an open vacancy, so many were withdrawn. */
const WITHDRAWN = 8;

/** Lets seekers react to a vacancy and puts them in order; every one of them is admitted by its rules. */
export function rankingOf(offer: Offer, seeking: Seeking, randomness: Randomness): Ranked {
  const frozen = offer.row.status !== 'PUBLISHED';
  const factsOn = frozen ? offer.row.closesOn : REFERENCE_DAY;
  const assess = compiledOf(offer.ruleSet);
  const reactions: Reaction[] = [];
  const orderKind = orderRuleFor(offer.ruleSet, offer.row.model)?.order.kind ?? 'REGISTRATION_TIME';
  const byDraw = orderKind === 'DRAW';
  const moments = reactionMoments(offer, randomness);
  for (const seeker of reactorsTo(offer, seeking, factsOn, randomness)) {
    const { admitted, groupRank, orderValue } = assess(factsOf(seeker, factsOn), offer.facts, factsOn);
    if (!admitted) continue;
    const lotId = lotIdIn(offer.id, seeker.lotKey);
    const lot = tieBreakLot(offer.id, lotId);
    const withdrawn = !frozen && randomness.chance(WITHDRAWN);
    const drawnAs = byDraw ? lotId : null;
    reactions.push({ seeker, reactedAtMs: moments(), withdrawn, groupRank, orderValue, lot, lotId: drawnAs });
    if (reactions.length >= offer.wanted) break;
  }
  const draw =
    frozen && byDraw
      ? closedDraw(
          offer.id,
          reactions.map(({ lotId }) => lotId!),
        )
      : null;
  const ordered = draw === null ? reactions : inOrderOf(draw, reactions);
  const standing = ordered.filter(({ withdrawn }) => !withdrawn).sort(compareAssessed);
  const withdrawn = ordered.filter((reaction) => reaction.withdrawn);
  return {
    offer,
    frozen,
    factsOn,
    orderKind,
    reactions: [...standing, ...withdrawn],
    standing: standing.length,
    draw,
  };
}

/** The id of a reaction: one seeker reacts to one vacancy once. */
export function reactionId(offer: Offer, { seeker }: Reaction): string {
  return rowId('reaction', `${offer.row.id}/${seeker.row.id}`);
}

function inOrderOf({ seed }: ClosedDraw, reactions: readonly Reaction[]): readonly Reaction[] {
  return reactions.map((reaction) => ({ ...reaction, lot: drawnLot(seed, reaction.lotId!) }));
}

/** Moments of reacting in milliseconds, more of them soon after publication: the earlier of two random moments of the open period. */
function reactionMoments(offer: Offer, randomness: Randomness): () => number {
  const { publishedOn, closesOn } = offer.row;
  const start = Date.parse(momentInNetherlands(publishedOn, PUBLISHING_TIME));
  const closing = Date.parse(momentInNetherlands(closesOn, CLOSING_TIME));
  const seconds = Math.floor((Math.min(closing, Date.parse(REFERENCE_INSTANT)) - start) / 1000);
  return () => {
    const [one, other] = [randomness.below(seconds), randomness.below(seconds)];
    return start + Math.min(one, other) * 1000;
  };
}

const compiled = new Map<string, CompiledRuleSet>();

function compiledOf(ruleSet: RuleSet): CompiledRuleSet {
  const known = compiled.get(ruleSet.hash) ?? compileRuleSet(ruleSet);
  compiled.set(ruleSet.hash, known);
  return known;
}
