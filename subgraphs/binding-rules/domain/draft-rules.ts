import type { Rule } from '../../../rules/rule.ts';
import { ruleSources } from './draft-source.ts';
import { orderedSource } from './ordered-source.ts';
import { readableDraft } from './readable-draft.ts';
import { sourceOfRule, type Source, type SourceObject } from './source-of-regulation.ts';

/** A rule of a draft, as it was put. */
export interface DraftRule {
  /** Null while it has none. */
  readonly code: string | null;
  /** What was put, in the one form of rules where it can be read. */
  readonly source: Source;
  /** Null while it cannot be read. */
  readonly rule: Rule | null;
}

/** The rules of a draft in their order, each read as far as it can be. */
export function draftRules(source: SourceObject): readonly DraftRule[] {
  const readable = readableDraft(source);
  const seen = new Set<string>();
  return ruleSources(source).map((item) => {
    const code = codeOf(item);
    // A second rule of one code is a fault, and what can be read is the first.
    const rule =
      code === null || seen.has(code) ? undefined : readable.rules.find((one) => one.code === code);
    if (code !== null) seen.add(code);
    return {
      code,
      rule: rule ?? null,
      source: rule === undefined ? orderedSource(item) : sourceOfRule(rule, readable),
    };
  });
}

function codeOf(item: Source): string | null {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
  const { code } = item as SourceObject;
  return typeof code === 'string' ? code : null;
}
