import { addDays, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import { orderRuleFor } from '../rules/rule-set.ts';
import type { TieRow } from '../subgraphs/registrations/subgraph.ts';
import type { Offer } from './offers.ts';
import type { Randomness } from './randomness.ts';
import type { Ranked, Reaction } from './rankings.ts';
import { factsOf } from './facts.ts';
import { orderValue } from '../rules/order-value.ts';
import type { Seeker } from './seeker.ts';

/** Whom a corporation considered for a vacancy, from the top down, and until when. */
export interface Considered {
  readonly ranked: Ranked;
  /** Who was offered the home; who got it is the last. */
  readonly reactions: readonly Reaction[];
  /** Who stood between them, and was given another home before. */
  readonly passedOver: ReadonlySet<Reaction>;
  readonly since: CalendarDate;
  readonly endedOn: CalendarDate | null;
}

/** Of a thousand candidates who are offered a home, so many refuse it or turn out not to fit. */
const REFUSALS = 420;
/** The most candidates whom a corporation looks at together, and never more than half of them. */
const CONSIDERED_AT_ONCE = 8;

/**
 * What a corporation did with the ranking of a closed vacancy: offered from the top until somebody accepted, who then
 * moved. Undefined where it has not begun. A home that nobody took is let to the last who could; none could: `null`.
 */
export function offerFromTheTop(ranked: Ranked, randomness: Randomness): Considered | null | undefined {
  const { offer, reactions } = ranked;
  const since = addDays(offer.row.closesOn, 1);
  switch (offer.row.status) {
    case 'OFFERING': {
      const looksAt = Math.min(CONSIDERED_AT_ONCE, Math.ceil(reactions.length / 2));
      return { ranked, ...whoIsThere(reactions.slice(0, looksAt)), since, endedOn: null };
    }
    case 'LET': {
      const place = acceptingPlace(reactions, randomness);
      if (place === undefined || offer.letOn === null) return null;
      const there = whoIsThere(reactions.slice(0, place + 1));
      move(reactions[place]!.seeker, offer, offer.letOn);
      return { ranked, ...there, since, endedOn: offer.letOn };
    }
    default:
      return undefined;
  }
}

/** Who still seeks of some who stand from the top, and who was given another home meanwhile. */
function whoIsThere(reactions: readonly Reaction[]): Pick<Considered, 'reactions' | 'passedOver'> {
  const { there = [], gone = [] } = Object.groupBy(reactions, ({ seeker }) =>
    seeker.moved === null ? 'there' : 'gone',
  );
  return { reactions: there, passedOver: new Set(gone) };
}

function acceptingPlace(reactions: readonly Reaction[], randomness: Randomness): number | undefined {
  let last: number | undefined;
  for (const [place, { seeker }] of reactions.entries()) {
    // Who was given another home meanwhile is no longer there.
    if (seeker.moved !== null) continue;
    last = place;
    if (!randomness.chance(REFUSALS)) return place;
    if (place >= 24) break;
  }
  return last;
}

/** The household lives in its new home from that day: it no longer seeks, and its urgency has ended. */
function move(seeker: Seeker, offer: Offer, on: CalendarDate): void {
  const { row, ties, urgencies } = seeker;
  const { municipality, core } = offer.dwelling;
  const ended = ties.map((tie) =>
    tie.kind === 'RESIDENCE' && tie.untilDay === null ? { ...tie, untilDay: on } : tie,
  );
  const number = ties.filter(({ kind }) => kind === 'RESIDENCE').length + 1;
  const home: TieRow = {
    owner: row.owner,
    registration: row.id,
    kind: 'RESIDENCE',
    number,
    municipality,
    core,
    fromDay: on,
    untilDay: null,
  };
  seeker.moved = {
    on,
    row: {
      ...row,
      status: 'DORMANT',
      leavesSelfContainedHome: true,
      presentAddressSince: on,
      lastMoveOn: on,
      lastMoveSearchValueDays: searchValueOn(seeker, offer, on),
    },
    ties: [...ended, home],
    urgencies: urgencies.map((urgency) =>
      urgency.status === 'GRANTED' && urgency.validFrom !== null && urgency.validFrom < on
        ? { ...urgency, status: 'ENDED', validUntil: earliest(urgency.validUntil, on) }
        : urgency,
    ),
  };
}

/** The days that the register keeps: the search value where the region reckons so, else the days registered. */
function searchValueOn(seeker: Seeker, { ruleSet }: Offer, on: CalendarDate): number {
  const order = orderRuleFor(ruleSet, 'OFFER')?.order;
  return orderValue(
    order?.kind === 'SEARCH_VALUE' ? order : { kind: 'REGISTRATION_TIME' },
    factsOf(seeker, on),
    on,
  );
}

function earliest(one: CalendarDate | null, other: CalendarDate): CalendarDate {
  return one === null || other < one ? other : one;
}
