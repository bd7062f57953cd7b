import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { BilingualText } from './bilingual-text.ts';
import type { Parameters } from './condition-kind.ts';
import { looksAtVacancyOnly, type Condition } from './condition.ts';
import { effectiveCondition, narrowingOf, restrictionsOn } from './effective-group.ts';
import type { CandidateFacts, VacancyFacts } from './facts.ts';
import { orderValue } from './order-value.ts';
import type { RestrictRule, Rule, RuleLayer, SortRule } from './rule.ts';
import { orderRuleFor, thresholdsOf, type PriorityGroup, type RuleSetContent } from './rule-set.ts';
import { observedOf, traceCondition } from './trace.ts';

/** What a rule decided about someone. */
export type ReasonOutcome = 'MET' | 'NOT_MET' | 'ORDERS' | 'RESTRICTED';

/** One rule and what it decided about one seeker, as data; `explain.ts` puts it into words for a page. */
export interface Reason {
  /** Code of the rule. */
  readonly code: string;
  readonly ruleId: string;
  readonly layer: RuleLayer;
  readonly article: string;
  readonly instrument: string;
  readonly title: string;
  readonly url: string | null;
  readonly version: CalendarDate;
  readonly outcome: ReasonOutcome;
  /** What was looked at, of this seeker and this home alone. */
  readonly parameters: Parameters;
  readonly nl: string;
  readonly en: string;
}

/** The priority group someone is in. */
export interface AssessedGroup {
  /** 1 is first. */
  readonly rank: number;
  readonly code: string;
  readonly nl: string;
  readonly en: string;
  readonly ruleId: string;
}

export type Assessment =
  | {
      readonly kind: 'ADMITTED';
      readonly group: AssessedGroup;
      /** Whole, bigger is earlier: days, or thousandths of a point, or 0 for a draw. */
      readonly orderValue: number;
      readonly reasons: readonly Reason[];
    }
  | { readonly kind: 'REFUSED'; readonly reasons: readonly Reason[] };

/**
 * What the rules say about one seeker and one home on a day, with the reason for each step. `on` is the day whose
 * facts decide: today while reactions come in, the closing day in the end; a rule governed by PUBLICATION looks at
 * the day of publication instead. Pure: the same arguments give the same answer, to the byte.
 * Refused with every requirement that fails, not only the first.
 */
export function assess(
  facts: CandidateFacts,
  vacancy: VacancyFacts,
  ruleSet: RuleSetContent,
  on: CalendarDate,
): Assessment {
  const assessing: Assessing = { facts, vacancy, on, thresholds: thresholdsOf(ruleSet) };
  const required = [...ruleSet.scope, ...ruleSet.admission]
    .filter((rule) => holds(rule.appliesTo, rule, assessing))
    .map((rule) => reasonOf(rule, rule.condition, assessing));
  const failing = required.filter(({ outcome }) => outcome === 'NOT_MET');
  if (failing.length > 0) return { kind: 'REFUSED', reasons: failing };

  const groupReasons: Reason[] = [];
  const group = firstGroup(ruleSet, assessing, groupReasons);
  const order = orderRuleFor(ruleSet, vacancy.model);
  if (group === undefined || order === undefined) return { kind: 'REFUSED', reasons: groupReasons };
  const value = orderValue(order.order, facts, dayFor(order, assessing));
  const ordering = withText(order, 'ORDERS', { order: order.order.kind, value }, order.sentence);
  return {
    kind: 'ADMITTED',
    group: { rank: group.rank, code: group.rule.code, ...group.rule.sentence, ruleId: group.rule.id },
    orderValue: value,
    reasons: [...required, ...groupReasons, ordering],
  };
}

/** The rules of scope that a home fails: what must be empty before it may be published under this rule set. */
export function scopeFindings(vacancy: VacancyFacts, ruleSet: RuleSetContent): readonly Reason[] {
  const assessing: Assessing = { facts: NOBODY, vacancy, on: vacancy.publishedOn, thresholds: {} };
  return ruleSet.scope
    .filter((rule) => holds(rule.appliesTo, rule, assessing))
    .map((rule) => reasonOf(rule, rule.condition, assessing))
    .filter(({ outcome }) => outcome === 'NOT_MET');
}

interface Assessing {
  readonly facts: CandidateFacts;
  readonly vacancy: VacancyFacts;
  readonly on: CalendarDate;
  readonly thresholds: Readonly<Record<string, number>>;
}

/** Walks the groups from the top; each group passed leaves its reason, and a law that took a priority away is named. */
function firstGroup(
  ruleSet: RuleSetContent,
  assessing: Assessing,
  reasons: Reason[],
): PriorityGroup | undefined {
  for (const group of ruleSet.groups) {
    const { rule } = group;
    if (!holds(rule.appliesTo, rule, assessing)) continue;
    const effective = holds(effectiveCondition(rule, ruleSet.restrictions), rule, assessing);
    const own = reasonOf(rule, rule.condition, assessing);
    reasons.push(...lawBehind(rule, restrictionsOn(rule, ruleSet.restrictions), effective, own, assessing));
    if (effective) return group;
  }
  return undefined;
}

/**
 * The reasons of one group with the articles of the law that had a say in it: what took a priority away, what kept
 * somebody from being held up, and, for who is in the group, the condition of the law that is met.
 */
function lawBehind(
  rule: SortRule,
  restrictions: readonly RestrictRule[],
  effective: boolean,
  own: Reason,
  assessing: Assessing,
): readonly Reason[] {
  const narrowing = restrictions.filter(({ effect }) => effect === 'ONLY_WHEN');
  if (!effective && own.outcome === 'MET') {
    return narrowing
      .filter((restriction) => !holds(narrowingOf(restriction), rule, assessing))
      .map((restriction) => {
        const { parameters } = reasonOf(restriction, restriction.condition, assessing);
        return withText(restriction, 'RESTRICTED', { ...parameters, group: rule.code }, restriction.sentence);
      });
  }
  if (!effective) return [own];
  const exempting =
    own.outcome === 'MET' ? [] : restrictions.filter(({ effect }) => effect === 'NOT_AGAINST');
  const met = [...exempting, ...narrowing.filter((restriction) => concerns(restriction, assessing))]
    .map((restriction) => reasonOf(restriction, restriction.condition, assessing))
    .filter(({ outcome }) => outcome === 'MET');
  return [...met, own.outcome === 'MET' ? own : withText(rule, 'MET', own.parameters, rule.sentence)];
}

/** Whether a restriction is about this seeker: one on urgents of art. 12(3) is not about an urgency outside it. */
function concerns({ condition }: RestrictRule, { facts, vacancy, on }: Assessing): boolean {
  // What looks at the home alone says nothing of a seeker as long as it takes nothing away.
  if (looksAtVacancyOnly(condition)) return false;
  if (condition.kind !== 'any') return true;
  return !condition.of.some(
    (part) =>
      part.kind === 'urgency-fits' &&
      part.statutory === 'OUTSIDE' &&
      traceCondition(part, facts, vacancy, on).holds,
  );
}

function holds(condition: Condition, rule: Rule, assessing: Assessing): boolean {
  return traceCondition(condition, assessing.facts, assessing.vacancy, dayFor(rule, assessing)).holds;
}

function reasonOf(rule: Rule, condition: Condition, assessing: Assessing): Reason {
  const node = traceCondition(condition, assessing.facts, assessing.vacancy, dayFor(rule, assessing));
  const observed = observedOf(node);
  const limitCents = assessing.thresholds[String(observed['income-at-most.threshold'])];
  const parameters =
    limitCents === undefined ? observed : { ...observed, 'income-at-most.limitCents': limitCents };
  return withText(rule, node.holds ? 'MET' : 'NOT_MET', parameters, rule.sentence);
}

function dayFor(rule: Rule, assessing: Assessing): CalendarDate {
  return rule.governedBy === 'PUBLICATION' ? assessing.vacancy.publishedOn : assessing.on;
}

const OUTCOME_WORDS: Readonly<Record<ReasonOutcome, BilingualText>> = {
  MET: { nl: 'Voldaan', en: 'Met' },
  NOT_MET: { nl: 'Niet voldaan', en: 'Not met' },
  ORDERS: { nl: 'Volgorde', en: 'Order' },
  RESTRICTED: { nl: 'Beperkt', en: 'Restricted' },
};

function withText(rule: Rule, outcome: ReasonOutcome, parameters: Parameters, text: BilingualText): Reason {
  const { instrument, title, article, url, version } = rule.citation;
  const word = OUTCOME_WORDS[outcome];
  const nl = `${word.nl}: ${text.nl}`;
  const en = `${word.en}: ${text.en}`;
  return {
    code: rule.code,
    ruleId: rule.id,
    layer: rule.layer,
    article,
    instrument,
    title,
    url,
    version,
    outcome,
    parameters,
    nl,
    en,
  };
}

/** Stands in where a rule looks at the home alone: `looksAtVacancyOnly` guards what SCOPE may ask. */
const NOBODY = {} as CandidateFacts;
