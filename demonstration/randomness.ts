import { createHash } from 'node:crypto';

/** A repeatable source of choices. Everything is computed on whole numbers, so that no machine differs. */
export interface Randomness {
  /** A whole number from 0 up to, not including, `bound` (1 to 2,097,152). */
  below(bound: number): number;
  /** A whole number from `minimum` to `maximum`, both included. */
  between(minimum: number, maximum: number): number;
  /** True `perMille` times in a thousand. */
  chance(perMille: number): boolean;
  /** One of `list`, each as likely. Throws a RangeError when there is nothing to choose. */
  pick<Value>(list: readonly Value[]): Value;
  /** One of the values, as likely as its weight (whole, at least 0). Throws a RangeError when all weights are 0. */
  weighted<Value>(table: Weights<Value>): Value;
}

/** Values with their weights. */
export type Weights<Value> = readonly (readonly [value: Value, weight: number])[];

/**
 * The stream of choices that `name` stands for: xoshiro128** (Blackman and Vigna, 2018), begun at the SHA-256 of the
 * name. Streams with names of their own keep apart, so that one choice more in one place changes nothing elsewhere.
 */
export function randomnessOf(name: string): Randomness {
  const start = createHash('sha256').update(name, 'utf8').digest();
  let a = start.readInt32LE(0);
  let b = start.readInt32LE(4);
  let c = start.readInt32LE(8);
  let d = start.readInt32LE(12);

  function next(): number {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  }

  // 32 bits times at most 21 bits fits in the 53 of a double, so the product and its shift are exact.
  const below = (bound: number): number => Math.floor((next() * bound) / 4_294_967_296);
  return {
    below,
    between: (minimum, maximum) => minimum + below(maximum - minimum + 1),
    chance: (perMille) => below(1000) < perMille,
    pick(list) {
      if (list.length === 0) throw new RangeError('nothing to choose from');
      return list[below(list.length)]!;
    },
    weighted(table) {
      let rest = below(table.reduce((sum, [, weight]) => sum + weight, 0));
      for (const [value, weight] of table) {
        rest -= weight;
        if (rest < 0) return value;
      }
      throw new RangeError('nothing to choose from');
    },
  };
}

/** Puts one of the values from `index` on at `index` and gives it: asked for 0, 1, 2 and so on, a random order. */
export function takeRandom<Value>(
  list: { [index: number]: Value; readonly length: number },
  index: number,
  randomness: Randomness,
): Value {
  const other = index + randomness.below(list.length - index);
  const taken = list[other]!;
  list[other] = list[index]!;
  list[index] = taken;
  return taken;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
