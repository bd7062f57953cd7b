import type { BilingualText } from '../../../../rules/bilingual-text.ts';
import type { Finding, FindingCode } from '../../../../rules/finding.ts';
import type { Rule } from '../../../../rules/rule.ts';
import type { OpenTerm, Regulation } from '../regulation.ts';

/** A regulation that somebody wants to publish, and what it is held against. */
export interface Checked {
  readonly regulation: Regulation;
  /** The regulations above it that are in force on its first day. */
  readonly higher: readonly Regulation[];
  /** The organisation that wants to publish. */
  readonly publisher: string;
}

/** Looks at one thing that the law or a higher layer asks; what is not as it should be, with its place and article. */
export type Check = (checked: Checked) => readonly Finding[];

/** Something that keeps a regulation from being published. `example` is a case that shows it. */
export function finding(
  path: string,
  code: FindingCode,
  nl: string,
  en: string,
  article: string | null,
  example?: BilingualText,
): Finding {
  const found = { severity: 'ERROR', path, code, message: { nl, en }, article } as const;
  return example === undefined ? found : { ...found, example };
}

/** Something that its makers should know and that keeps nobody from publishing it. */
export function warning(...parts: Parameters<typeof finding>): Finding {
  return { ...finding(...parts), severity: 'WARNING' };
}

/** Where a rule stands written, as a finding names it. */
export function articleOf({ citation }: Rule): string {
  return `${citation.instrument} ${citation.article}`;
}

/** The rules that hold beside the regulation's own in its place: of the law, the model it adopts, and what the region agreed. */
export function rulesAbove({ regulation, higher }: Checked): readonly Rule[] {
  const adopting =
    regulation.layer === 'COMPLEX' ? higher.find(({ layer }) => layer === 'MUNICIPAL') : regulation;
  return higher
    .filter(({ layer, code }) => layer !== 'REGIONAL_MODEL' || code === adopting?.adopts)
    .flatMap(({ rules }) => rules);
}

/** The declaration that rules: the lowest of the higher layers that declares the term. */
export function declaredTerm(
  higher: readonly Regulation[],
  code: string,
): { readonly term: OpenTerm; readonly by: Regulation } | undefined {
  for (const layer of ['REGIONAL_MODEL', 'FRAMEWORK'] as const) {
    for (const by of higher) {
      const term = by.layer === layer ? by.terms.find((candidate) => candidate.code === code) : undefined;
      if (term !== undefined) return { term, by };
    }
  }
  return undefined;
}
