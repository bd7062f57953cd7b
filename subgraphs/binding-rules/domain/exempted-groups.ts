import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { Citation } from '../../../rules/rule.ts';
import type { ExemptedGroup, Regulation } from './regulation.ts';

/** A group of the register, with the article that exempts it. */
export interface RegisteredGroup extends ExemptedGroup {
  readonly citation: Citation;
}

/** The groups that a regulation exempts, by name; only those whose name or building has `naming` in it, whatever the capitals. */
export function exemptedGroups(
  regulation: Regulation,
  naming: string | null = null,
): readonly RegisteredGroup[] {
  const { exemptions, articles, code: instrument, title, url, version } = regulation;
  if (exemptions === null) return [];
  const { article } = exemptions;
  const text = articles.find((each) => each.article === article)?.text ?? '';
  const citation = { instrument, title, article, url, text, version };
  const sought = naming?.trim().toLowerCase() ?? '';
  return exemptions.groups
    .filter(({ name, building }) => `${name} ${building}`.toLowerCase().includes(sought))
    .map((group) => ({ ...group, citation }))
    .sort((one, other) => compareText(one.name, other.name) || compareText(one.code, other.code));
}
