/**
 * The result of something that may lawfully fail: a value, or an expected error as data.
 * Exceptions are for defects only.
 */
export type Outcome<Value, Failure> =
  { readonly kind: 'OK'; readonly value: Value } | { readonly kind: 'FAILED'; readonly failure: Failure };

export function ok<Value>(value: Value): { readonly kind: 'OK'; readonly value: Value } {
  return { kind: 'OK', value };
}

export function failed<Failure>(failure: Failure): { readonly kind: 'FAILED'; readonly failure: Failure } {
  return { kind: 'FAILED', failure };
}

/** Marks the branch of an exhaustive `switch` that the types say is never reached. */
export function unreachable(value: never): never {
  throw new TypeError(`unreachable case: ${JSON.stringify(value)}`);
}
