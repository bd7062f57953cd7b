import { addDays, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import { designationOf } from '../rules/designation.ts';
import type { CandidateFacts } from '../rules/facts.ts';
import { usedPriority } from '../rules/used-priority.ts';
import {
  aboutOffer,
  judgeOf,
  receiptOfLetting,
  type DecidedBy,
  type LeftHomeRow,
  type LettingRow,
  type NewReceipt,
  type OfferRow,
  type PermitRow,
  type VerificationRow,
} from '../subgraphs/allocation/subgraph.ts';
import { factsOf } from './facts.ts';
import { momentInNetherlands } from './moments.ts';
import type { Ranked } from './rankings.ts';
import { rowId } from './row-id.ts';

/** How an accepted offer became a letting: the rows, and the decisions in the order in which they were taken. */
export interface LettingCourse {
  readonly verifications: readonly VerificationRow[];
  /** Null where the regulation designates no such homes. */
  readonly permit: PermitRow | null;
  readonly letting: LettingRow;
  /** Null for a starter. */
  readonly leftHome: LeftHomeRow | null;
  readonly decisions: readonly NewReceipt[];
}

/** Minutes past midnight. */
const VERIFIED_AT = 11 * 60;
const ASKED_AT = 12 * 60;
const GRANTED_AT = 14 * 60;
const LET_AT = 15 * 60;

/** The candidate is verified, the municipality gives a permit where one is needed, and the lease is signed on a day. */
export function lettingOf(row: OfferRow, ranked: Ranked, on: CalendarDate, desk: DecidedBy): LettingCourse {
  const { offer, factsOn } = ranked;
  const { seeker, groupRank } = ranked.reactions[row.position - 1]!;
  const facts = factsOf(seeker, factsOn);
  const { rule } = offer.ruleSet.groups.find(({ rank }) => rank === groupRank)!;
  const checkedOn = addDays(row.endedAt!.slice(0, 10) as CalendarDate, 1);
  const checkedAt = momentInNetherlands(checkedOn, VERIFIED_AT);
  const verifications = (['IDENTITY', 'INCOME'] as const).map((document) => ({
    owner: row.owner,
    offer: row.id,
    document,
    outcome: 'FOUND' as const,
    reason: null,
    checkedAt,
    checkedBy: desk.person!,
  }));
  const checks = verifications.map(({ document, outcome, reason }) => ({ document, outcome, reason }));
  const granted = permitOf(row, ranked, facts, { checks, on: checkedOn, desk });
  const { place, model, segment, labels } = offer.facts;
  const { grounds, urgencyCategories, ...priority } = usedPriority(rule, facts, offer.facts, factsOn);
  const letting = {
    owner: row.owner,
    id: rowId('letting', row.vacancy),
    vacancy: row.vacancy,
    offer: row.id,
    registration: row.registration,
    model,
    position: row.position,
    candidates: ranked.standing,
    signedOn: on,
    startsOn: on,
    leavesHome: facts.leavesSelfContainedHome,
    recordedAt: momentInNetherlands(on, LET_AT),
    recordedBy: desk.person!,
    ...place,
    segment,
    labels: [...labels],
    ...priority,
    grounds: [...grounds],
    urgencyCategories: [...urgencyCategories],
    permit: granted?.permit.id ?? null,
    leaseHolder: 'SEEKER' as const,
    careProvider: null,
    handedOverOn: null,
    watchUntil: null,
    handedOverAt: null,
    handedOverBy: null,
  };
  return {
    verifications,
    permit: granted?.permit ?? null,
    letting,
    leftHome: facts.leavesSelfContainedHome ? homeLeftFor(letting, facts) : null,
    decisions: [
      {
        kind: 'VERIFICATION',
        ...aboutOffer(row, checkedAt, desk),
        body: { position: row.position },
        facts: { checks },
      },
      ...(granted?.decisions ?? []),
      receiptOfLetting(row, letting, letting.recordedAt, desk),
    ],
  };
}

/** The permit of the municipality on how the rules judged the household; undefined where the home needs none. */
function permitOf(
  row: OfferRow,
  { offer, factsOn }: Ranked,
  facts: CandidateFacts,
  {
    checks,
    on,
    desk,
  }: {
    readonly checks: readonly Pick<VerificationRow, 'document' | 'outcome'>[];
    readonly on: CalendarDate;
    readonly desk: DecidedBy;
  },
): { readonly permit: PermitRow; readonly decisions: readonly NewReceipt[] } | undefined {
  if (designationOf(offer.ruleSet, offer.facts) === undefined) return undefined;
  const judged = judgeOf(offer.ruleSet.hash, offer.ruleSet.canonical).judge(facts, offer.facts, factsOn);
  if (judged.kind === 'REFUSED') throw new TypeError('a home that went to somebody whom its rules refuse');
  const owner = offer.facts.place.municipality;
  const officer: DecidedBy = {
    role: 'PERMIT_OFFICER',
    organisation: owner,
    person: `vergunningen ${owner}`,
  };
  const assessment = {
    group: judged.group,
    position: row.position,
    reasons: judged.reasons,
    checks: checks.map(({ document, outcome }) => ({ document, outcome })),
  };
  const permit: PermitRow = {
    owner,
    id: rowId('permit', row.vacancy),
    corporation: row.owner,
    offer: row.id,
    vacancy: row.vacancy,
    reaction: row.reaction,
    registration: row.registration,
    status: 'GRANTED',
    askedAt: momentInNetherlands(on, ASKED_AT),
    askedBy: desk.person!,
    assessment,
    decidedAt: momentInNetherlands(on, GRANTED_AT),
    decidedBy: officer.person,
    article: null,
    reason: null,
  };
  const of = { permit: permit.id };
  return {
    permit,
    decisions: [
      {
        kind: 'PERMIT',
        ...aboutOffer(row, permit.askedAt, desk),
        body: { ...of, outcome: 'ASKED' },
        facts: { assessment },
      },
      {
        kind: 'PERMIT',
        ...aboutOffer(row, permit.decidedAt!, officer),
        body: { ...of, outcome: 'GRANTED' },
      },
    ],
  };
}

/** The home that a mover leaves: what becomes of it is not known yet. */
function homeLeftFor(
  { owner, id, startsOn }: Pick<LettingRow, 'owner' | 'id' | 'startsOn'>,
  { residences }: CandidateFacts,
): LeftHomeRow {
  return {
    owner,
    id: rowId('left home', id),
    letBy: owner,
    letting: id,
    municipality: residences.findLast(({ until }) => until === null)?.municipality ?? null,
    dwelling: null,
    ofCorporation: false,
    leftOn: startsOn,
    destiny: 'UNKNOWN',
    destinedOn: null,
    recordedBy: null,
  };
}
