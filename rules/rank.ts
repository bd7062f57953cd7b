import { compareText } from '../platform/primitives/compare-text.ts';

/** What ranking needs of an admitted candidate. */
export interface Assessed {
  /** 1 is first. */
  readonly groupRank: number;
  /** Whole, bigger is earlier. */
  readonly orderValue: number;
  /** Hex, smaller is earlier: the drawn lot of a draw, else the tie-break lot. Unique within a vacancy. */
  readonly lot: string;
}

/** The same order as plain ascending columns, for an index of a database. */
export interface SortKey {
  readonly groupRank: number;
  /** A safe integer, never -0: minus the order value. */
  readonly orderKey: number;
  /** Compare by bytes (collation "C"). */
  readonly lot: string;
}

/** Negative when `one` goes first: by group, then order value, then lot. 0 only for equal lots in equal places. */
export function compareAssessed(one: Assessed, other: Assessed): number {
  if (one.groupRank !== other.groupRank) return one.groupRank - other.groupRank;
  if (one.orderValue !== other.orderValue) return other.orderValue - one.orderValue;
  return compareText(one.lot, other.lot);
}

/** The candidates from the top. The order they came in makes no difference, given that lots are unique. */
export function rank<Candidate extends Assessed>(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort(compareAssessed);
}

/** The key whose ascending order is `compareAssessed`. */
export function sortKey(assessed: Assessed): SortKey {
  return { groupRank: assessed.groupRank, orderKey: 0 - assessed.orderValue, lot: assessed.lot };
}
