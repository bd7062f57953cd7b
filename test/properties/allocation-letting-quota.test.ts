import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { limitOn, quotaPeriod } from '../../rules/quota.ts';
import type { QuotaRule } from '../../rules/rule.ts';
import { rulesOf } from '../../rules/rule-set.ts';
import {
  capsOnLetting,
  countedFor,
  countsLetting,
  lettingRoom,
  type CountedLetting,
} from '../../subgraphs/allocation/domain/letting-quota.ts';
import { rulesWith } from '../support/course.ts';

const AREA = { kind: 'MUNICIPALITY', code: 'GM0402' } as const;
const PERIOD = quotaPeriod({ period: 'CALENDAR_YEAR' }, calendarDate('2026-11-02'));

const subject = fc.oneof(
  fc.record({ kind: fc.constant('GROUPS'), groups: fc.constant(['URGENT', 'OTHERS']) }),
  fc.record({ kind: fc.constant('GROUPS'), groups: fc.constant(['URGENT']) }),
  fc.record({ kind: fc.constant('URGENCY_CATEGORIES'), categories: fc.constant(['MEDICAL']) }),
);
const limit = fc.oneof(
  fc.record({ kind: fc.constant('NUMBER'), count: fc.integer({ min: 0, max: 8 }) }),
  fc.record({
    kind: fc.constant('SHARE'),
    basisPoints: fc.constantFrom(1, 1000, 2500, 5000, 9999),
    denominator: fc.constant('LETTINGS'),
    rounding: fc.constantFrom('DOWN', 'UP', 'NEAREST'),
  }),
);
const cap: fc.Arbitrary<QuotaRule> = fc.record({ subject, limit }).map((said) => {
  const rule = { code: 'CAP', stage: 'QUOTA', direction: 'CAP', counts: 'LETTINGS', period: 'CALENDAR_YEAR' };
  const ruleSet = rulesWith({ ...rule, per: 'MUNICIPALITY', ...said });
  return rulesOf(ruleSet).find(({ code }) => code === 'CAP') as QuotaRule;
});
const letting: fc.Arbitrary<CountedLetting> = fc.record({
  model: fc.constantFrom('OFFER', 'LOTTERY'),
  groupCode: fc.constantFrom('URGENT', 'LOCAL_BINDING', 'OTHERS'),
  grounds: fc.constantFrom([], ['URGENCY' as const], ['LOCAL_BINDING' as const]),
  urgencyCategories: fc.subarray(['MEDICAL', 'SOCIAL']),
});

/** A desk that waits for the lock, holds it while it counts and writes, and lets the next in. */
function recorded(rules: readonly QuotaRule[], wanted: readonly CountedLetting[]): readonly CountedLetting[] {
  const let_: CountedLetting[] = [];
  for (const one of wanted) {
    const rooms = capsOnLetting(rules, one).map((rule) => {
      const taken = let_.filter((other) => countsLetting(rule, other)).length;
      return lettingRoom(rule, AREA, PERIOD, { lettings: let_.length, taken }).room;
    });
    if (!rooms.includes(0)) let_.push(one);
  }
  return let_;
}

describe('caps on lettings', () => {
  it('are never exceeded, in whatever order desks come to record', () => {
    let full = 0;
    fc.assert(
      fc.property(
        fc.array(cap, { minLength: 1, maxLength: 3 }),
        fc.array(letting, { maxLength: 40 }),
        (caps, wanted) => {
          const rules = caps.map((rule, index) => ({ ...rule, id: `${rule.id}/${index}` }));
          const done = recorded(rules, wanted);
          if (done.length < wanted.length) full += 1;
          for (const rule of rules) {
            const taken = done.filter((one) => countsLetting(rule, one)).length;
            // Each held when it was recorded; what came later only adds to what a share is of.
            expect(taken).toBeLessThanOrEqual(limitOn(rule.limit, done.length));
          }
        },
      ),
    );
    expect(full).toBeGreaterThan(0);
  });

  it('count a letting exactly when one of the things is so that they count for', () => {
    fc.assert(
      fc.property(cap, letting, (rule, one) => {
        const { groups, urgencyCategories } = countedFor(rule);
        const counts =
          groups.includes(one.groupCode) ||
          one.urgencyCategories.some((of) => urgencyCategories.includes(of));
        expect(countsLetting(rule, one)).toBe(counts);
      }),
    );
  });
});
