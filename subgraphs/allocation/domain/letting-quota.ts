import { compareText } from '../../../platform/primitives/compare-text.ts';
import {
  GROUND_OF_LABEL,
  limitOn,
  quotaArea,
  quotaPeriod,
  roomAfter,
  type QuotaArea,
  type QuotaPeriod,
  type QuotaPlace,
} from '../../../rules/quota.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { AllocationModel } from '../../../rules/facts.ts';
import type { PriorityGround, QuotaRule } from '../../../rules/rule.ts';
import type { UsedPriority } from '../../../rules/used-priority.ts';

/** What a quota looks at of a letting. */
export interface CountedLetting extends Pick<UsedPriority, 'groupCode' | 'grounds' | 'urgencyCategories'> {
  readonly model: AllocationModel;
}

/** How many lettings there were in an area and period, and how many of them a quota counts. */
export interface LettingCounts {
  readonly lettings: number;
  readonly taken: number;
}

/** What a quota counts a letting for: any of these is enough. */
export interface CountedFor {
  readonly models: readonly AllocationModel[];
  readonly groups: readonly string[];
  readonly grounds: readonly PriorityGround[];
  readonly urgencyCategories: readonly string[];
}

/** What is left of a quota on lettings, with the numbers that it follows from. */
export interface LettingRoom {
  readonly rule: QuotaRule;
  readonly area: QuotaArea;
  readonly period: QuotaPeriod;
  /** All lettings there and then: the denominator of a share. */
  readonly lettings: number;
  /** Those that the quota counts; null where letting does not tell. */
  readonly taken: number | null;
  /** What the limit comes to on these lettings. */
  readonly limit: number;
  /** How many more may be recorded now, each of them counted in the lettings too; null for a floor and without a bound. */
  readonly room: number | null;
  /** What a floor still lacks. */
  readonly shortfall: number;
}

/**
 * Whether what a quota counts is known when a home is let and not before: who gets it. A cap on labels or models is held when a
 * home is published, by its own ledger, so that nothing is published that could not be let.
 */
export function isHeldAtLetting({ subject, direction }: Pick<QuotaRule, 'subject' | 'direction'>): boolean {
  return direction === 'CAP' && (subject.kind === 'GROUPS' || subject.kind === 'URGENCY_CATEGORIES');
}

/** What a quota counts a letting for: for labels priority on their grounds, which is what the law counts (art. 14(2)). */
export function countedFor({ subject }: Pick<QuotaRule, 'subject'>): CountedFor {
  const nothing = { models: [], groups: [], grounds: [], urgencyCategories: [] };
  switch (subject.kind) {
    case 'LABELS':
      return { ...nothing, grounds: [...new Set(subject.labels.map((label) => GROUND_OF_LABEL[label]))] };
    case 'MODELS':
      return { ...nothing, models: subject.models };
    case 'GROUPS':
      return { ...nothing, groups: subject.groups };
    case 'URGENCY_CATEGORIES':
      return { ...nothing, urgencyCategories: subject.categories };
    // Counted where homes are published, or not at all.
    case 'MEDIATION_CATEGORIES':
    case 'SUITABLE_RENT':
      return nothing;
  }
}

/** Whether a quota counts a letting. */
export function countsLetting(quota: Pick<QuotaRule, 'subject'>, letting: CountedLetting): boolean {
  const counted = countedFor(quota);
  return (
    counted.models.includes(letting.model) ||
    counted.groups.includes(letting.groupCode) ||
    counted.grounds.some((ground) => letting.grounds.includes(ground)) ||
    counted.urgencyCategories.some((category) => letting.urgencyCategories.includes(category))
  );
}

/** The caps that letting a home so must stay within, in one order. */
export function capsOnLetting(quotas: readonly QuotaRule[], letting: CountedLetting): readonly QuotaRule[] {
  return quotas
    .filter((quota) => isHeldAtLetting(quota) && countsLetting(quota, letting))
    .sort((one, other) => compareText(one.id, other.id));
}

/** Where and when a quota counts a letting of a home. */
export function countedIn(quota: QuotaRule, place: QuotaPlace, on: CalendarDate) {
  return { area: quotaArea(quota, place), period: quotaPeriod(quota, on) };
}

/** What is left of a quota after all lettings of its area and period. */
export function lettingRoom(
  rule: QuotaRule,
  area: QuotaArea,
  period: QuotaPeriod,
  { lettings, taken }: LettingCounts,
): LettingRoom {
  const limit = limitOn(rule.limit, lettings);
  const base = { rule, area, period, lettings, limit };
  const isTold = rule.subject.kind !== 'SUITABLE_RENT' && rule.subject.kind !== 'MEDIATION_CATEGORIES';
  if (!isTold) return { ...base, taken: null, room: null, shortfall: 0 };
  if (rule.direction === 'FLOOR')
    return { ...base, taken, room: null, shortfall: Math.max(0, limit - taken) };
  return { ...base, taken, room: roomAfter(rule.limit, taken, lettings), shortfall: 0 };
}
