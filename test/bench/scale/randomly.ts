import { randomnessOf } from '../../../demonstration/randomness.ts';

/** Choices that follow from a seed, so that every scale and every run is asked the same way, and no row twice by habit. */
export function choicesOf(seed: string) {
  const randomness = randomnessOf(`bench of scale/${seed}`);
  return {
    ...randomness,
    /** A place in the order of ids of version 8, any as likely. */
    uuid(): string {
      const hex = Array.from({ length: 32 }, () => randomness.below(16).toString(16)).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}

export type Choices = ReturnType<typeof choicesOf>;
