import type { Finding } from '../../../../rules/finding.ts';
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
    const bounds = `${term.minimum} … ${term.maximum}`;
    const nl = `${term.name.nl} is ${value}; toegestaan is ${bounds}`;
    const en = `${term.name.en} is ${value}; allowed is ${bounds}`;
    return [finding(path, 'FILL_OUT_OF_BOUNDS', nl, en, `${by.code} ${term.article}`)];
  });
}
