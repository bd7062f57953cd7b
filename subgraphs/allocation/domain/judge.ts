import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { assess, type Reason as EngineReason } from '../../../rules/assess.ts';
import { compileRuleSet, type CompiledRuleSet } from '../../../rules/compile-rule-set.ts';
import { tieBreakLot } from '../../../rules/draw.ts';
import { counterfactuals } from '../../../rules/explain.ts';
import type { AllocationModel, CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import { sortKey, type SortKey } from '../../../rules/rank.ts';
import type { OrderKind } from '../../../rules/rule.ts';
import { limitReached, limitsOn, type LimitReached } from '../../../rules/reaction-limit.ts';
import { orderRuleFor, parseRuleSet } from '../../../rules/rule-set.ts';

/** One rule and what it decided, with where it stands written. */
export interface Reason {
  readonly code: string;
  readonly outcome: EngineReason['outcome'];
  readonly citation: {
    readonly instrument: string;
    readonly title: string;
    readonly article: string;
    readonly version: CalendarDate;
    readonly url: string | null;
  };
  readonly text: { readonly nl: string; readonly en: string };
}

/** A priority group as a reader sees it. */
export interface Group {
  readonly rank: number;
  readonly code: string;
  readonly text: { readonly nl: string; readonly en: string };
}

export interface Admitted {
  readonly kind: 'ADMITTED';
  readonly group: Group;
  readonly orderValue: number;
  readonly reasons: readonly Reason[];
}

export interface Refused {
  readonly kind: 'REFUSED';
  readonly reasons: readonly Reason[];
}

export type Admission = Admitted | Refused;

/** What would have to be different, and the place in the order it would give. */
export interface Difference extends Pick<SortKey, 'groupRank'> {
  /** The value that would order inside that group. */
  readonly orderValue: number;
  readonly code: string;
  readonly text: { readonly nl: string; readonly en: string };
}

/** One rule set, ready to judge: parsed and compiled once, so that ranking, position and explanation use the same rules. */
export interface Judge {
  readonly hash: string;
  readonly canonical: string;
  /** Group and value only; for lists. */
  readonly quick: CompiledRuleSet;
  readonly orderKind: (model: AllocationModel) => OrderKind;
  readonly judge: (facts: CandidateFacts, vacancy: VacancyFacts, on: CalendarDate) => Admission;
  /** The limit that keeps a household with these open reactions from reacting to a home as well. */
  readonly limitReached: <Open extends { readonly home: VacancyFacts }>(
    home: VacancyFacts,
    open: readonly Open[],
  ) => LimitReached<Open> | undefined;
  /** Whether any limit concerns a home. */
  readonly isLimited: (home: VacancyFacts) => boolean;
  /** The key by which an admitted reaction is stored; the lot that its lot id gives decides between equal values. */
  readonly sortKey: (
    admitted: Pick<Admitted, 'orderValue'> & { readonly group: { readonly rank: number } },
    vacancyId: string,
    lotId: string,
  ) => SortKey;
  readonly differences: (
    facts: CandidateFacts,
    vacancy: VacancyFacts,
    on: CalendarDate,
  ) => readonly Difference[];
}

/**
 * The judge of a canonical text. Throws a TypeError when the text is no rule set or its SHA-256 is not `hash`: a ranking
 * by other rules than the pinned ones would be wrong for somebody.
 */
export function createJudge(hash: string, canonical: string): Judge {
  const parsed = parseRuleSet(canonical);
  if (parsed.kind === 'FAILED' || parsed.value.hash !== hash)
    throw new TypeError('a rule set that is not what its hash says');
  const ruleSet = parsed.value;
  return {
    hash,
    canonical,
    quick: compileRuleSet(ruleSet),
    orderKind: (model) => orderRuleFor(ruleSet, model)?.order.kind ?? 'REGISTRATION_TIME',
    limitReached: (home, open) => limitReached(ruleSet, home, open),
    isLimited: (home) => limitsOn(ruleSet, home).length > 0,
    judge(facts, vacancy, on) {
      const assessment = assess(facts, vacancy, ruleSet, on);
      const reasons = assessment.reasons.map(reasonOf);
      if (assessment.kind === 'REFUSED') return { kind: 'REFUSED', reasons };
      const { group, orderValue } = assessment;
      const text = { nl: group.nl, en: group.en };
      return { kind: 'ADMITTED', group: { rank: group.rank, code: group.code, text }, orderValue, reasons };
    },
    sortKey: ({ group, orderValue }, vacancyId, lotId) =>
      sortKey({ groupRank: group.rank, orderValue, lot: tieBreakLot(vacancyId, lotId) }),
    differences: (facts, vacancy, on) =>
      counterfactuals(facts, vacancy, ruleSet, on).map(({ code, groupRank, orderValue, nl, en }) => ({
        code,
        groupRank,
        orderValue,
        text: { nl, en },
      })),
  };
}

/** Whether the order inside the groups is known before the closing day: not for a draw. */
export function isDrawn(order: OrderKind): boolean {
  return order !== 'DRAW';
}

function reasonOf(reason: EngineReason): Reason {
  const { code, outcome, instrument, title, article, version, url, nl, en } = reason;
  return { code, outcome, citation: { instrument, title, article, version, url }, text: { nl, en } };
}
