import type { LetHomes } from './carrying-capacity.ts';

/** Fewer households than this are not told of, and what is told is a multiple of it. */
const CELL = 5;

/** What everybody may know of a district; null hides. */
export interface DisclosedLettings {
  readonly lettings: number | null;
  readonly mediated: number | null;
}

/**
 * What is told of a district: nothing of fewer than five homes, nothing of how many were mediated where either part is so
 * small that a household could be meant, and the rest to the nearest five. The same numbers always give the same answer, and
 * the period they are of moves once a year, so that two answers differ by a year and not by one letting.
 */
export function disclosedLettings({ lettings, mediated }: LetHomes): DisclosedLettings {
  if (lettings < CELL) return { lettings: null, mediated: null };
  const isSmall = mediated < CELL || lettings - mediated < CELL;
  return { lettings: rounded(lettings), mediated: isSmall ? null : rounded(mediated) };
}

function rounded(count: number): number {
  return CELL * Math.round(count / CELL);
}
