import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { UrgencyCategory } from '../../../rules/urgency-scheme.ts';
import type { Regulation } from './regulation.ts';

/**
 * The categories of the urgency scheme that regulations, given from high to low, make together, by code: a lower layer
 * adds its own, words one of the layer above anew under the same code, or puts its list in the place of what was above.
 */
export function schemeOf(
  regulations: readonly Pick<Regulation, 'urgencyScheme'>[],
): readonly UrgencyCategory[] {
  const categories = new Map<string, UrgencyCategory>();
  for (const { urgencyScheme } of regulations) {
    if (urgencyScheme === null) continue;
    if (urgencyScheme.mode === 'REPLACES') categories.clear();
    for (const category of urgencyScheme.categories) categories.set(category.code, category);
  }
  return [...categories.values()].sort((one, other) => compareText(one.code, other.code));
}
