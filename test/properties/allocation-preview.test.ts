import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../rules/assess.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import { rank } from '../../rules/rank.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { HOMES_MINIMUM, ROUNDED_TO, shown } from '../../subgraphs/allocation/domain/disclosure.ts';
import {
  startReplay,
  type PastCandidate,
  type PastHome,
  type PreviewCount,
} from '../../subgraphs/allocation/domain/preview.ts';
import { day, facts, ruleSet, vacancy } from './rules-arbitraries.ts';

const lot = fc.nat().map((number) => number.toString(16).padStart(64, '0'));

/** A home of the past as its pinned rules ranked it: who they refuse never stood there. */
const pastHome = (pinned: RuleSet): fc.Arbitrary<PastHome> =>
  fc
    .tuple(
      vacancy,
      day,
      fc.uniqueArray(fc.tuple(facts, lot), { maxLength: 6, selector: ([, drawn]) => drawn }),
    )
    .map(([home, on, seekers]) => {
      const decide = compileRuleSet(pinned);
      const candidates = seekers.flatMap(([seeker, drawn]): PastCandidate[] => {
        const { admitted, groupRank, orderValue } = decide(seeker, home, on);
        return admitted ? [{ facts: seeker, on, groupRank, orderValue, lot: drawn }] : [];
      });
      return { vacancy: home, pinned, candidates };
    });

const past = ruleSet.chain((pinned) =>
  fc.tuple(fc.constant(pinned), fc.array(pastHome(pinned), { maxLength: 8 })),
);

function replayed(homes: readonly PastHome[], proposed: RuleSet): PreviewCount {
  const replay = startReplay(new Map(['GM0402', 'GM0406', 'GM0363'].map((code) => [code, proposed])));
  for (const home of homes) replay.add(home);
  return replay.count();
}

const plain = ({ cells, quotas, ...rest }: PreviewCount) => ({
  ...rest,
  cells: [...cells].sort(([one], [other]) => (one < other ? -1 : 1)),
  quotas,
});

describe('replaying homes of the past', () => {
  it('changes nothing under the rules that were in force', () => {
    fc.assert(
      fc.property(past, ([pinned, homes]) => {
        const { changed, nobody, cells, quotas } = replayed(homes, pinned);
        expect([changed, nobody]).toEqual([0, 0]);
        for (const { before, after } of [...cells.values(), ...quotas]) expect(after).toBe(before);
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order of homes or of candidates', () => {
    fc.assert(
      fc.property(past, ruleSet, ([, homes], proposed) => {
        const turned = homes
          .map((home) => ({ ...home, candidates: [...home.candidates].reverse() }))
          .reverse();
        expect(plain(replayed(turned, proposed))).toEqual(plain(replayed(homes, proposed)));
      }),
      { numRuns: 150 },
    );
  });

  it('counts every home once before, and once after unless nobody is left', () => {
    fc.assert(
      fc.property(past, ruleSet, ([, homes], proposed) => {
        const { homes: counted, nobody, cells } = replayed(homes, proposed);
        for (const dimension of ['GROUP', 'AGE', 'PRESENT_MUNICIPALITY', 'URGENCY', 'HOUSING']) {
          const of = [...cells]
            .filter(([cell]) => cell.startsWith(`${dimension}/`))
            .map(([, shift]) => shift);
          expect(of.reduce((sum, { before }) => sum + before, 0)).toBe(counted);
          expect(of.reduce((sum, { after }) => sum + after, 0)).toBe(counted - nobody);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('finds the same first candidate as assessing and ranking them all', () => {
    let moved = 0;
    fc.assert(
      fc.property(past, ruleSet, ([, homes], proposed) => {
        let [changed, nobody] = [0, 0];
        for (const { vacancy: home, candidates } of homes.filter((each) => each.candidates.length > 0)) {
          const ranked = rank(
            candidates.flatMap((candidate) => {
              const assessment = assess(candidate.facts, home, proposed, candidate.on);
              if (assessment.kind === 'REFUSED') return [];
              return [
                { lot: candidate.lot, groupRank: assessment.group.rank, orderValue: assessment.orderValue },
              ];
            }),
          );
          const before = rank(candidates)[0]!.lot;
          if (ranked.length === 0) nobody += 1;
          if (ranked[0]?.lot !== before) changed += 1;
        }
        moved += changed;
        const count = replayed(homes, proposed);
        expect([count.changed, count.nobody]).toEqual([changed, nobody]);
      }),
      { numRuns: 200 },
    );
    expect(moved).toBeGreaterThan(50);
  });
});

describe('what is shown of a replay', () => {
  const count = fc.record({
    homes: fc.nat(2000),
    changed: fc.nat(2000),
    nobody: fc.nat(20),
    cells: fc
      .array(
        fc.tuple(
          fc.constantFrom('GROUP/A', 'GROUP/B', 'AGE/FROM_65'),
          fc.record({ before: fc.nat(40), after: fc.nat(40) }),
        ),
      )
      .map((cells) => new Map(cells)),
    quotas: fc.constant([]),
    untestedThresholds: fc.constant([]),
  });
  const numbers = (result: NonNullable<ReturnType<typeof shown>>) => [
    result.homes,
    result.changed,
    result.nobody,
    ...result.cells.flatMap(({ before, after }) => [before, after]),
  ];

  it('is a multiple of five or nothing, and never a number below five', () => {
    fc.assert(
      fc.property(count, (exact) => {
        const result = shown(exact);
        expect(result === null).toBe(exact.homes < HOMES_MINIMUM);
        if (result === null) return;
        for (const number of numbers(result)) {
          if (number !== null) expect([number % ROUNDED_TO, number >= ROUNDED_TO]).toEqual([0, true]);
        }
      }),
    );
  });

  it('is the same for numbers that differ by one person, but where a step is crossed, and then by one step', () => {
    fc.assert(
      fc.property(count, (exact) => {
        const [one, other] = [shown(exact), shown({ ...exact, changed: exact.changed + 1 })];
        if (one === null || other === null) return;
        const difference = (other.changed ?? 0) - (one.changed ?? 0);
        expect([0, ROUNDED_TO]).toContain(difference);
        expect({ ...other, changed: one.changed }).toEqual(one);
      }),
    );
  });

  it('cannot be added up to what is left out: of a small cell nothing follows from the others', () => {
    // Two different truths, one with a cell of two and one with a cell of four, are shown alike.
    const cells = (small: number) =>
      new Map([
        ['GROUP/A', { before: small, after: 0 }],
        ['GROUP/B', { before: 96, after: 98 }],
      ]);
    const base = { homes: 99, changed: 0, nobody: 0, quotas: [], untestedThresholds: [] };
    expect(shown({ ...base, cells: cells(2) })).toEqual(shown({ ...base, homes: 100, cells: cells(4) }));
  });
});
