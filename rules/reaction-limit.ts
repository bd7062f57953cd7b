import type { Condition } from './condition.ts';
import type { CandidateFacts, VacancyFacts } from './facts.ts';
import type { ReactionLimitRule } from './rule.ts';
import type { RuleSetContent } from './rule-set.ts';
import { traceCondition } from './trace.ts';

/** A limit that leaves no room for one more, and the open reactions that fill it. */
export interface LimitReached<Open> {
  readonly rule: ReactionLimitRule;
  readonly counted: readonly Open[];
}

/** The limits on reactions that concern a home: a rule set without any has none of these. */
export function limitsOn(ruleSet: RuleSetContent, home: VacancyFacts): readonly ReactionLimitRule[] {
  return (ruleSet.reactionLimits ?? []).filter((rule) => concernsHome(rule, home));
}

/**
 * The limit that keeps a household with these open reactions from reacting to `home` as well; undefined when there is room. A
 * reaction counts while its home is open, whatever its place. Of several limits the one that leaves the least is told, of
 * equal ones the one of the highest layer.
 */
export function limitReached<Open extends { readonly home: VacancyFacts }>(
  ruleSet: RuleSetContent,
  home: VacancyFacts,
  open: readonly Open[],
): LimitReached<Open> | undefined {
  return limitsOn(ruleSet, home)
    .map((rule) => ({ rule, counted: open.filter((one) => counts(rule, home, one.home)) }))
    .filter(({ rule, counted }) => counted.length >= rule.reactions)
    .sort((one, other) => one.rule.reactions - other.rule.reactions)[0];
}

/** Whether a reaction to another home fills the room for this one: the rule is about both, and they lie in one area. */
function counts(rule: ReactionLimitRule, home: VacancyFacts, other: VacancyFacts): boolean {
  if (!concernsHome(rule, other)) return false;
  return rule.per === 'REGION'
    ? other.place.region === home.place.region
    : other.place.municipality === home.place.municipality;
}

function concernsHome(rule: ReactionLimitRule, home: VacancyFacts): boolean {
  return rule.models.includes(home.model) && holdsForHome(rule.appliesTo, home);
}

/** A condition on the home alone, which every day finds the same. */
export function holdsForHome(condition: Condition, vacancy: VacancyFacts): boolean {
  return traceCondition(condition, NOBODY, vacancy, vacancy.publishedOn).holds;
}

/** Stands in where a rule looks at the home alone. */
const NOBODY = {} as CandidateFacts;
