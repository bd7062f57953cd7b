import type { BilingualText } from '../../../../rules/bilingual-text.ts';
import type { Finding } from '../../../../rules/finding.ts';
import { amountOfTerm } from '../amount-of-term.ts';
import { withinBounds } from '../regulation.ts';
import { declaredTerm, finding, type Checked } from './check.ts';

/** A layer fills only what a higher one left open, within its bounds. */
export function checkFills({ regulation, higher }: Checked): readonly Finding[] {
  return Object.entries(regulation.fills).flatMap(([code, value]) => {
    const declared = declaredTerm(higher, code);
    const path = `fills.${code}`;
    if (declared === undefined) {
      const nl = `geen hogere regeling laat de term ${code} open`;
      return [finding(path, 'UNKNOWN_TERM', nl, `no higher regulation leaves the term ${code} open`, null)];
    }
    const { term, by } = declared;
    if (withinBounds(term, value)) return [];
    const [filled, low, high] = [value, term.minimum, term.maximum].map((amount) =>
      amountOfTerm(amount, term.unit),
    ) as [BilingualText, BilingualText, BilingualText];
    const nl = `${term.name.nl} is ${filled.nl}; toegestaan is ${low.nl} tot en met ${high.nl}`;
    const en = `${term.name.en} is ${filled.en}; allowed is ${low.en} to ${high.en}`;
    return [finding(path, 'FILL_OUT_OF_BOUNDS', nl, en, `${by.code} ${term.article}`)];
  });
}
