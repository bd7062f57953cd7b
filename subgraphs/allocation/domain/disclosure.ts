import { cellParts, type PreviewCount, type PreviewDimension, type Shift } from './preview.ts';

/** Fewer homes than this say too much about each. */
export const HOMES_MINIMUM = 20;
/** What is shown is a multiple of this, and less than one is not shown at all. */
export const ROUNDED_TO = 5;

/** A number that may be shown; null where it is too small to be. */
export type Shown = number | null;

export interface ShownCell {
  readonly dimension: PreviewDimension;
  readonly code: string;
  readonly before: Shown;
  readonly after: Shown;
}

export interface ShownQuota {
  readonly code: string;
  readonly direction: 'CAP' | 'FLOOR';
  readonly text: { readonly nl: string; readonly en: string };
  readonly before: Shown;
  readonly after: Shown;
}

/** What a preview tells. */
export interface PreviewResult {
  readonly homes: number;
  readonly changed: Shown;
  readonly nobody: Shown;
  readonly cells: readonly ShownCell[];
  readonly quotas: readonly ShownQuota[];
  readonly untestedThresholds: readonly string[];
}

/**
 * The numbers of a replay as they may be shown: rounded to fives, and nothing below five. Every number is rounded by
 * itself, totals too, so that what is left out cannot be computed from what is shown; a change of one person shows only
 * where it happens to cross a step, and then by five. Null when there are too few homes for any number.
 */
export function shown(count: PreviewCount): PreviewResult | null {
  if (count.homes < HOMES_MINIMUM) return null;
  const cells = [...count.cells].map(([cell, shift]): ShownCell => {
    const [dimension, code] = cellParts(cell);
    return { dimension, code, ...shownShift(shift) };
  });
  return {
    homes: roundToStep(count.homes),
    changed: shownNumber(count.changed),
    nobody: shownNumber(count.nobody),
    cells: cells.sort(
      (one, other) => compare(one.dimension, other.dimension) || compare(one.code, other.code),
    ),
    quotas: count.quotas.map(({ rule: { code, direction, sentence }, ...shift }) => {
      return { code, direction, text: sentence, ...shownShift(shift) };
    }),
    untestedThresholds: count.untestedThresholds,
  };
}

function shownShift({ before, after }: Shift): { readonly before: Shown; readonly after: Shown } {
  return { before: shownNumber(before), after: shownNumber(after) };
}

/** Zero is small too: that nobody at all is in a cell tells of everybody who is not. */
function shownNumber(number: number): Shown {
  return number < ROUNDED_TO ? null : roundToStep(number);
}

function roundToStep(number: number): number {
  return Math.round(number / ROUNDED_TO) * ROUNDED_TO;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
