import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { CandidateFacts } from '../rules/facts.ts';
import { sortKey } from '../rules/rank.ts';
import {
  commitment,
  isDrawn,
  type WrittenRanking,
  type ReactionRow,
  type RuleSetRow,
} from '../subgraphs/allocation/subgraph.ts';
import { factsOf } from './facts.ts';
import type { HomeCourses } from './course-rows.ts';
import { reactionId, type Ranked } from './rankings.ts';
import { saltOf, type RecordedDecisions } from './receipts.ts';
import { REFERENCE_DAY } from './reference.ts';
import type { Seeker } from './seeker.ts';

/** Every rule set that a ranking is pinned to, once. */
export function* ruleSetRows(rankings: readonly Ranked[]): Generator<RuleSetRow> {
  const given = new Set<string>();
  for (const { offer } of rankings) {
    const { hash, canonical } = offer.ruleSet;
    if (given.has(hash)) continue;
    given.add(hash);
    yield { hash, canonical };
  }
}

export function* rankingRows(
  rankings: readonly Ranked[],
  courses: HomeCourses,
  keepsFacts: (ranked: Ranked) => boolean,
): Generator<WrittenRanking> {
  for (const ranked of rankings) {
    const { offer, frozen, factsOn, orderKind, standing } = ranked;
    const letting = courses.get(ranked)?.letting ?? null;
    yield {
      owner: offer.row.owner,
      vacancy: offer.row.id,
      region: offer.row.region,
      status: frozen ? 'FROZEN' : 'PROVISIONAL',
      ruleSetHash: offer.ruleSet.hash,
      vacancyFacts: offer.facts,
      orderKind,
      // The draws of the past were revealed when their vacancies closed.
      drawn: frozen || isDrawn(orderKind),
      closesAt: offer.row.closesAt!,
      asOf: factsOn,
      reactionCount: standing,
      frozenAt: frozen ? offer.row.closesAt : null,
      droppedAt: null,
      endedAt: letting?.recordedAt ?? null,
      ending: letting === null ? null : 'LET',
      erasedOn: frozen && !keepsFacts(ranked) ? REFERENCE_DAY : null,
      mediated: false,
    };
  }
}

/**
 * Reactions with their facts, which are put together anew for each row and kept nowhere: there are hundreds of thousands. Of a
 * frozen ranking `receipts` is told what its facts are committed to by.
 */
export function* reactionRows(
  rankings: readonly Ranked[],
  receipts: RecordedDecisions,
  keepsFacts: (ranked: Ranked) => boolean,
): Generator<ReactionRow> {
  for (const ranked of rankings) {
    if (ranked.frozen && !keepsFacts(ranked)) {
      yield* reactionsOf(ranked, () => null);
      continue;
    }
    const rows = [...reactionsOf(ranked)];
    if (ranked.frozen) receipts.keep(ranked, rows);
    yield* rows;
  }
}

/** The reactions of one ranking, with the facts that `factsFor` gives; null where none are kept. */
export function* reactionsOf(
  { offer, frozen, factsOn, reactions }: Ranked,
  factsFor: (seeker: Seeker, on: CalendarDate) => CandidateFacts | null = factsOf,
): Generator<ReactionRow> {
  for (const [index, reaction] of reactions.entries()) {
    const id = reactionId(offer, reaction);
    const { seeker, withdrawn, reactedAtMs } = reaction;
    const facts = factsFor(seeker, factsOn);
    const salt = frozen && facts !== null ? saltOf(id) : null;
    yield {
      owner: offer.row.owner,
      id,
      vacancy: offer.row.id,
      registration: seeker.id,
      registrar: seeker.row.owner,
      reactedAt: new Date(reactedAtMs).toISOString(),
      status: withdrawn ? 'WITHDRAWN' : 'ACTIVE',
      facts,
      factsOn,
      ...sortKey(reaction),
      lotId: reaction.lotId,
      position: frozen ? index + 1 : null,
      exclusion: null,
      declaresUrgentNeed: offer.row.model === 'URGENT_SEEKER_LOTTERY',
      // The demonstration is made in one go: nothing changed since these facts were looked at.
      toFollow: false,
      preference: null,
      salt,
      commitment: salt === null || facts === null ? null : commitment(salt, facts),
    };
  }
}
