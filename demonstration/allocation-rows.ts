import { sortKey } from '../rules/rank.ts';
import type { consideration } from '../subgraphs/allocation/subgraph.ts';
import {
  commitment,
  isDrawn,
  type WrittenRanking,
  type ReactionRow,
  type RuleSetRow,
} from '../subgraphs/allocation/subgraph.ts';
import { factsOf } from './facts.ts';
import type { Considered } from './lettings.ts';
import { reactionId, type Ranked } from './rankings.ts';
import { saltOf, type FrozenReceipts } from './receipts.ts';

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

export function* rankingRows(rankings: readonly Ranked[]): Generator<WrittenRanking> {
  for (const { offer, frozen, factsOn, orderKind, standing } of rankings) {
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
      endedAt: null,
      ending: null,
      erasedOn: null,
    };
  }
}

/**
 * Reactions with their facts, which are put together anew for each row and kept nowhere: there are hundreds of thousands. Of a
 * frozen ranking `receipts` is told what its facts are committed to by.
 */
export function* reactionRows(rankings: readonly Ranked[], receipts: FrozenReceipts): Generator<ReactionRow> {
  for (const ranked of rankings) {
    const rows = [...reactionsOf(ranked)];
    if (ranked.frozen) receipts.keep(ranked, rows);
    yield* rows;
  }
}

/** The reactions of one ranking. */
export function* reactionsOf({ offer, frozen, factsOn, reactions }: Ranked): Generator<ReactionRow> {
  for (const [index, reaction] of reactions.entries()) {
    const id = reactionId(offer, reaction);
    const { seeker, withdrawn, reactedAtMs } = reaction;
    const facts = factsOf(seeker, factsOn);
    const salt = frozen ? saltOf(id) : null;
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
      // The demonstration is made in one go: nothing changed since these facts were looked at.
      toFollow: false,
      preference: null,
      salt,
      commitment: salt === null ? null : commitment(salt, facts),
    };
  }
}

export function* considerationRows(
  considered: readonly Considered[],
): Generator<typeof consideration.$inferSelect> {
  for (const { reactions, since, endedOn, ranked } of considered) {
    const { offer } = ranked;
    for (const reaction of reactions) {
      yield { owner: offer.row.owner, reaction: reactionId(offer, reaction), since, endedOn };
    }
  }
}
