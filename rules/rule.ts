import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { Period } from '../platform/primitives/period.ts';
import type { Rounding } from '../platform/primitives/share.ts';
import type { BilingualText } from './bilingual-text.ts';
import type { Condition } from './condition.ts';
import type { AllocationModel, VacancyLabel } from './facts.ts';

/** From high to low: a lower layer may only use the room that the higher ones leave. */
export const RULE_LAYERS = [
  'FRAMEWORK',
  'REGIONAL_MODEL',
  'REGIONAL_AGREEMENT',
  'MUNICIPAL',
  'COMPLEX',
] as const;
export type RuleLayer = (typeof RULE_LAYERS)[number];

/** How far down a layer stands: 0 is the highest. */
export function layerDepth(layer: RuleLayer): number {
  return RULE_LAYERS.indexOf(layer);
}

/** What a rule does (after VERA's `toepassing`: SEL filters, SOR sorts). */
export const RULE_STAGES = [
  'SCOPE',
  'SELECT',
  'SORT',
  'ORDER',
  'QUOTA',
  'THRESHOLD',
  'RESTRICT',
  'SANCTION',
  'REACTION_LIMIT',
] as const;
export type RuleStage = (typeof RULE_STAGES)[number];

/** Which day a rule looks at. */
export const GOVERNING_DATES = ['PUBLICATION', 'REACTION', 'CLOSING', 'ALLOCATION'] as const;
export type GoverningDate = (typeof GOVERNING_DATES)[number];

/** Where a rule stands written. */
export interface Citation {
  /** Code of the instrument. */
  readonly instrument: string;
  readonly title: string;
  readonly article: string;
  readonly url: string | null;
  /** What the article says, in short and in Dutch. */
  readonly text: string;
  /** First day in force of the version of the instrument. */
  readonly version: CalendarDate;
}

interface RuleBase {
  /** Unique everywhere: `gooi-model@2024-01-01#ADULT`. */
  readonly id: string;
  /** Unique in its regulation. */
  readonly code: string;
  readonly layer: RuleLayer;
  readonly citation: Citation;
  readonly governedBy: GoverningDate;
  /** Why this rule; null when the argument of the regulation covers it. */
  readonly argument: string | null;
  readonly sentence: BilingualText;
  /** Which homes the rule is about; looks at the vacancy alone. */
  readonly appliesTo: Condition;
}

/** Which homes are covered at all. A home it applies to and that fails the condition may not be offered so. */
export interface ScopeRule extends RuleBase {
  readonly stage: 'SCOPE';
  readonly condition: Condition;
}

/** Who may: a seeker who fails the condition is refused. */
export interface SelectRule extends RuleBase {
  readonly stage: 'SELECT';
  readonly as: 'REQUIREMENT';
  readonly condition: Condition;
}

/** What a priority rests on, so that a higher layer can restrict it. */
export const PRIORITY_GROUNDS = [
  'URGENCY',
  'REGIONAL_BINDING',
  'LOCAL_BINDING',
  'CORE_BINDING',
  'VITAL_PROFESSION',
  'OCCUPANCY',
  'AGE',
  'ACCESSIBILITY',
  'MOVING_CHAIN',
  'HARDSHIP',
] as const;
export type PriorityGround = (typeof PRIORITY_GROUNDS)[number];

/** A priority group. A seeker is in the first group of the order whose condition holds. */
export interface SortRule extends RuleBase {
  readonly stage: 'SORT';
  /** Place in the order as the regulation numbers it; smaller goes first, and each number is used once. */
  readonly rank: number;
  /** Empty for a group that gives no priority (the last one). */
  readonly grounds: readonly PriorityGround[];
  readonly condition: Condition;
}

/** One component of a points order. Everything in thousandths of a point, so that the sum is whole. */
export interface PointsComponent {
  readonly component: 'WAITING' | 'SEARCHING' | 'SITUATION' | 'STARTER';
  /** Thousandths per unit: per `perDays` days of waiting, month of active searching, situation point, or once for a starter. */
  readonly thousandths: number;
  /** For WAITING the days of one unit; 1 for the others. */
  readonly perDays: number;
  /** Most this component can give; null for no bound. */
  readonly maximumThousandths: number | null;
}

/** The value that orders inside a group. */
export type Order =
  | { readonly kind: 'REGISTRATION_TIME' }
  | {
      readonly kind: 'SEARCH_VALUE';
      /** Percent of the search value of the present home that a mover keeps. */
      readonly retainedPercent: number;
      /** Residence at the present address before this day counts as waiting; null without a transitional rule. */
      readonly transitionalUntil: CalendarDate | null;
    }
  | { readonly kind: 'POINTS'; readonly components: readonly PointsComponent[] }
  | { readonly kind: 'DRAW' };
export type OrderKind = Order['kind'];

/** The order inside the groups, for homes of these models. */
export interface OrderRule extends RuleBase {
  readonly stage: 'ORDER';
  readonly models: readonly AllocationModel[];
  readonly order: Order;
}

/** What a quota counts. */
export type QuotaSubject =
  | { readonly kind: 'LABELS'; readonly labels: readonly VacancyLabel[] }
  | { readonly kind: 'MODELS'; readonly models: readonly AllocationModel[] }
  | { readonly kind: 'SUITABLE_RENT' }
  /** Lettings to candidates of these priority groups, by the codes of their rules. */
  | { readonly kind: 'GROUPS'; readonly groups: readonly string[] }
  /** Lettings to urgents of these categories. */
  | { readonly kind: 'URGENCY_CATEGORIES'; readonly categories: readonly string[] };

export type QuotaCount = 'PUBLICATIONS' | 'LETTINGS' | 'PERMITS_WITH_BINDING_PRIORITY' | 'SUITABLE_LETTINGS';
export type QuotaDenominator =
  'PUBLICATIONS' | 'LETTINGS' | 'PERMITS_IN_DESIGNATED_CATEGORIES' | 'LETTINGS_WITH_RENT_BENEFIT';

export type QuotaLimit =
  | {
      readonly kind: 'SHARE';
      readonly basisPoints: number;
      readonly denominator: QuotaDenominator;
      readonly rounding: Rounding;
    }
  | { readonly kind: 'NUMBER'; readonly count: number };

/** How often something may (CAP) or must (FLOOR) happen in a period. */
export interface QuotaRule extends RuleBase {
  readonly stage: 'QUOTA';
  readonly direction: 'CAP' | 'FLOOR';
  readonly subject: QuotaSubject;
  /** The numerator. */
  readonly counts: QuotaCount;
  readonly limit: QuotaLimit;
  readonly period: 'HALF_YEAR' | 'CALENDAR_YEAR' | 'TWO_CALENDAR_YEARS';
  readonly per: 'MUNICIPALITY' | 'REGION' | 'CORE' | 'CORPORATION';
}

/** A named amount during a period. */
export interface ThresholdRule extends RuleBase {
  readonly stage: 'THRESHOLD';
  readonly threshold: string;
  readonly amountCents: number;
  readonly validity: Period;
}

/**
 * What a higher layer lets a lower one give priority for.
 * ONLY_WHEN: groups on these grounds hold only for seekers who also meet the condition.
 * NOT_AGAINST: in groups on these grounds nobody who meets the condition may be held up by lacking a binding.
 */
export interface RestrictRule extends RuleBase {
  readonly stage: 'RESTRICT';
  readonly effect: 'ONLY_WHEN' | 'NOT_AGAINST';
  readonly grounds: readonly PriorityGround[];
  readonly condition: Condition;
}

/** What a seeker did that a regulation answers with a sanction. */
export const SANCTIONED_CONDUCT = ['OFFER_REFUSED', 'VIEWING_MISSED', 'FACTS_WITHHELD'] as const;
export type SanctionedConduct = (typeof SANCTIONED_CONDUCT)[number];

/** Who does something so often is excluded from some models for a term. */
export interface SanctionRule extends RuleBase {
  readonly stage: 'SANCTION';
  readonly conduct: SanctionedConduct;
  /** Models of the homes at which the conduct counts. */
  readonly models: readonly AllocationModel[];
  /** How often within `withinMonths` before it is answered. */
  readonly occurrences: number;
  /** Null: however long ago. */
  readonly withinMonths: number | null;
  readonly excludesFrom: readonly AllocationModel[];
  /** How long, from the day of the last occurrence. */
  readonly months: number;
}

/** How many reactions a household may have open at one time, so that nobody stands in the way on homes it does not want. */
export interface ReactionLimitRule extends RuleBase {
  readonly stage: 'REACTION_LIMIT';
  /** Models of the homes that count. */
  readonly models: readonly AllocationModel[];
  readonly reactions: number;
  /** Where the homes that count lie, seen from the home that is reacted to. */
  readonly per: 'MUNICIPALITY' | 'REGION';
}

export type Rule =
  | ScopeRule
  | SelectRule
  | SortRule
  | OrderRule
  | QuotaRule
  | ThresholdRule
  | RestrictRule
  | SanctionRule
  | ReactionLimitRule;
