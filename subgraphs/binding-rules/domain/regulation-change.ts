import type { BilingualText } from '../../../rules/bilingual-text.ts';

/** What kind of thing differs between two regulations. */
export const CHANGE_CODES = [
  'HEAD',
  'VALIDITY',
  'ARGUMENT',
  'MODEL',
  'ARTICLE',
  'TERM',
  'FILLED_TERM',
  'EXEMPTION',
  'URGENCY_CATEGORY',
  'URGENCY_MANDATE',
  'OPEN_NORM',
  'RULE_ADDED',
  'RULE_REMOVED',
  'GROUP_RANK',
  'CONDITION',
  'ORDER',
  'QUOTA',
  'AMOUNT',
  'SANCTION',
  'REACTION_LIMIT',
  'RULE_WORDING',
] as const;
export type ChangeCode = (typeof CHANGE_CODES)[number];

/** One difference between two regulations. */
export interface RegulationChange {
  readonly code: ChangeCode;
  /** Which part, `rules.URGENT.rank`. */
  readonly path: string;
  /** The article that it stands under, as it is afterwards, or was before it went. */
  readonly article: string | null;
  /** What stood there, in short; null where nothing did. */
  readonly before: BilingualText | null;
  /** What stands there now; null where nothing does. */
  readonly after: BilingualText | null;
  /** The change as one sentence, generated from what it is about. */
  readonly text: BilingualText;
}

/** A text that is the same in both languages: what a council wrote, a code or a number. */
export function asWritten(text: string): BilingualText {
  return { nl: text, en: text };
}
