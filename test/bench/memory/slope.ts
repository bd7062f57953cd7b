/** A value at a moment, both in any unit. */
export interface Sample {
  readonly at: number;
  readonly value: number;
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

/** The middle value; of an even number the lower of the two. 0 of nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}
