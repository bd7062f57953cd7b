import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANY_GROUP,
  ANY_PLACE,
  countsOfHome,
  pastYear,
  placesNumber,
  quarterOf,
} from '../../subgraphs/allocation/domain/chance.ts';
import { chanceAt, shareOf, type ChanceRow } from '../../subgraphs/allocation/domain/chance-told.ts';
import { day } from './rules-arbitraries.ts';

const stood = fc
  .array(fc.record({ groupCode: fc.constantFrom('A', 'B', 'C'), offered: fc.boolean() }), { maxLength: 300 })
  .map((all) =>
    all.map((each, index) => ({ ...each, place: index + 1, housed: index === 0 && each.offered })),
  );

const row = fc.record({
  step: fc.integer({ min: 1, max: 5 }),
  groupCode: fc.constantFrom(ANY_GROUP, 'A', 'B'),
  places: fc.integer({ min: 0, max: 7 }),
  homes: fc.integer({ min: 10, max: 900 }),
  stood: fc.option(fc.integer({ min: 20, max: 90_000 })),
  offered: fc.constant(3),
  housed: fc.constant(2),
  noise: fc.integer({ min: -2, max: 2 }),
});

describe('what a home adds to the counts of chance', () => {
  it('is each who stood once at the own group and bracket, and once in each total', () => {
    fc.assert(
      fc.property(stood, (all) => {
        const counts = countsOfHome(all);
        const sum = (of: typeof counts, what: 'stood' | 'offered' | 'housed') =>
          of.reduce((total, count) => total + count[what], 0);
        const detailed = counts.filter(
          ({ groupCode, places }) => groupCode !== ANY_GROUP && places !== ANY_PLACE,
        );
        const total = counts.filter(
          ({ groupCode, places }) => groupCode === ANY_GROUP && places === ANY_PLACE,
        );
        for (const what of ['stood', 'offered', 'housed'] as const)
          expect(sum(detailed, what)).toBe(sum(total, what));
        expect(sum(total, 'stood')).toBe(all.length);
        const keys = counts.map(({ groupCode, places }) => `${groupCode} ${places}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('falls in brackets that widen as places go down, and in whole quarters that have ended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000 }), day, (place, today) => {
        expect(placesNumber(place)).toBeLessThanOrEqual(placesNumber(place + 1));
        const { from, until } = pastYear(today);
        expect(quarterOf(until)).toBe(until);
        expect(until <= today && quarterOf(today) === until).toBe(true);
        expect(Number(until.slice(0, 4)) - Number(from.slice(0, 4))).toBe(1);
        expect(until.slice(4)).toBe(from.slice(4));
      }),
    );
  });
});

describe('what is told of chance', () => {
  it('is a multiple of five and a step, of the first step on which there are enough, or nothing', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (rows, places) => {
        const told = chanceAt({ groupCode: 'A', placesNumber: places }, rows as readonly ChanceRow[]);
        expect(told.fares).toHaveLength(1);
        const [fare] = told.fares;
        const enough = (step: number, group: string) =>
          rows.find((one) => one.step === step && one.groupCode === group && one.places === places)?.stood;
        const firsts = [1, 2, 3, 4, 5].filter((step) => typeof enough(step, 'A') === 'number');
        if (fare!.stood === null) {
          expect(firsts).toEqual([]);
          expect(enough(5, ANY_GROUP) ?? null).toBeNull();
          expect([fare!.offered, fare!.housed]).toEqual([null, null]);
        } else {
          expect(fare!.stood % 5).toBe(0);
          const from = firsts.length > 0 ? enough(firsts[0]!, 'A')! : enough(5, ANY_GROUP)!;
          expect(Math.abs(fare!.stood - from)).toBeLessThanOrEqual(5);
          expect(fare!.groupCode).toBe(firsts.length > 0 ? 'A' : null);
        }
      }),
    );
  });

  it('never rises when fewer were housed', () => {
    const order = [
      'UNDER_2_PERCENT',
      'FROM_2_PERCENT',
      'FROM_10_PERCENT',
      'FROM_25_PERCENT',
      'FROM_50_PERCENT',
      'FROM_75_PERCENT',
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(), fc.nat(), (whole, one, other) => {
        const [less, more] = [one % (whole + 1), other % (whole + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        expect(order.indexOf(shareOf(less, whole))).toBeLessThanOrEqual(order.indexOf(shareOf(more, whole)));
      }),
    );
  });
});
