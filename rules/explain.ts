import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { canonicalJson } from '../platform/primitives/canonical-json.ts';
import { assess, type Assessment, type Reason } from './assess.ts';
import type { BilingualText } from './bilingual-text.ts';
import { describeCondition, kindOf, type Condition } from './condition.ts';
import type { Contrast, Parameters } from './condition-kind.ts';
import { sentence } from './describe-rule.ts';
import type { CandidateFacts, VacancyFacts } from './facts.ts';
import { REGISTERED_KINDS } from './kinds/registered-kinds.ts';
import type { RuleSetContent } from './rule-set.ts';

/** One fact that, had it been different, would admit or lift into a higher group (CJEU C-203/22). */
export interface Counterfactual {
  readonly code: string;
  readonly parameters: Parameters;
  readonly nl: string;
  readonly en: string;
  /** Rank of the group it would lead to. */
  readonly groupRank: number;
  readonly groupCode: string;
  /** The value that would order inside that group; a changed fact may change it too. */
  readonly orderValue: number;
}

/** One line per reason, with the article and the version it was read in. */
export function renderReasons(reasons: readonly Reason[]): BilingualText {
  const lines = (language: 'nl' | 'en'): string =>
    reasons
      .map((reason) => {
        const article = language === 'nl' ? `artikel ${reason.article}` : `article ${reason.article}`;
        return `${reason[language]} (${reason.title}, ${article}, ${reason.version})`;
      })
      .join('\n');
  return { nl: lines('nl'), en: lines('en') };
}

/**
 * Which single different fact of this seeker would admit, or lift into a higher group; best group first. Each one is
 * proved by assessing the changed facts, so that no text promises what the rules would not give. It speaks of the
 * seeker's own facts only. Empty for who is in the first group.
 */
export function counterfactuals(
  facts: CandidateFacts,
  vacancy: VacancyFacts,
  ruleSet: RuleSetContent,
  on: CalendarDate,
): readonly Counterfactual[] {
  const present = assess(facts, vacancy, ruleSet, on);
  const presentRank = present.kind === 'ADMITTED' ? present.group.rank : Number.MAX_SAFE_INTEGER;
  const found = new Map<string, Counterfactual & { readonly kindIndex: number }>();
  for (const { leaf, wanted } of leavesThatMatter(ruleSet)) {
    const kind = kindOf(leaf);
    if (kind.shape !== 'LEAF' || kind.examine(leaf, facts, vacancy, on).holds === wanted) continue;
    const contrast = kind.contrast(leaf, wanted, facts, vacancy, on);
    if (contrast === null) continue;
    const changed = assess(contrast.facts, vacancy, ruleSet, on);
    if (changed.kind !== 'ADMITTED' || changed.group.rank >= presentRank) continue;
    // One fact is named once, however many rules look at it.
    const key = `${contrast.code} ${changed.group.code} ${contrast.says === undefined ? canonicalJson(contrast.parameters) : ''}`;
    if (found.has(key)) continue;
    const kindIndex = REGISTERED_KINDS.findIndex(({ kind: name }) => name === leaf.kind);
    found.set(key, {
      ...counterfactual(contrast, leaf, wanted, changed),
      kindIndex,
    });
  }
  return [...found.values()]
    .sort((one, other) => one.groupRank - other.groupRank || one.kindIndex - other.kindIndex)
    .map(({ kindIndex: _kindIndex, ...rest }) => rest);
}

function counterfactual(
  contrast: Contrast,
  leaf: Condition,
  wanted: boolean,
  changed: Extract<Assessment, { readonly kind: 'ADMITTED' }>,
): Counterfactual {
  const clause = contrast.says ?? describeCondition(leaf);
  const text = wanted
    ? { nl: `als dit zou gelden: ${clause.nl}`, en: `if this were so: ${clause.en}` }
    : { nl: `als dit niet zou gelden: ${clause.nl}`, en: `if this were not so: ${clause.en}` };
  const { group, orderValue } = changed;
  const { code, parameters } = contrast;
  return { code, parameters, ...sentence(text), groupRank: group.rank, groupCode: group.code, orderValue };
}

/** Every leaf that admission or a group looks at, with the outcome that would help. */
function leavesThatMatter(
  ruleSet: RuleSetContent,
): readonly { readonly leaf: Condition; readonly wanted: boolean }[] {
  const conditions = [
    ...ruleSet.admission.map(({ condition }) => condition),
    ...ruleSet.groups.map(({ rule }) => rule.condition),
    // What the law takes away can be regained; what it forgives (NOT_AGAINST) is no advice to anybody.
    ...ruleSet.restrictions.filter(({ effect }) => effect === 'ONLY_WHEN').map(({ condition }) => condition),
  ];
  return conditions.flatMap((condition) => wantedLeaves(condition, true));
}

function wantedLeaves(
  condition: Condition,
  wanted: boolean,
): readonly { readonly leaf: Condition; readonly wanted: boolean }[] {
  const kind = kindOf(condition);
  if (kind.shape === 'LEAF') return [{ leaf: condition, wanted }];
  const wantedOfPart = kind.wantedOfPart(condition, wanted);
  return kind.parts(condition).flatMap((part) => wantedLeaves(part, wantedOfPart));
}
