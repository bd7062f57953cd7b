import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import { describeRule } from '../../../rules/describe-rule.ts';
import type { Rule } from '../../../rules/rule.ts';
import type { PathStep } from '../../../rules/source-reader.ts';
import { withinBounds, type OpenTerm, type Regulation } from './regulation.ts';

export type FillFailure =
  | { readonly kind: 'UNKNOWN_TERM'; readonly term: string; readonly filledBy: string }
  | {
      readonly kind: 'TERM_OUT_OF_BOUNDS';
      readonly term: string;
      readonly value: number;
      readonly filledBy: string;
    }
  | { readonly kind: 'TERM_NOT_FILLED'; readonly term: string; readonly declaredBy: string };

/** The rules with every open number filled in, and the value of each term. */
export interface Filled {
  readonly rules: readonly Rule[];
  readonly terms: Readonly<Record<string, number>>;
}

/**
 * Fills the open terms of regulations that are given from high to low: the lowest layer that fills a term decides,
 * within the bounds of whoever declared it; a layer may fill only what a higher one declared.
 */
export function fillOpenTerms(regulations: readonly Regulation[]): Outcome<Filled, FillFailure> {
  const values = new Map<string, number>();
  const declared = new Map<string, OpenTerm>();
  for (const regulation of regulations) {
    for (const [term, value] of Object.entries(regulation.fills)) {
      const known = declared.get(term);
      if (known === undefined) return failed({ kind: 'UNKNOWN_TERM', term, filledBy: regulation.code });
      if (!withinBounds(known, value)) {
        return failed({ kind: 'TERM_OUT_OF_BOUNDS', term, value, filledBy: regulation.code });
      }
      values.set(term, value);
    }
    for (const term of regulation.terms) {
      declared.set(term.code, term);
      if (term.default !== null) values.set(term.code, term.default);
    }
  }
  for (const regulation of regulations) {
    const open = regulation.terms.find(({ code }) => !values.has(code));
    if (open !== undefined)
      return failed({ kind: 'TERM_NOT_FILLED', term: open.code, declaredBy: regulation.code });
  }
  const rules = regulations.flatMap((regulation) =>
    regulation.rules.map((rule) => filledRule(rule, regulation, values)),
  );
  return ok({ rules, terms: Object.fromEntries(values) });
}

function filledRule(rule: Rule, regulation: Regulation, values: ReadonlyMap<string, number>): Rule {
  const fields = regulation.openFields.filter((field) => field.rule === rule.code);
  if (fields.length === 0) return rule;
  const filled = fields.reduce<unknown>(
    (source, field) => withValue(source, field.path, values.get(field.term)),
    rule,
  );
  // The sentence names the number, so it is generated anew from the number that holds here.
  return { ...(filled as Rule), sentence: describeRule(filled as Rule) };
}

/** A copy with the value at a path; the path comes from reading this same structure, so it exists. */
function withValue(source: unknown, path: readonly PathStep[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(source))
    return source.map((item: unknown, index) => (index === step ? withValue(item, rest, value) : item));
  const members = source as Readonly<Record<string, unknown>>;
  return { ...members, [step]: withValue(members[step], rest, value) };
}
