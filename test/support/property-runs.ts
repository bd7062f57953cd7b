/**
 * How often a property is tried: as often as it says, or the share of it that PROPERTY_RUNS gives (0.1 where thousands of
 * mutants each run it, 10 for a long night), at least twenty times.
 */
export function propertyRuns(times: number): number {
  return Math.max(20, Math.round(times * Number(process.env['PROPERTY_RUNS'] ?? 1)));
}
