import { describe, expect, it } from 'vitest';
import { randomnessOf, takeRandom } from '../../../demonstration/randomness.ts';

const thousand = Array.from({ length: 1000 }, (_, index) => index);

describe('the randomness of the demonstration', () => {
  it('is the same for the same name, on every machine', () => {
    const randomness = randomnessOf('a name');
    expect(thousand.slice(0, 8).map(() => randomness.below(1_000_000))).toEqual([
      688594, 139865, 232275, 47818, 235323, 425399, 400890, 898896,
    ]);
  });

  it('is another for another name', () => {
    const [one, other] = [randomnessOf('one'), randomnessOf('other')];
    const same = thousand.filter(() => one.below(1_000_000) === other.below(1_000_000));
    expect(same.length).toBeLessThan(5);
  });

  it('gives every number of a range, each about as often', () => {
    const randomness = randomnessOf('range');
    const counts = new Map<number, number>();
    for (let turn = 0; turn < 10_000; turn += 1) {
      const number = randomness.between(3, 7);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([3, 4, 5, 6, 7]);
    // Expected 2,000 each, with a standard deviation of 40.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('chooses by weight, and never what weighs nothing', () => {
    const randomness = randomnessOf('weights');
    const chosen = Array.from({ length: 10_000 }, () =>
      randomness.weighted([
        ['often', 3],
        ['seldom', 1],
        ['never', 0],
      ]),
    );
    const often = chosen.filter((value) => value === 'often').length;
    expect(Math.abs(often - 7500)).toBeLessThan(250);
    expect(chosen).not.toContain('never');
  });

  it('refuses to choose from nothing', () => {
    const randomness = randomnessOf('nothing');
    expect(() => randomness.pick([])).toThrow(RangeError);
    expect(() => randomness.weighted([['weightless', 0]])).toThrow(RangeError);
  });

  it('takes each of a list once', () => {
    const randomness = randomnessOf('order');
    const list = [...thousand];
    const taken = thousand.map((index) => takeRandom(list, index, randomness));
    expect(taken).not.toEqual(thousand);
    expect([...taken].sort((one, other) => one - other)).toEqual(thousand);
  });
});
