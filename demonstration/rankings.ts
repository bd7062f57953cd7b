import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { compileRuleSet, type CompiledRuleSet } from '../rules/compile-rule-set.ts';
import { drawnLot, drawSeed, tieBreakLot } from '../rules/draw.ts';
import { participantRoot } from '../rules/participant-tree.ts';
import { compareAssessed, type Assessed } from '../rules/rank.ts';
import { orderRuleFor, type RuleSet } from '../rules/rule-set.ts';
import type { OrderKind } from '../rules/rule.ts';
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
  const moments = reactionMoments(offer, randomness);
  for (const seeker of reactorsTo(offer, seeking, factsOn, randomness)) {
    const { admitted, groupRank, orderValue } = assess(factsOf(seeker, factsOn), offer.facts, factsOn);
    if (!admitted) continue;
    const lot = tieBreakLot(offer.id, seeker.id);
    const withdrawn = !frozen && randomness.chance(WITHDRAWN);
    reactions.push({ seeker, reactedAtMs: moments(), withdrawn, groupRank, orderValue, lot });
    if (reactions.length >= offer.wanted) break;
  }
  const orderKind = orderRuleFor(offer.ruleSet, offer.row.model)?.order.kind ?? 'REGISTRATION_TIME';
  const ordered = frozen && orderKind === 'DRAW' ? drawLots(offer, reactions) : reactions;
  const standing = ordered.filter(({ withdrawn }) => !withdrawn).sort(compareAssessed);
  const withdrawn = ordered.filter((reaction) => reaction.withdrawn);
  return {
    offer,
    frozen,
    factsOn,
    orderKind,
    reactions: [...standing, ...withdrawn],
    standing: standing.length,
  };
}

/** The id of a reaction: one seeker reacts to one vacancy once. */
export function reactionId(offer: Offer, { seeker }: Reaction): string {
  return rowId('reaction', `${offer.row.id}/${seeker.row.id}`);
}

/** The draw of a closed vacancy, as rules/draw.ts prescribes; its secret follows from the seed of the demonstration. */
function drawLots(offer: Offer, reactions: readonly Reaction[]): readonly Reaction[] {
  const lotIds = reactions.map(({ seeker }) => seeker.id);
  const secret = rowId('draw secret', offer.row.id);
  const seed = drawSeed({ drawId: offer.id, participantRoot: participantRoot(lotIds), secret });
  return reactions.map((reaction) => ({ ...reaction, lot: drawnLot(seed, reaction.seeker.id) }));
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
