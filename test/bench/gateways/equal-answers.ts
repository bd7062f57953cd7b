import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './http-asker.ts';

/**
 * Why an answer is not that of the first, or undefined: data must be equal to the last value, in whatever order its members come,
 * and there are no errors. Nothing is timed of who answers otherwise.
 */
export function differenceFrom(first: Answer, other: Answer): string | undefined {
  const errors = other.errors ?? [];
  if (errors.length > 0) return `answers with errors: ${JSON.stringify(errors[0]).slice(0, 300)}`;
  if (isDeepStrictEqual(first.data, other.data)) return undefined;
  return `answers otherwise at ${firstDifference(first.data, other.data, 'data')}`;
}

function firstDifference(one: unknown, other: unknown, path: string): string {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return `${path}: ${shown(one)} and ${shown(other)}`;
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [left, right] = [one, other].map((value) => (value as Record<string, unknown>)[name]);
    if (!isDeepStrictEqual(left, right)) return firstDifference(left, right, `${path}.${name}`);
  }
  return path;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
