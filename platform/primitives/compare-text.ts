/** Order of texts by code unit, the same on every machine; a locale's order is not. Negative when `one` goes first. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
