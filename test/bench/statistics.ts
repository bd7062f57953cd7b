/** A value at a moment, both in any unit. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** The middle value of an odd number of them, the mean of the two middle ones of an even number. Throws a RangeError for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('there is no middle of nothing');
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Exact: the least value that at least this share of all are not above. 0 of nothing. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted.length === 0 ? 0 : sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

/** By how much the value grows per unit of time: the slope of the line with the least squares. 0 of fewer than two moments. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, value] = [mean(samples.map((one) => one.at)), mean(samples.map((one) => one.value))];
  const spread = samples.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
  if (samples.length < 2 || spread === 0) return 0;
  return samples.reduce((sum, one) => sum + (one.at - at) * (one.value - value), 0) / spread;
}
