import { calendarDate, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { Period } from '../../../platform/primitives/period.ts';
import { shareOf } from '../../../platform/primitives/share.ts';
import type { AllocationModel, MediationCategory, VacancyLabel } from '../../../rules/facts.ts';
import type { QuotaLimit, QuotaRule } from '../../../rules/rule.ts';

/** Where a home stands, and whose it is. */
export interface SupplyPlace {
  readonly owner: string;
  readonly region: string;
  readonly municipality: string;
  readonly core: string | null;
}

/** What a quota looks at of a home that is published. */
export interface Publication extends SupplyPlace {
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

/** An area that a quota counts in. */
export interface QuotaArea {
  readonly kind: QuotaRule['per'];
  readonly code: string;
}

/** What is left of a quota, with the numbers that it follows from. */
export interface QuotaRoom {
  readonly rule: QuotaRule;
  readonly area: QuotaArea;
  readonly period: Period & { readonly until: CalendarDate };
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

/** The period of a quota that a day lies in: calendar halves, calendar years, or two of them beginning in the even one. */
export function quotaPeriod({ period }: Pick<QuotaRule, 'period'>, on: CalendarDate): QuotaRoom['period'] {
  const year = Number(on.slice(0, 4));
  const day = (of: number, rest: string): CalendarDate => calendarDate(`${of}-${rest}`);
  switch (period) {
    case 'HALF_YEAR':
      return on.slice(5, 7) < '07'
        ? { from: day(year, '01-01'), until: day(year, '07-01') }
        : { from: day(year, '07-01'), until: day(year + 1, '01-01') };
    case 'CALENDAR_YEAR':
      return { from: day(year, '01-01'), until: day(year + 1, '01-01') };
    case 'TWO_CALENDAR_YEARS': {
      const even = year - (year % 2);
      return { from: day(even, '01-01'), until: day(even + 2, '01-01') };
    }
  }
}

/** The area of a quota that a home lies in; a municipality without cores is one core. */
export function quotaArea({ per }: Pick<QuotaRule, 'per'>, place: SupplyPlace): QuotaArea {
  switch (per) {
    case 'MUNICIPALITY':
      return { kind: per, code: place.municipality };
    case 'REGION':
      return { kind: per, code: place.region };
    case 'CORE':
      return { kind: per, code: place.core ?? place.municipality };
    case 'CORPORATION':
      return { kind: per, code: place.owner };
  }
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
  period: QuotaRoom['period'],
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

/** What a limit comes to on a supply. */
export function limitOn(limit: QuotaLimit, supply: number): number {
  return limit.kind === 'NUMBER'
    ? limit.count
    : shareOf({ basisPoints: limit.basisPoints }, supply, limit.rounding);
}

/**
 * How many more may come: the most for which what is taken stays within the limit on the supply that they make. Null for
 * a share of the whole, which bounds nothing.
 */
function roomAfter(limit: QuotaLimit, taken: number, supply: number): number | null {
  if (limit.kind === 'NUMBER') return Math.max(0, limit.count - taken);
  if (limit.basisPoints === 10_000) return null;
  const fits = (more: number): boolean => taken + more <= limitOn(limit, supply + more);
  // Each home more takes one and gives less than one, so what does not fit once never fits again.
  let [low, high] = [0, 1];
  while (fits(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
