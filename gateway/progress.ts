/** Tells a reader at a terminal what takes a moment, and for how long so far. */
export function progressLine(write: (text: string) => void, now: () => number): (sentence: string) => void {
  const start = now();
  return (sentence) => write(`  ${((now() - start) / 1000).toFixed(1).padStart(5)} s  ${sentence}\n`);
}
