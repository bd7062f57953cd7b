import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { AllocationModel, MediationCategory, VacancyLabel } from '../../../rules/facts.ts';
import {
  limitOn,
  roomAfter,
  type QuotaArea,
  type QuotaPeriod,
  type QuotaPlace,
} from '../../../rules/quota.ts';
import type { QuotaRule } from '../../../rules/rule.ts';

/** What a quota looks at of a home that is published. */
export interface Publication extends QuotaPlace {
  readonly publishedOn: CalendarDate;
  readonly model: AllocationModel;
  readonly labels: readonly VacancyLabel[];
  /** Of direct mediation; absent or empty for other models. */
  readonly category?: MediationCategory | '';
}

/** How many homes of one kind were published: all that the ledger keeps, so that any quota of any day can be counted. */
export interface Supply {
  readonly model: AllocationModel;
  readonly labels: readonly VacancyLabel[];
  /** Of direct mediation; absent or empty for other models. */
  readonly category?: MediationCategory | '';
  readonly count: number;
}

/** What is left of a quota, with the numbers that it follows from. */
export interface QuotaRoom {
  readonly rule: QuotaRule;
  readonly area: QuotaArea;
  readonly period: QuotaPeriod;
  /** All homes published there and then: the denominator of a share. */
  readonly supply: number;
  /** Those that the quota counts; null where that is known only when a home is let. */
  readonly taken: number | null;
  /** What the limit comes to on this supply. */
  readonly limit: number;
  /** How many more may be published now, each of them counted in the supply too; null without a bound. */
  readonly room: number | null;
  /** How far a cap is passed because supply was withdrawn afterwards. */
  readonly overdrawn: number;
  /** What a floor still lacks. */
  readonly shortfall: number;
}

/** Whether what a quota counts is known when a home is published. A quota on who gets it, or at which rent, is counted at letting. */
export function isCountedAtPublication({ subject }: Pick<QuotaRule, 'subject'>): boolean {
  return subject.kind === 'LABELS' || subject.kind === 'MODELS' || subject.kind === 'MEDIATION_CATEGORIES';
}

/** Whether a home of this kind is one that a quota counts. */
export function concerns(
  { subject }: Pick<QuotaRule, 'subject'>,
  { labels, model, category }: Pick<Supply, 'labels' | 'model' | 'category'>,
): boolean {
  if (subject.kind === 'LABELS') return subject.labels.some((label) => labels.includes(label));
  if (subject.kind === 'MEDIATION_CATEGORIES') return subject.categories.some((one) => one === category);
  return subject.kind === 'MODELS' && subject.models.includes(model);
}

/**
 * The caps that publishing a home must stay within, in one order. A cap on what comes of publications (permits, lettings)
 * is held here too: nothing is published that could not be let.
 */
export function capsOn(quotas: readonly QuotaRule[], publication: Publication): readonly QuotaRule[] {
  return quotas
    .filter((quota) => quota.direction === 'CAP' && concerns(quota, publication))
    .sort((one, other) => compareText(one.id, other.id));
}

/** What is left of a quota after `supplies`, all that was published in its area and period. */
export function roomOf(
  rule: QuotaRule,
  area: QuotaArea,
  period: QuotaPeriod,
  supplies: readonly Supply[],
): QuotaRoom {
  const supply = supplies.reduce((sum, { count }) => sum + count, 0);
  const limit = limitOn(rule.limit, supply);
  const base = { rule, area, period, supply, limit };
  if (!isCountedAtPublication(rule)) {
    return { ...base, taken: null, room: null, overdrawn: 0, shortfall: 0 };
  }
  const taken = supplies.reduce((sum, each) => (concerns(rule, each) ? sum + each.count : sum), 0);
  if (rule.direction === 'FLOOR') {
    return { ...base, taken, room: null, overdrawn: 0, shortfall: Math.max(0, limit - taken) };
  }
  const room = roomAfter(rule.limit, taken, supply);
  return { ...base, taken, room, overdrawn: Math.max(0, taken - limit), shortfall: 0 };
}
