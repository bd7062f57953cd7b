/**
 * A share as a whole number of basis points (1 percent = 100), because caps of the law are compared exactly
 * and a binary fraction cannot hold 0.925.
 */
export interface Share {
  readonly basisPoints: number;
}

export type Rounding = 'DOWN' | 'UP' | 'NEAREST';

/** `basisPoints` must be a whole number from 0 to 10,000; throws a RangeError otherwise. */
export function share(basisPoints: number): Share {
  if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > 10_000) {
    throw new RangeError(`not a share in basis points: ${basisPoints}`);
  }
  return { basisPoints };
}

/** `of` (a count) times the share, rounded as the rule declares; half rounds up under NEAREST. */
export function shareOf(part: Share, of: number, rounding: Rounding): number {
  const scaled = part.basisPoints * of;
  switch (rounding) {
    case 'DOWN':
      return Math.floor(scaled / 10_000);
    case 'UP':
      return Math.ceil(scaled / 10_000);
    case 'NEAREST':
      return Math.floor((scaled + 5_000) / 10_000);
  }
}
