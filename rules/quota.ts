import { calendarDate, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { Period } from '../platform/primitives/period.ts';
import { shareOf } from '../platform/primitives/share.ts';
import type { VacancyLabel } from './facts.ts';
import type { PriorityGround, QuotaLimit, QuotaRule } from './rule.ts';

/**
 * The arithmetic of quotas, which is one and the same for who counts homes that are offered and for who counts homes that are
 * let. See Huisvestingswet 2014 art. 14(2): the law fixes neither period nor rounding, so a regulation declares both.
 */

/** Where a home stands, and whose it is. */
export interface QuotaPlace {
  readonly owner: string;
  readonly region: string;
  readonly municipality: string;
  readonly core: string | null;
}

/** An area that a quota counts in. */
export interface QuotaArea {
  readonly kind: QuotaRule['per'];
  readonly code: string;
}

/** From a day up to another. */
export type QuotaPeriod = Period & { readonly until: CalendarDate };

/** The ground of priority that a label stands for. */
export const GROUND_OF_LABEL: Readonly<Record<VacancyLabel, PriorityGround>> = {
  LOCAL_BINDING: 'LOCAL_BINDING',
  CORE_BINDING: 'CORE_BINDING',
  REGIONAL_BINDING: 'REGIONAL_BINDING',
  VITAL_PROFESSION: 'VITAL_PROFESSION',
  YOUTH: 'AGE',
  AGE_55_PLUS: 'AGE',
  AGE_65_PLUS: 'AGE',
  LARGE_HOUSEHOLD: 'OCCUPANCY',
  STARTER: 'MOVING_CHAIN',
  MOVER: 'MOVING_CHAIN',
};

/** The period of a quota that a day lies in: calendar halves, calendar years, or two of them beginning in the even one. */
export function quotaPeriod({ period }: Pick<QuotaRule, 'period'>, on: CalendarDate): QuotaPeriod {
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
export function quotaArea({ per }: Pick<QuotaRule, 'per'>, place: QuotaPlace): QuotaArea {
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
export function roomAfter(limit: QuotaLimit, taken: number, supply: number): number | null {
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
