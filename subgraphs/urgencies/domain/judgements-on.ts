import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';

/** What decides which of several judgements holds. */
interface StoredJudgement {
  readonly owner: string;
  readonly id: string;
  readonly norm: string;
  readonly judgedOn: CalendarDate;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate | null;
}

/**
 * The judgements that hold on a day: of each municipality and norm the last one that had been made by then and whose
 * validity has begun. When its validity is over, nothing holds, whatever was judged before it.
 */
export function judgementsOn<Judgement extends StoredJudgement>(
  judgements: readonly Judgement[],
  on: CalendarDate,
): readonly Judgement[] {
  const last = new Map<string, Judgement>();
  for (const judgement of judgements) {
    if (judgement.judgedOn > on || judgement.validFrom > on) continue;
    const key = `${judgement.owner} ${judgement.norm}`;
    const known = last.get(key);
    if (known === undefined || isLater(judgement, known)) last.set(key, judgement);
  }
  return [...last.values()].filter(({ validFrom, validUntil }) =>
    periodHolds({ from: validFrom, until: validUntil }, on),
  );
}

/** Judged later; of one day, recorded later: the numbers are given out in the order of time. */
function isLater(one: StoredJudgement, other: StoredJudgement): boolean {
  return one.judgedOn !== other.judgedOn ? one.judgedOn > other.judgedOn : one.id > other.id;
}
