import { hash } from 'node:crypto';
import { compareText } from '../platform/primitives/compare-text.ts';
import {
  frozenBody,
  lineOf,
  rowOf,
  sealReceipt,
  type ChainHead,
  type Decision,
  type DecisionBodies,
  type ReactionRow,
  type ReceiptRow,
} from '../subgraphs/allocation/subgraph.ts';
import type { ClosedDraw } from './draws.ts';
import type { Ranked } from './rankings.ts';
import { SEED } from './reference.ts';

/** The receipts of the frozen rankings, as the hub would have written them when each of them was frozen. */
export interface FrozenReceipts {
  /** Takes over what the rows of a frozen ranking are committed to by. */
  readonly keep: (ranked: Ranked, rows: readonly ReactionRow[]) => void;
  /** The chain of each owner. */
  readonly rows: (rankings: readonly Ranked[]) => Generator<ReceiptRow>;
}

/** The salt of a reaction. A hub with people in it takes chance; here it stands still as everything else does. */
export function saltOf(reaction: string): string {
  return hash('sha256', `${SEED}/salt/${reaction}`, 'hex').slice(0, 32);
}

/**
 * What the receipts say of the reactions is taken over while those are written, so that the facts of hundreds of thousands are
 * put together once; `rowsOf` makes the reactions of a ranking that was not written before.
 */
export function frozenReceipts(rowsOf: (ranked: Ranked) => Iterable<ReactionRow>): FrozenReceipts {
  const bodies = new WeakMap<Ranked, ReturnType<typeof frozenBody>>();
  return {
    keep(ranked, rows) {
      bodies.set(ranked, bodyOf(ranked, rows));
    },
    *rows(rankings) {
      const heads = new Map<string, ChainHead>();
      for (const ranked of rankings.filter(({ frozen }) => frozen).sort(byMoment)) {
        const { owner, id, closesAt } = ranked.offer.row;
        const body = bodies.get(ranked) ?? bodyOf(ranked, [...rowsOf(ranked)]);
        const about = {
          owner,
          vacancy: id,
          reaction: null,
          subject: null,
          at: new Date(closesAt!).toISOString(),
          by: { role: 'HUB', organisation: null, person: null },
          facts: null,
        };
        const decisions: readonly Decision[] = [
          ...(ranked.draw === null
            ? []
            : [{ kind: 'DRAW_REVEALED' as const, body: revealedBody(ranked.draw, ranked.offer) }]),
          { kind: 'RANKING_FROZEN', body },
        ];
        for (const { kind, body: said } of decisions) {
          const receipt = sealReceipt(heads.get(owner), { ...about, kind, body: said });
          heads.set(owner, receipt);
          yield rowOf(receipt);
        }
      }
    },
  };
}

function bodyOf({ offer, factsOn: on }: Ranked, rows: readonly ReactionRow[]) {
  return frozenBody({ ruleSetHash: offer.ruleSet.hash, home: offer.facts, on }, rows.map(lineOf));
}

function revealedBody({ tree, seed }: ClosedDraw, { row }: Ranked['offer']): DecisionBodies['DRAW_REVEALED'] {
  return {
    commitment: row.drawCommitment!,
    participantRoot: tree.root,
    participants: tree.lotIds.length,
    seed,
    beacon: null,
  };
}

function byMoment({ offer: one }: Ranked, { offer: other }: Ranked): number {
  return compareText(one.row.closesOn, other.row.closesOn) || compareText(one.id, other.id);
}
