import { createHash } from 'node:crypto';

/** Decisions of a generated case, read off a tape of numbers: a shorter tape, or smaller numbers, is a simpler case. */
export interface Choices {
  /** A whole number below `bound`; 0 where the tape has ended. */
  readonly below: (bound: number) => number;
  readonly of: <Value>(values: readonly Value[]) => Value;
  /** True in about one of `times` cases, and never where the tape has ended. */
  readonly oneIn: (times: number) => boolean;
}

export function choicesFrom(tape: readonly number[]): Choices {
  let at = 0;
  const below = (bound: number): number => (tape[at++] ?? 0) % bound;
  return {
    below,
    of: (values) => values[below(values.length)]!,
    oneIn: (times) => below(times) === times - 1,
  };
}

/** A whole number that follows from the words alone. */
export function numberFrom(...words: readonly unknown[]): number {
  return createHash('sha1').update(JSON.stringify(words)).digest().readUInt32BE(0);
}
