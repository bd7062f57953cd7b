import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../platform/primitives/canonical-json.ts';
import { assess } from '../../rules/assess.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import { compileCondition, describeCondition, parseCondition } from '../../rules/condition.ts';
import { counterfactuals } from '../../rules/explain.ts';
import { observedOf, traceCondition } from '../../rules/trace.ts';
import { condition, day, facts, ruleSet, vacancy } from './rules-arbitraries.ts';

describe('the two faces of the engine', () => {
  it('agree on any condition, seeker, home and day: closure and trace', () => {
    let held = 0;
    let runs = 0;
    fc.assert(
      fc.property(condition, facts, vacancy, day, (tree, seeker, home, on) => {
        const traced = traceCondition(tree, seeker, home, on).holds;
        expect(compileCondition(tree)(seeker, home, on)).toBe(traced);
        runs += 1;
        if (traced) held += 1;
      }),
      { numRuns: 3000 },
    );
    // A world in which nearly everything holds, or nearly nothing, would prove little.
    expect(held / runs).toBeGreaterThan(0.2);
    expect(held / runs).toBeLessThan(0.8);
  });

  it('agree on any rule set, seeker, home and day: ranking and explanation', () => {
    fc.assert(
      fc.property(ruleSet, facts, vacancy, day, (set, seeker, home, on) => {
        const assessment = assess(seeker, home, set, on);
        const expected =
          assessment.kind === 'ADMITTED'
            ? { admitted: true, groupRank: assessment.group.rank, orderValue: assessment.orderValue }
            : { admitted: false, groupRank: 0, orderValue: 0 };
        expect(compileRuleSet(set)(seeker, home, on)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('agree whatever was asked before: a compiled rule set remembers nothing that shows', () => {
    fc.assert(
      fc.property(
        ruleSet,
        fc.array(fc.tuple(facts, vacancy, day), { minLength: 2, maxLength: 6 }),
        (set, questions) => {
          const shared = compileRuleSet(set);
          for (const [seeker, home, on] of questions) {
            expect(shared(seeker, home, on)).toEqual(compileRuleSet(set)(seeker, home, on));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an explanation', () => {
  it('names the group it put someone in as met, and every higher group that applied as not met or restricted', () => {
    fc.assert(
      fc.property(ruleSet, facts, vacancy, day, (set, seeker, home, on) => {
        const assessment = assess(seeker, home, set, on);
        fc.pre(assessment.kind === 'ADMITTED');
        if (assessment.kind !== 'ADMITTED') return;
        const { group, reasons } = assessment;
        for (const { rank, rule } of set.groups) {
          const outcomes = reasons.filter(({ ruleId }) => ruleId === rule.id).map(({ outcome }) => outcome);
          if (rank === group.rank) expect(outcomes).toEqual(['MET']);
          else expect(outcomes).not.toContain('MET');
          if (rank > group.rank) expect(outcomes).toEqual([]);
        }
        expect(reasons.filter(({ outcome }) => outcome === 'ORDERS')).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses with failing requirements only, and with at least one', () => {
    let refused = 0;
    fc.assert(
      fc.property(ruleSet, facts, vacancy, day, (set, seeker, home, on) => {
        const assessment = assess(seeker, home, set, on);
        if (assessment.kind === 'ADMITTED') return;
        refused += 1;
        expect(assessment.reasons.length).toBeGreaterThan(0);
        for (const { outcome } of assessment.reasons) expect(outcome).toBe('NOT_MET');
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  it('can be written down and hashed: only texts, whole numbers and yes or no', () => {
    fc.assert(
      fc.property(ruleSet, facts, vacancy, day, (set, seeker, home, on) => {
        const assessment = assess(seeker, home, set, on);
        expect(JSON.parse(canonicalJson(assessment))).toEqual(JSON.parse(JSON.stringify(assessment)));
      }),
      { numRuns: 300 },
    );
  });

  it('promises nothing that the rules would not give: each counterfactual leads higher', () => {
    let promised = 0;
    fc.assert(
      fc.property(ruleSet, facts, vacancy, day, (set, seeker, home, on) => {
        const present = assess(seeker, home, set, on);
        const rank = present.kind === 'ADMITTED' ? present.group.rank : Infinity;
        const found = counterfactuals(seeker, home, set, on);
        promised += found.length;
        const told = found.map(({ code, parameters }) => canonicalJson({ code, parameters }));
        expect(new Set(told).size).toBe(told.length);
        for (const each of found) {
          expect(each.groupRank).toBeLessThan(rank);
          expect(each.groupRank).toBeGreaterThanOrEqual(1);
        }
        expect(found.map(({ groupRank }) => groupRank)).toEqual(
          found.map(({ groupRank }) => groupRank).sort((one, other) => one - other),
        );
      }),
      { numRuns: 800 },
    );
    expect(promised).toBeGreaterThan(100);
  });
});

describe('a condition', () => {
  it('keeps its meaning when it is written down and read again', () => {
    fc.assert(
      fc.property(condition, (tree) => {
        expect(parseCondition(JSON.parse(canonicalJson(tree)))).toEqual({ kind: 'OK', value: tree });
      }),
      { numRuns: 1000 },
    );
  });

  it('can always be put into words, in both languages, and observed in plain values', () => {
    fc.assert(
      fc.property(condition, facts, vacancy, day, (tree, seeker, home, on) => {
        const { nl, en } = describeCondition(tree);
        for (const text of [nl, en]) expect(text).not.toMatch(/undefined|null|NaN|\[object/);
        const observed = observedOf(traceCondition(tree, seeker, home, on));
        expect(JSON.parse(canonicalJson(observed))).toEqual(observed);
      }),
      { numRuns: 1000 },
    );
  });
});
