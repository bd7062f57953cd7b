import { hash } from 'node:crypto';
import { compareText } from '../platform/primitives/compare-text.ts';
import {
  BY_TIME,
  frozenBody,
  lineOf,
  rowOf,
  sealDecision,
  type ChainHead,
  type DecisionBodies,
  type NewReceipt,
  type ReactionRow,
  type ReceiptFactsRow,
  type ReceiptRow,
} from '../subgraphs/allocation/subgraph.ts';
import type { HomeCourses } from './course-rows.ts';
import type { ClosedDraw } from './draws.ts';
import type { Ranked } from './rankings.ts';
import { SEED } from './reference.ts';

/** The receipts of what was decided, as the hub would have written them when each of it was. */
export interface RecordedDecisions {
  /** Takes over what the rows of a frozen ranking are committed to by. */
  readonly keep: (ranked: Ranked, rows: readonly ReactionRow[]) => void;
  /** The chain of each owner. */
  readonly receipts: () => Iterable<ReceiptRow>;
  /** What they commit to. */
  readonly facts: () => Iterable<ReceiptFactsRow>;
}

interface Recorded {
  readonly receipt: ReceiptRow;
  readonly beside: readonly ReceiptFactsRow[];
}

/** The salt of a reaction. A hub with people in it takes chance; here it stands still as everything else does. */
export function saltOf(reaction: string): string {
  return saltFor(`salt/${reaction}`);
}

/**
 * What the receipts say of the reactions is taken over while those are written, so that the facts of hundreds of thousands are
 * put together once; `rowsOf` makes the reactions of a ranking that was not written before.
 */
export function recordedDecisions(
  rankings: readonly Ranked[],
  courses: HomeCourses,
  rowsOf: (ranked: Ranked) => Iterable<ReactionRow>,
): RecordedDecisions {
  const bodies = new WeakMap<Ranked, ReturnType<typeof frozenBody>>();
  let recorded: readonly Recorded[] | undefined;
  const all = (): readonly Recorded[] => {
    recorded ??= sealed(
      rankings
        .filter(({ frozen }) => frozen)
        .flatMap((ranked) => [
          ...frozenDecisions(ranked, bodies.get(ranked) ?? bodyOf(ranked, [...rowsOf(ranked)])),
          ...(courses.get(ranked)?.decisions ?? []),
        ]),
    );
    return recorded;
  };
  return {
    keep(ranked, rows) {
      bodies.set(ranked, bodyOf(ranked, rows));
    },
    receipts: () => all().map(({ receipt }) => receipt),
    facts: () => all().flatMap(({ beside }) => beside),
  };
}

function frozenDecisions(
  { draw, offer }: Ranked,
  body: DecisionBodies['RANKING_FROZEN'],
): readonly NewReceipt[] {
  const { owner, id, closesAt } = offer.row;
  const about = { owner, vacancy: id, at: closesAt!, by: BY_TIME };
  return [
    ...(draw === null ? [] : [{ ...about, kind: 'DRAW_REVEALED' as const, body: revealedBody(draw, offer) }]),
    { ...about, kind: 'RANKING_FROZEN', body },
  ];
}

/** Each decision at the end of its owner's chain, in the order in which they were taken. */
function sealed(decisions: readonly NewReceipt[]): readonly Recorded[] {
  const heads = new Map<string, ChainHead>();
  const moments = new Map(decisions.map((decision) => [decision, Date.parse(decision.at)]));
  // Of one moment: by home, and for one home as they came.
  const ordered = decisions.toSorted(
    (one, other) =>
      moments.get(one)! - moments.get(other)! || compareText(one.vacancy ?? '', other.vacancy ?? ''),
  );
  return ordered.map((decision) => {
    const { owner } = decision;
    const head = heads.get(owner);
    const seq = (head?.seq ?? 0) + 1;
    const { receipt, beside } = sealDecision(head, decision, (part) =>
      saltFor(`receipt/${owner}/${seq}/${part}`),
    );
    heads.set(owner, receipt);
    return { receipt: rowOf(receipt), beside };
  });
}

function saltFor(name: string): string {
  return hash('sha256', `${SEED}/${name}`, 'hex').slice(0, 32);
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
