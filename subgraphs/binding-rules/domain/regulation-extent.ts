import type { Period } from '../../../platform/primitives/period.ts';
import type { MunicipalityCode } from '../../../rules/area.ts';
import type { Finding } from '../../../rules/finding.ts';
import type { RuleSet } from '../../../rules/rule-set.ts';
import type { Regulation } from './regulation.ts';

/** What a regulation may hold at most, so that every list of it is bounded. */
export const ARTICLES_MAXIMUM = 200;
export const RULES_MAXIMUM = 300;
const TITLE_MAXIMUM = 300;
const CODE = /^[A-Za-z0-9][A-Za-z0-9/-]{1,99}$/;

/** The same for a resolved rule set. */
const RULE_SET_MAXIMA = { sources: 20, admission: 100, groups: 50, quotas: 50, restrictions: 50 } as const;

/** What keeps a regulation from being stored: the tables check the same. */
export function extentFindings(regulation: Regulation): readonly Finding[] {
  const { code, title, articles, rules } = regulation;
  return [
    ...atMost('articles', articles.length, ARTICLES_MAXIMUM),
    ...atMost('rules', rules.length, RULES_MAXIMUM),
    ...atMost('title', title.length, TITLE_MAXIMUM),
    ...(isInstrument(code)
      ? []
      : [outOfBounds('code', 'letters, cijfers, - en /', 'letters, digits, - and /')]),
  ];
}

/** What keeps the rule set that follows in a municipality from being stored. */
export function ruleSetFindings(
  ruleSet: RuleSet,
  municipality: MunicipalityCode,
  period: Period,
): readonly Finding[] {
  return Object.entries(RULE_SET_MAXIMA).flatMap(([list, maximum]) => {
    const length = ruleSet[list as keyof typeof RULE_SET_MAXIMA].length;
    if (length <= maximum) return [];
    const nl = `in ${municipality} gelden vanaf ${period.from} ${length} (${list}); ten hoogste ${maximum}`;
    const en = `in ${municipality} ${length} (${list}) hold from ${period.from}; at most ${maximum}`;
    return [outOfBounds('rules', nl, en)];
  });
}

function atMost(path: string, length: number, maximum: number): readonly Finding[] {
  if (length <= maximum) return [];
  return [
    outOfBounds(
      path,
      `dit zijn er ${length}; ten hoogste ${maximum}`,
      `these are ${length}; at most ${maximum}`,
    ),
  ];
}

function outOfBounds(path: string, nl: string, en: string): Finding {
  return { severity: 'ERROR', path, code: 'OUT_OF_BOUNDS', message: { nl, en }, article: null };
}

/** Whether a text can be the code of an instrument. */
export function isInstrument(code: string): boolean {
  return CODE.test(code);
}
