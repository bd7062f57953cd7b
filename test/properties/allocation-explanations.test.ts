import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../platform/primitives/compare-text.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { decidedAbove, type DecidingStage } from '../../subgraphs/allocation/domain/decided-above.ts';
import { freeze, type Placed } from '../../subgraphs/allocation/domain/freeze.ts';
import { createJudge } from '../../subgraphs/allocation/domain/judge.ts';
import type { FrozenHome } from '../../subgraphs/allocation/domain/replay-home.ts';
import { frozenHome } from '../support/frozen-homes.ts';
import { ruleSet } from './rules-arbitraries.ts';

type Candidate = FrozenHome['candidates'][number];

/** Who stands where among some candidates of a home. */
function placesOf({ vacancy }: FrozenHome, candidates: readonly Candidate[], rules: RuleSet) {
  const on = candidates[0]!.on;
  const lots = new Map(candidates.map(({ registration, lot }) => [registration, lot]));
  const standing = candidates.map(({ registration, facts }) => {
    return { id: registration, registration, facts, active: true };
  });
  return freeze(standing, compileRuleSet(rules), vacancy, on, (id) => lots.get(id)!).placed;
}

/** The stage as the database finds it: the first column in which the neighbour above differs. */
function stageOf(own: Placed, above: Placed | undefined): DecidingStage {
  if (above === undefined) return 'FIRST';
  if (above.groupRank !== own.groupRank) return 'GROUP';
  return above.orderKey === own.orderKey ? 'LOT' : 'ORDER';
}

/** What each who stands is told, by the stage that decided; as a seeker, and as the desk. */
function explained(home: FrozenHome, candidates: readonly Candidate[], rules: RuleSet) {
  const judge = createJudge(rules.hash, rules.canonical);
  const placed = placesOf(home, candidates, rules);
  return placed.map((own, index) => {
    const above = placed[index - 1];
    const stage = stageOf(own, above);
    const admission = judge.judge(own.facts, home.vacancy, candidates[0]!.on);
    if (admission.kind === 'REFUSED') throw new TypeError('placed and refused');
    const standing = { ...admission, orderKind: judge.orderKind(home.vacancy.model) };
    const nothing = { stage, group: null, orderValue: null };
    const all =
      above === undefined
        ? nothing
        : { stage, group: judge.group(above.groupRank), orderValue: 0 - above.orderKey };
    return {
      own,
      above,
      stage,
      toSeeker: decidedAbove(standing, nothing),
      toDesk: decidedAbove(standing, all),
    };
  });
}

describe('what decided against the neighbour above', () => {
  it('depends, as a seeker is told it, on the own facts, the rules and the stage, and on nothing else of the other', () => {
    let compared = 0;
    fc.assert(
      fc.property(frozenHome, frozenHome, ruleSet, (home, others, rules) => {
        fc.pre(home.candidates.length > 1);
        const told = new Map<string, string>();
        const elsewhere = others.candidates.map((each) => ({ ...each, on: home.candidates[0]!.on }));
        for (const own of home.candidates) {
          const competitors = [
            home.candidates.filter((each) => each !== own),
            elsewhere.filter(({ registration }) => registration !== own.registration),
            [],
          ];
          for (const against of competitors) {
            const found = explained(home, [own, ...against], rules).find(
              ({ own: { id } }) => id === own.registration,
            );
            if (found === undefined) continue;
            const key = `${own.registration} ${found.stage}`;
            const text = JSON.stringify(found.toSeeker);
            if (told.has(key)) compared += 1;
            expect(told.get(key) ?? text).toBe(text);
            told.set(key, text);
          }
        }
      }),
    );
    expect(compared).toBeGreaterThan(20);
  });

  it('is the stage at which the order puts the other first, with both values for the desk', () => {
    fc.assert(
      fc.property(frozenHome, ruleSet, (home, rules) => {
        fc.pre(home.candidates.length > 0);
        for (const { own, above, stage, toSeeker, toDesk } of explained(home, home.candidates, rules)) {
          expect([toSeeker.code, toDesk.code]).toEqual([stage, stage]);
          expect([toSeeker.valueAbove, toSeeker.groupAbove]).toEqual([null, null]);
          if (above === undefined) continue;
          if (stage === 'GROUP') expect(toDesk.groupAbove!.rank).toBeLessThan(own.groupRank);
          if (stage === 'ORDER') expect(toDesk.valueAbove!).toBeGreaterThan(toDesk.ownValue!);
          if (stage === 'LOT') expect(compareText(above.lot, own.lot)).toBeLessThan(0);
        }
      }),
    );
  });

  it('names for a group only rules that the own facts do not meet, of groups above the own', () => {
    fc.assert(
      fc.property(frozenHome, ruleSet, (home, rules) => {
        fc.pre(home.candidates.length > 0);
        const rankOf = new Map(rules.groups.map(({ rank, rule }) => [rule.code, rank]));
        for (const { own, stage, toSeeker } of explained(home, home.candidates, rules)) {
          if (stage !== 'GROUP') continue;
          expect(toSeeker.rules.length).toBeGreaterThan(0);
          for (const { code, outcome } of toSeeker.rules) {
            expect(['NOT_MET', 'RESTRICTED']).toContain(outcome);
            expect(rankOf.get(code) ?? 0).toBeLessThan(own.groupRank);
          }
        }
      }),
    );
  });
});
