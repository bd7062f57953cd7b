import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { shareOf } from '../platform/primitives/share.ts';
import type { AllocationModel, VacancyLabel } from '../rules/facts.ts';
import type { QuotaRule } from '../rules/rule.ts';
import type { RuleSet } from '../rules/rule-set.ts';

/** What counts against caps when a vacancy is published. */
export interface Published {
  readonly owner: string;
  readonly region: string;
  readonly municipality: string;
  readonly core: string | null;
  readonly publishedOn: CalendarDate;
  readonly model: AllocationModel;
  readonly labels: readonly VacancyLabel[];
}

/** Keeps count of publications per cap. */
export interface QuotaRoom {
  /** Whether publishing this now leaves every cap of these rules respected. */
  admits(published: Published, ruleSet: RuleSet): boolean;
  /** Counts a publication. */
  take(published: Published, ruleSet: RuleSet): void;
}

interface Count {
  subject: number;
  all: number;
}

/**
 * Counts as the vacancies are published. A cap on what comes of publications (permits, lettings) is held at publication
 * too: who stays below it there cannot pass it later by much, and nothing is published that could not be let.
 */
export function quotaRoom(): QuotaRoom {
  const counts = new Map<string, Count>();
  const countOf = (quota: QuotaRule, published: Published): Count => {
    const key = `${quota.id.split('@')[0]}#${quota.code}/${placeOf(quota, published)}/${periodOf(quota, published.publishedOn)}`;
    const known = counts.get(key) ?? { subject: 0, all: 0 };
    counts.set(key, known);
    return known;
  };
  return {
    admits: (published, ruleSet) =>
      capsOf(ruleSet).every((quota) => {
        if (!concerns(quota, published)) return true;
        const { subject, all } = countOf(quota, published);
        const { limit } = quota;
        const most =
          limit.kind === 'NUMBER'
            ? limit.count
            : shareOf({ basisPoints: limit.basisPoints }, all + 1, limit.rounding);
        return subject + 1 <= most;
      }),
    take(published, ruleSet) {
      for (const quota of capsOf(ruleSet)) {
        const count = countOf(quota, published);
        count.all += 1;
        if (concerns(quota, published)) count.subject += 1;
      }
    },
  };
}

/** Whether a publication is of the kind that a quota counts. */
export function concerns(
  { subject }: QuotaRule,
  { labels, model }: Pick<Published, 'labels' | 'model'>,
): boolean {
  switch (subject.kind) {
    case 'LABELS':
      return subject.labels.some((label) => labels.includes(label));
    case 'MODELS':
      return subject.models.includes(model);
    // Who a home goes to is not known when it is published.
    case 'SUITABLE_RENT':
    case 'GROUPS':
    case 'URGENCY_CATEGORIES':
      return false;
  }
}

/** The place within which a quota counts. */
export function placeOf({ per }: QuotaRule, published: Published): string {
  switch (per) {
    case 'MUNICIPALITY':
      return published.municipality;
    case 'REGION':
      return published.region;
    case 'CORE':
      return published.core ?? published.municipality;
    case 'CORPORATION':
      return published.owner;
  }
}

/** The period of a quota that a day lies in: half-years in calendar halves, two years beginning in the even one. */
export function periodOf({ period }: QuotaRule, on: CalendarDate): string {
  const year = Number(on.slice(0, 4));
  switch (period) {
    case 'CALENDAR_YEAR':
      return String(year);
    case 'HALF_YEAR':
      return `${year}-${on.slice(5, 7) < '07' ? 1 : 2}`;
    case 'TWO_CALENDAR_YEARS':
      return String(year - (year % 2));
  }
}

function capsOf(ruleSet: RuleSet): readonly QuotaRule[] {
  return ruleSet.quotas.filter(({ direction }) => direction === 'CAP');
}
