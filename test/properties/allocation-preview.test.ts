import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { CLASS_DIMENSIONS } from '../../subgraphs/allocation/domain/candidate-classes.ts';
import { DISCLOSURE } from '../../subgraphs/allocation/domain/disclosure.ts';
import { previewResult } from '../../subgraphs/allocation/domain/preview-result.ts';
import {
  previewTally,
  type PlaceRules,
  type Sides,
} from '../../subgraphs/allocation/domain/preview-tally.ts';
import {
  isChanged,
  replayHome,
  type FrozenHome,
  type ReplayRules,
} from '../../subgraphs/allocation/domain/replay-home.ts';
import { firstSlowly, frozenHome, frozenHomes, manyHomes, replayed } from '../support/frozen-homes.ts';
import { ruleSet } from './rules-arbitraries.ts';

const PERIOD = { from: calendarDate('2025-01-01'), until: calendarDate('2026-01-01') };
const SECRET = 'a secret of the test';

const placesUnder = (proposed: ReplayRules, current: ReplayRules | null = null): readonly PlaceRules[] =>
  ['GM0402', 'GM0406'].map((municipality) => ({ municipality, proposed, current }));

function preview(homes: readonly FrozenHome[], pinned: ReplayRules, proposed: ReplayRules) {
  const places = placesUnder(proposed, pinned);
  const { tally, add } = previewTally(places, SECRET);
  for (const home of homes) add(home, pinned);
  return { tally, result: previewResult(tally, places, [], PERIOD, SECRET) };
}

const missing = (all: ReadonlySet<string>, from: ReadonlySet<string>) =>
  [...all].filter((name) => !from.has(name)).sort();

const counts = (rows: ReadonlyMap<string, Sides>, when: keyof Sides) =>
  [...rows.values()].reduce((sum, sides) => sum + sides[when].count, 0);

describe('a replay of one home', () => {
  it('puts first whom assessing and ranking everybody would put first, and counts who is admitted as they do', () => {
    let [changed, unchanged, refused] = [0, 0, 0];
    fc.assert(
      fc.property(frozenHome, ruleSet, ruleSet, (home, old, draft) => {
        const outcome = replayHome(home, replayed(old), replayed(draft));
        const [then, now] = [firstSlowly(home, old), firstSlowly(home, draft)];
        expect(outcome.before?.candidate.registration).toBe(then.first?.candidate.registration);
        expect(outcome.after?.candidate.registration).toBe(now.first?.candidate.registration);
        expect(outcome.before?.groupRank).toBe(then.first?.groupRank);
        expect(outcome.after?.groupRank).toBe(now.first?.groupRank);
        const names = (list: readonly { readonly registration: string }[]) =>
          list.map(({ registration }) => registration).sort();
        expect(names(outcome.newlyRefused)).toEqual(missing(then.admitted, now.admitted));
        expect(names(outcome.newlyAdmitted)).toEqual(missing(now.admitted, then.admitted));
        if (isChanged(outcome)) changed += 1;
        else unchanged += 1;
        refused += outcome.newlyRefused.length;
      }),
      { numRuns: 1500 },
    );
    // A world in which drafts change nothing would prove little.
    expect(changed).toBeGreaterThan(100);
    expect(unchanged).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });
});

describe('a preview', () => {
  it('of the rules that homes were offered under changes nothing', () => {
    fc.assert(
      fc.property(manyHomes, ruleSet, (homes, rules) => {
        const { tally, result } = preview(homes, replayed(rules), replayed(rules));
        expect([tally.changed.count, tally.newlyAdmitted.count, tally.newlyRefused.count]).toEqual([0, 0, 0]);
        for (const { before, after } of tally.groups.values()) expect(after).toEqual(before);
        for (const { before, after } of result.cells) expect(after).toBe(before);
        for (const { before, after, limitBefore, limitAfter } of result.quotas) {
          expect([after, limitAfter]).toEqual([before, limitBefore]);
        }
        expect(result.findings.map(({ code }) => code)).not.toContain('EARLIER_RULES');
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of homes or candidates, to the letter', () => {
    fc.assert(
      fc.property(manyHomes, ruleSet, ruleSet, fc.infiniteStream(fc.nat()), (homes, old, draft, chance) => {
        const shuffled = <Item>(items: readonly Item[]) =>
          items
            .map((item) => [chance.next().value as number, item] as const)
            .sort(([one], [other]) => one - other)
            .map(([, item]) => item);
        const other = shuffled(homes).map((home) => ({ ...home, candidates: shuffled(home.candidates) }));
        const [one, two] = [homes, other].map((each) => preview(each, replayed(old), replayed(draft)).result);
        expect(JSON.stringify(two)).toBe(JSON.stringify(one));
      }),
      { numRuns: 60 },
    );
  });

  it('gives every home to exactly one group and class, before and after', () => {
    fc.assert(
      fc.property(frozenHomes, ruleSet, ruleSet, (homes, old, draft) => {
        const { tally } = preview(homes, replayed(old), replayed(draft));
        expect(tally.homes).toBe(homes.length);
        expect(tally.changed.count + tally.unchanged.count).toBe(homes.length);
        const tables = [tally.groups, ...CLASS_DIMENSIONS.map((dimension) => tally.classes[dimension])];
        for (const rows of tables) {
          expect(counts(rows, 'before')).toBe(homes.length);
          expect(counts(rows, 'after')).toBe(homes.length);
        }
        for (const { homes: of, before, after } of tally.quotas.values()) {
          expect(before.counted.count + before.others.count).toBe(of);
          expect(after.counted.count + after.others.count).toBe(of);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shows no row that its rules do not know, and names every group of both', () => {
    fc.assert(
      fc.property(manyHomes, ruleSet, ruleSet, (homes, old, draft) => {
        const { result } = preview(homes, replayed(old), replayed(draft));
        const groups = result.cells.filter(({ dimension }) => dimension === 'GROUP');
        const codes = (rules: typeof old) => rules.groups.map(({ rule }) => rule.code);
        const all = [...new Set([...codes(draft), ...codes(old), 'NOBODY'])];
        expect(groups.map(({ code }) => code)).toEqual(all);
        for (const { code, before, after } of groups) {
          if (code !== 'NOBODY' && !codes(old).includes(code)) expect(before).toBe(0);
          if (code !== 'NOBODY' && !codes(draft).includes(code)) expect(after).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('tells nothing of people on fewer than twenty homes', () => {
    fc.assert(
      fc.property(frozenHomes, ruleSet, ruleSet, (homes, old, draft) => {
        const few = homes.slice(0, DISCLOSURE.minimumHomes - 1);
        const { result } = preview(few, replayed(old), replayed(draft));
        expect(result).toMatchObject({
          homes: few.length,
          changed: null,
          cells: [],
          places: [],
          quotas: [],
        });
        expect(result.findings.map(({ code }) => code)).toEqual(['TOO_FEW_HOMES']);
      }),
      { numRuns: 100 },
    );
  });
});
