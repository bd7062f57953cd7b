import type { BilingualText } from './bilingual-text.ts';

/** Something that is wrong with a text that was to become a rule, where it stands, and the article that says so. */
export interface Finding {
  readonly severity: 'ERROR' | 'WARNING';
  /** Where, from the top of what was read: `rules[3].condition.of[1].minimum`. */
  readonly path: string;
  readonly code: FindingCode;
  readonly message: BilingualText;
  /** The article that sets the bound, `huisvestingswet-2014 14(2)`; null where only the form is wrong. */
  readonly article: string | null;
  /** A case that shows it, where one helps. */
  readonly example?: BilingualText;
}

/** What can be wrong. The first block is about form, the second about law. */
export type FindingCode =
  | 'MISSING'
  | 'WRONG_TYPE'
  | 'OUT_OF_BOUNDS'
  | 'UNKNOWN_KEY'
  | 'UNKNOWN_VALUE'
  | 'UNKNOWN_KIND'
  | 'UNKNOWN_TERM'
  | 'UNKNOWN_ARTICLE'
  | 'UNKNOWN_THRESHOLD'
  | 'NO_SUCH_DAY'
  | 'TOO_DEEP'
  | 'CONTRADICTION'
  | 'DUPLICATE'
  | 'NOT_CANONICAL'
  | 'TERM_TOO_LONG'
  | 'CAP_EXCEEDED'
  | 'BELOW_FLOOR'
  | 'FILL_OUT_OF_BOUNDS'
  | 'ARGUMENT_MISSING'
  | 'QUOTA_INCOMPLETE'
  | 'RANK_AMBIGUOUS'
  | 'PRIORITY_WITHOUT_GROUND'
  | 'PUBLISHER_MISMATCH'
  | 'SCHEME_MISSING'
  | 'MANDATORY_GROUP_MISSING'
  | 'BINDING_AGAINST_PROTECTED'
  | 'LOW_INCOMES_EXCLUDED'
  | 'UNKNOWN_NORM'
  | 'NOT_IN_THIS_LAYER'
  | 'PERIOD_GAP'
  | 'UNDECIDED'
  | 'RETROACTIVE';

/** An ERROR with no article: the form is wrong. */
export function formFinding(path: string, code: FindingCode, nl: string, en: string): Finding {
  return { severity: 'ERROR', path, code, message: { nl, en }, article: null };
}
