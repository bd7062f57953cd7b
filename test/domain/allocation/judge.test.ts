import { describe, expect, it } from 'vitest';
import { assess } from '../../../rules/assess.ts';
import { rank } from '../../../rules/rank.ts';
import { createJudge, isDrawn } from '../../../subgraphs/allocation/domain/judge.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { home, seeker, tie, TODAY } from '../rules/examples.ts';

const RULES = corpusRuleSet('GM0402', TODAY);
const judge = createJudge(RULES.hash, RULES.canonical);

const LOCAL = seeker({
  incomeAtMost: { INCOME_GOOI: true },
  residences: [tie('GM0402', '2010-01-01')],
});
const STRANGER = seeker({ incomeAtMost: { INCOME_GOOI: true } });
const HOME = home({ labels: ['LOCAL_BINDING'] });

describe('a judge', () => {
  it('is made of a text that is what its hash says, and of no other', () => {
    expect(judge).toMatchObject({ hash: RULES.hash, canonical: RULES.canonical });
    expect(() => createJudge('a'.repeat(64), RULES.canonical)).toThrow(TypeError);
    expect(() => createJudge(RULES.hash, ` ${RULES.canonical}`)).toThrow(TypeError);
    expect(() => createJudge(RULES.hash, '{}')).toThrow(TypeError);
    expect(() => createJudge(RULES.hash, 'nonsense')).toThrow(TypeError);
  });

  it('says what the engine says: group, value, and each rule with where it stands written', () => {
    const said = assess(LOCAL, HOME, RULES, TODAY);
    const judged = judge.judge(LOCAL, HOME, TODAY);
    expect(said.kind).toBe('ADMITTED');
    if (said.kind !== 'ADMITTED' || judged.kind !== 'ADMITTED') return;
    expect(judged.group).toMatchObject({ rank: said.group.rank, code: 'LOCAL_BINDING' });
    expect(judged.orderValue).toBe(said.orderValue);
    expect(judged.reasons.map(({ code, outcome }) => ({ code, outcome }))).toEqual(
      said.reasons.map(({ code, outcome }) => ({ code, outcome })),
    );
    for (const { citation, text } of judged.reasons) {
      expect(citation.article).not.toBe('');
      expect(citation.version <= TODAY).toBe(true);
      expect(text.nl).not.toBe(text.en);
    }
  });

  it('tells of what was looked at nothing but codes, citations and words', () => {
    for (const reason of judge.judge(LOCAL, HOME, TODAY).reasons) {
      expect(Object.keys(reason).sort()).toEqual(['citation', 'code', 'outcome', 'text']);
    }
  });

  it('refuses with every requirement that fails', () => {
    const refused = judge.judge(seeker({ lawfulResidence: false }), HOME, TODAY);
    expect(refused.kind).toBe('REFUSED');
    expect(refused.reasons.map(({ code }) => code).sort()).toEqual(['INCOME', 'LAWFUL_RESIDENCE']);
  });

  it('judges quickly as it judges slowly', () => {
    for (const facts of [LOCAL, STRANGER, seeker()]) {
      const { admitted, groupRank, orderValue } = judge.quick(facts, HOME, TODAY);
      const slow = judge.judge(facts, HOME, TODAY);
      expect(admitted).toBe(slow.kind === 'ADMITTED');
      if (slow.kind === 'ADMITTED')
        expect([groupRank, orderValue]).toEqual([slow.group.rank, slow.orderValue]);
    }
  });

  it('gives keys whose plain ascending order is the ranking', () => {
    const keys = ['R0001:a', 'R0001:b', 'R0001:c', 'R0001:d'].flatMap((registration) =>
      [1, 2].flatMap((group) =>
        [-1, 0, 1].map((orderValue) => ({
          assessed: { groupRank: group, orderValue },
          key: judge.sortKey(
            { group: { rank: group }, orderValue },
            'L0001:home',
            `${registration}${group}${orderValue}`,
          ),
        })),
      ),
    );
    const ascending = [...keys].sort(
      ({ key: one }, { key: other }) =>
        one.groupRank - other.groupRank || one.orderKey - other.orderKey || (one.lot < other.lot ? -1 : 1),
    );
    const ranked = rank(keys.map(({ assessed, key }) => ({ ...assessed, lot: key.lot })));
    expect(ascending.map(({ key }) => key.lot)).toEqual(ranked.map(({ lot }) => lot));
  });

  it('gives the same lot to the same registration on the same home, and another on another home', () => {
    const lot = (vacancy: string, registration: string) =>
      judge.sortKey({ group: { rank: 1 }, orderValue: 0 }, vacancy, registration).lot;
    expect(lot('L0001:one', 'R0001:a')).toBe(lot('L0001:one', 'R0001:a'));
    expect(lot('L0001:one', 'R0001:a')).not.toBe(lot('L0001:two', 'R0001:a'));
    expect(lot('L0001:one', 'R0001:a')).not.toBe(lot('L0001:one', 'R0001:b'));
  });

  it('tells what would have to be different only where it leads higher', () => {
    const present = judge.judge(STRANGER, HOME, TODAY);
    const differences = judge.differences(STRANGER, HOME, TODAY);
    expect(differences.length).toBeGreaterThan(0);
    for (const { groupRank } of differences) {
      expect(present.kind === 'ADMITTED' && groupRank < present.group.rank).toBe(true);
    }
  });

  it('orders a draw by nothing that is known before it is revealed', () => {
    expect([judge.orderKind('LOTTERY'), isDrawn(judge.orderKind('LOTTERY'))]).toEqual(['DRAW', false]);
    expect([judge.orderKind('OFFER'), isDrawn(judge.orderKind('OFFER'))]).toEqual(['SEARCH_VALUE', true]);
  });
});
