import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { parseRule } from '../../rules/read-rule.ts';
import { limitOn, quotaArea, quotaPeriod } from '../../rules/quota.ts';
import type { QuotaRule } from '../../rules/rule.ts';
import { concerns, roomOf, type Supply } from '../../subgraphs/vacancies/domain/quota-ledger.ts';

const limit = fc.oneof(
  fc.record({ kind: fc.constant('NUMBER'), count: fc.integer({ min: 0, max: 12 }) }),
  fc.record({
    kind: fc.constant('SHARE'),
    basisPoints: fc.constantFrom(0, 1, 1000, 2500, 3333, 5000, 9250, 9999),
    denominator: fc.constant('PUBLICATIONS'),
    rounding: fc.constantFrom('DOWN', 'UP', 'NEAREST'),
  }),
);

const cap: fc.Arbitrary<QuotaRule> = limit.map((drawn) => {
  const parsed = parseRule({
    id: 'model@2024-01-01#CAP',
    code: 'CAP',
    layer: 'REGIONAL_MODEL',
    citation: { instrument: 'model', title: 'Model', article: '1', text: 'Tekst.', version: '2024-01-01' },
    stage: 'QUOTA',
    subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] },
    counts: 'PUBLICATIONS',
    limit: drawn,
    period: 'CALENDAR_YEAR',
    per: 'MUNICIPALITY',
  });
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  return parsed.value as QuotaRule;
});

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant<'LOCAL'>('LOCAL') },
  { weight: 3, arbitrary: fc.constant<'PLAIN'>('PLAIN') },
  fc.constantFrom<'WITHDRAW_LOCAL' | 'WITHDRAW_PLAIN'>('WITHDRAW_LOCAL', 'WITHDRAW_PLAIN'),
);

const AREA = quotaArea(
  { per: 'MUNICIPALITY' },
  { owner: 'L0001', region: 'GOOI', municipality: 'GM0402', core: null },
);
const PERIOD = quotaPeriod({ period: 'CALENDAR_YEAR' }, calendarDate('2026-01-01'));

function roomWith(rule: QuotaRule, local: number, plain: number) {
  const supplies: readonly Supply[] = [
    { model: 'OFFER', labels: ['LOCAL_BINDING', 'YOUTH'], count: local },
    { model: 'OFFER', labels: [], count: plain },
  ];
  expect(supplies.map((supply) => concerns(rule, supply))).toEqual([true, false]);
  return roomOf(rule, AREA, PERIOD, supplies);
}

describe('a cap', () => {
  it('is never passed by publishing, whatever was published and withdrawn before', () => {
    let refused = 0;
    fc.assert(
      fc.property(cap, fc.array(step, { maxLength: 40 }), (rule, steps) => {
        const count = { local: 0, plain: 0 };
        for (const each of steps) {
          if (each === 'PLAIN') count.plain += 1;
          else if (each === 'WITHDRAW_PLAIN') count.plain = Math.max(0, count.plain - 1);
          else if (each === 'WITHDRAW_LOCAL') count.local = Math.max(0, count.local - 1);
          else if (roomWith(rule, count.local, count.plain).room === 0) refused += 1;
          else {
            count.local += 1;
            expect(count.local).toBeLessThanOrEqual(limitOn(rule.limit, count.local + count.plain));
          }
        }
      }),
    );
    expect(refused).toBeGreaterThan(50);
  });

  it('leaves exactly the room that publishing one by one would use up', () => {
    fc.assert(
      fc.property(
        cap,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 60 }),
        (rule, local, plain) => {
          const { room } = roomWith(rule, local, plain);
          fc.pre(room !== null && room < 500);
          let published = 0;
          while (roomWith(rule, local + published, plain).room !== 0) published += 1;
          expect(published).toBe(room);
        },
      ),
    );
  });

  it('gains from supply of another kind and never loses by it', () => {
    fc.assert(
      fc.property(
        cap,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 60 }),
        (rule, local, plain) => {
          const [before, after] = [roomWith(rule, local, plain), roomWith(rule, local, plain + 1)];
          expect(after.room).toBeGreaterThanOrEqual(before.room ?? 0);
          expect(after.overdrawn).toBeLessThanOrEqual(before.overdrawn);
        },
      ),
    );
  });
});
