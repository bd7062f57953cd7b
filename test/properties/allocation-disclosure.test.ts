import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countIn,
  DISCLOSURE,
  disclose,
  discloseColumn,
  emptyCell,
  markOf,
  type Cell,
} from '../../subgraphs/allocation/domain/disclosure.ts';

const SECRET = 'a secret of the test';
const { minimumPersons, roundedTo, noise } = DISCLOSURE;
/** As far as what is shown lies from what was counted, at the most. */
const FAR = noise + Math.floor(roundedTo / 2);

/** A cell of these people, each counted so often. */
function cellOf(people: readonly (readonly [person: string, times: number])[], secret = SECRET): Cell {
  const cell = emptyCell();
  for (const [person, times] of people) {
    for (let time = 0; time < times; time += 1) countIn(cell, person, markOf(secret, `${person} ${time}`));
  }
  return cell;
}

const person = fc.integer({ min: 0, max: 999 }).map((number) => `R0001:${number}`);
const people = fc.uniqueArray(fc.tuple(person, fc.integer({ min: 1, max: 3 })), {
  selector: ([who]) => who,
  maxLength: 30,
});
/** Columns with small and empty cells in them, and people of their own in each. */
const column = fc
  .array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 7 })
  .map((sizes) =>
    sizes.map((size, index) => cellOf(Array.from({ length: size }, (_none, who) => [`${index}/${who}`, 1]))),
  );

describe('a count that is shown', () => {
  it('is made by five people or more, is a multiple of five, and lies near what was counted', () => {
    let hidden = 0;
    fc.assert(
      fc.property(people, (who) => {
        const cell = cellOf(who);
        const shown = disclose(cell, SECRET);
        if (who.length < minimumPersons) {
          hidden += 1;
          expect(shown).toBeNull();
        } else {
          expect(shown! % roundedTo).toBe(0);
          expect(shown).toBeGreaterThanOrEqual(roundedTo);
          expect(Math.abs(shown! - cell.count)).toBeLessThanOrEqual(FAR);
        }
      }),
    );
    expect(hidden).toBeGreaterThan(5);
  });

  it('is not made by many homes of few people', () => {
    expect(
      disclose(
        cellOf([
          ['one', 20],
          ['two', 20],
          ['three', 20],
          ['four', 20],
        ]),
        SECRET,
      ),
    ).toBeNull();
    expect(
      disclose(
        cellOf([
          ['one', 1],
          ['two', 1],
          ['three', 1],
          ['four', 1],
          ['five', 1],
        ]),
        SECRET,
      ),
    ).toBe(5);
  });

  it('is the same each time that the same is counted, in whatever order', () => {
    fc.assert(
      fc.property(people, (who) => {
        expect(disclose(cellOf([...who].reverse()), SECRET)).toBe(disclose(cellOf(who), SECRET));
      }),
    );
  });

  it('follows from a secret: without it nobody can say which noise a set of people has', () => {
    let differed = 0;
    fc.assert(
      fc.property(people, (who) => {
        if (disclose(cellOf(who, 'one'), 'one') !== disclose(cellOf(who, 'other'), 'other')) differed += 1;
      }),
      // Of a hundred some ten to thirty differ by chance; of this many it is never as few as ten.
      { numRuns: 1_000 },
    );
    expect(differed).toBeGreaterThan(10);
  });

  it('does not give one person away by subtraction: with and without somebody are shown alike, more and less', () => {
    const differences = new Map<number, number>();
    for (let size = 20; size < 320; size += 1) {
      const all = Array.from({ length: size }, (_none, who) => [`R0001:${who}`, 1] as const);
      const difference = disclose(cellOf(all), SECRET)! - disclose(cellOf(all.slice(1)), SECRET)!;
      differences.set(difference, (differences.get(difference) ?? 0) + 1);
    }
    expect([...differences.keys()].sort((one, other) => one - other)).toEqual([-5, 0, 5]);
    // One person more makes more about as often as it makes less.
    expect(differences.get(5)! - differences.get(-5)!).toBeLessThan(120);
    expect(differences.get(-5)).toBeGreaterThan(20);
  });
});

describe('a column', () => {
  it('hides each small count, and shows the others unless they protect a hidden one', () => {
    fc.assert(
      fc.property(column, (cells) => {
        const shown = discloseColumn(cells, SECRET);
        expect(shown).toHaveLength(cells.length);
        cells.forEach((cell, index) => {
          if (cell.persons.size < minimumPersons) expect(shown[index]).toBeNull();
          else if (shown[index] !== null) expect(shown[index]).toBe(disclose(cell, SECRET));
        });
        if (cells.every(({ count }) => count >= minimumPersons)) expect(shown).not.toContain(null);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no hidden count to be reckoned from its sum, even by who knew every shown one exactly', () => {
    let protecting = 0;
    fc.assert(
      fc.property(column, (cells) => {
        const shown = discloseColumn(cells, SECRET);
        const hidden = cells.filter((cell, index) => shown[index] === null && cell.count > 0);
        if (hidden.some(({ count }) => count >= minimumPersons)) protecting += 1;
        if (hidden.length === 0) return;
        // The whole column hidden tells its sum, which is public.
        if (shown.every((each) => each === null) && hidden.length === 1) return;
        const sum = hidden.reduce((total, { count }) => total + count, 0);
        expect(hidden.length).toBeGreaterThan(1);
        if (shown.some((each) => each !== null)) expect(sum).toBeGreaterThanOrEqual(minimumPersons);
        // Of each hidden count at least two values fit the sum.
        for (const { count } of hidden) expect(sum - count).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
    expect(protecting).toBeGreaterThan(100);
  });

  it('does not depend on the order of its rows, and shows 0 where there is nothing to count', () => {
    fc.assert(
      fc.property(column, (cells) => {
        const [one, other] = [discloseColumn(cells, SECRET), discloseColumn([...cells].reverse(), SECRET)];
        expect([...other].reverse()).toEqual(one);
        expect(discloseColumn([null, ...cells], SECRET)).toEqual([0, ...one]);
      }),
    );
  });
});
