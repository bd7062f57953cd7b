import { addDays, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import {
  aboutOffer,
  receiptOfMove,
  type DecidedBy,
  type LettingRow,
  type NewReceipt,
  type OfferRow,
} from '../subgraphs/allocation/subgraph.ts';
import { lettingOf, type LettingCourse } from './letting-course.ts';
import type { Considered } from './lettings.ts';
import { momentInNetherlands } from './moments.ts';
import { randomnessOf, type Randomness, type Weights } from './randomness.ts';
import { reactionId, type Reaction } from './rankings.ts';
import { REFERENCE_DAY, SEED } from './reference.ts';
import { rowId } from './row-id.ts';

/** What happened to a home after its ranking was frozen: the rows, and the decisions in the order in which they were taken. */
export interface HomeCourse extends Omit<LettingCourse, 'letting'> {
  readonly offers: readonly OfferRow[];
  /** Null while the home is still being offered. */
  readonly letting: LettingRow | null;
  readonly decisions: readonly NewReceipt[];
}

/** Candidates who look at a home together. */
const AT_ONCE = 10;
/** Minutes past midnight. */
const OFFERED_AT = 10 * 60;
const EXPIRES_AT = 9 * 60;

const ENDINGS: Weights<readonly [status: 'REFUSED' | 'EXPIRED' | 'WITHDRAWN', reason: string | null]> = [
  [['REFUSED', 'NO_LONGER_INTERESTED'], 20],
  [['REFUSED', 'HOME'], 14],
  [['REFUSED', 'NEIGHBOURHOOD'], 12],
  [['REFUSED', 'RENT_TOO_HIGH'], 8],
  [['REFUSED', 'QUALITY'], 8],
  [['REFUSED', 'PERSONAL_CIRCUMSTANCES'], 8],
  [['REFUSED', 'OUTDOOR_SPACE'], 4],
  [['REFUSED', 'PARKING_OR_STORAGE'], 2],
  [['EXPIRED', null], 14],
  [['WITHDRAWN', 'DOCUMENTS_MISSING'], 6],
  [['WITHDRAWN', 'APPOINTMENT_MISSED'], 4],
];

/**
 * The course of a home that was considered: offered from the top, ten at a time, until the last of them accepted, who was
 * verified and got it; or offered and not answered yet. Follows from the seed alone.
 */
export function courseOf(considered: Considered): HomeCourse {
  const { ranked, reactions, since, endedOn } = considered;
  const randomness = randomnessOf(`${SEED}/offers made/${ranked.offer.id}`);
  const decisions: NewReceipt[] = [];
  const offers: OfferRow[] = [];
  const batches = Math.ceil(reactions.length / AT_ONCE);
  for (let batch = 0; batch < batches; batch += 1) {
    const madeOn = addDays(since, batch);
    const expiresOn = endedOn === null ? addDays(REFERENCE_DAY, 4) : addDays(madeOn, batches === 1 ? 3 : 1);
    const offered = reactions
      .slice(batch * AT_ONCE, (batch + 1) * AT_ONCE)
      .map((reaction, index) => madeTo(reaction, considered, batch * AT_ONCE + index + 1, madeOn, expiresOn));
    decisions.push(...passedBefore(offered, considered, momentInNetherlands(madeOn, OFFERED_AT), offers));
    decisions.push(...offered.map((row) => receiptOfOffer(row)));
    const answered =
      endedOn === null
        ? offered
        : offered.map((row, index) => {
            const isLast = batch * AT_ONCE + index === reactions.length - 1;
            return isLast ? acceptedOf(row, madeOn, index) : ended(row, madeOn, index, randomness);
          });
    const moved = answered.filter(({ endedAt }) => endedAt !== null);
    decisions.push(...moved.sort(byEnd).map(receiptOfEnd));
    offers.push(...answered);
  }
  if (endedOn === null)
    return { offers, verifications: [], permit: null, letting: null, leftHome: null, decisions };
  const accepted = offers.find(({ status }) => status === 'ACCEPTED')!;
  const course = lettingOf(accepted, ranked, endedOn, deskOf(accepted.owner));
  return { ...course, offers, decisions: [...decisions, ...course.decisions] };
}

function madeTo(
  reaction: Reaction,
  { ranked: { offer, reactions } }: Considered,
  turn: number,
  madeOn: CalendarDate,
  expiresOn: CalendarDate,
): OfferRow {
  const id = reactionId(offer, reaction);
  const { owner } = offer.row;
  return {
    owner,
    id: rowId('offer', id),
    vacancy: offer.row.id,
    reaction: id,
    registration: reaction.seeker.id,
    position: reactions.indexOf(reaction) + 1,
    turn,
    status: 'MADE',
    madeAt: momentInNetherlands(madeOn, OFFERED_AT),
    madeBy: deskOf(owner).person,
    viewingAt: null,
    expiresAt: momentInNetherlands(expiresOn, EXPIRES_AT),
    endedAt: null,
    endedBy: null,
    reason: null,
  };
}

/** One after the other, an hour each. */
function answeredAt(madeOn: CalendarDate, index: number): string {
  return momentInNetherlands(madeOn, OFFERED_AT + 60 * (index + 1));
}

function acceptedOf(row: OfferRow, madeOn: CalendarDate, index: number): OfferRow {
  return { ...row, status: 'ACCEPTED', endedAt: answeredAt(madeOn, index), endedBy: 'SEEKER' };
}

function ended(row: OfferRow, madeOn: CalendarDate, index: number, randomness: Randomness): OfferRow {
  const [status, reason] = randomness.weighted(ENDINGS);
  const endedAt = status === 'EXPIRED' ? row.expiresAt : answeredAt(madeOn, index);
  const endedBy = status === 'EXPIRED' ? null : status === 'REFUSED' ? 'SEEKER' : deskOf(row.owner).person;
  return { ...row, status, reason, endedAt, endedBy };
}

function byEnd(one: OfferRow, other: OfferRow): number {
  return Date.parse(one.endedAt!) - Date.parse(other.endedAt!) || one.position - other.position;
}

/** Who stands above or between those who are offered the home, and has another one: passed over before the offers are made. */
function passedBefore(
  offered: readonly OfferRow[],
  { ranked, passedOver }: Considered,
  at: string,
  before: readonly OfferRow[],
): readonly NewReceipt[] {
  const from = before.at(-1)?.position ?? 0;
  const until = offered.at(-1)!.position;
  const { owner, id: vacancy } = ranked.offer.row;
  return ranked.reactions.slice(from, until).flatMap((reaction, index) =>
    passedOver.has(reaction)
      ? [
          {
            kind: 'CANDIDATE_PASSED_OVER' as const,
            owner,
            vacancy,
            reaction: reactionId(ranked.offer, reaction),
            at,
            by: deskOf(owner),
            body: { position: from + index + 1, reason: 'OTHER_HOME_ACCEPTED' },
          },
        ]
      : [],
  );
}

function receiptOfOffer(row: OfferRow): NewReceipt {
  const { position, expiresAt, viewingAt } = row;
  return {
    kind: 'OFFER_MADE',
    ...aboutOffer(row, row.madeAt, deskOf(row.owner)),
    body: { position, expiresAt, viewingAt },
  };
}

function receiptOfEnd(row: OfferRow): NewReceipt {
  const by = row.status === 'EXPIRED' ? TIME : row.endedBy === 'SEEKER' ? SEEKER : deskOf(row.owner);
  return receiptOfMove(row, row.status, row.reason, row.endedAt!, by);
}

const TIME: DecidedBy = { role: 'HUB', organisation: null, person: null };
const SEEKER: DecidedBy = { role: 'SEEKER', organisation: null, person: null };

/** Who offers homes at a corporation. */
function deskOf(corporation: string): DecidedBy {
  return { role: 'ALLOCATOR', organisation: corporation, person: `verhuurdesk ${corporation}` };
}
