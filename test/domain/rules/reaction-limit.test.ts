import { describe, expect, it } from 'vitest';
import type { VacancyFacts } from '../../../rules/facts.ts';
import { describeRule } from '../../../rules/describe-rule.ts';
import { explainHome } from '../../../rules/explain-home.ts';
import { parseRule } from '../../../rules/read-rule.ts';
import { limitReached, limitsOn } from '../../../rules/reaction-limit.ts';
import type { ReactionLimitRule } from '../../../rules/rule.ts';
import { parseRuleSet, ruleSetOf, rulesOf } from '../../../rules/rule-set.ts';
import { RULES } from '../../support/allocation.ts';
import { home } from './examples.ts';

function limit(special: Readonly<Record<string, unknown>> = {}): ReactionLimitRule {
  const parsed = parseRule({
    id: 'model@2024-01-01#AT_A_TIME',
    code: 'AT_A_TIME',
    layer: 'REGIONAL_MODEL',
    citation: { instrument: 'model', title: 'Model', article: '2.5', text: 'Tekst.', version: '2024-01-01' },
    stage: 'REACTION_LIMIT',
    models: ['OFFER', 'LOTTERY'],
    reactions: 2,
    per: 'REGION',
    ...special,
  });
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  return parsed.value as ReactionLimitRule;
}

const withLimits = (...limits: readonly ReactionLimitRule[]) =>
  ruleSetOf([...rulesOf(RULES), ...limits], RULES.sources, RULES);
const inPlace = (municipality: string, region = 'GOOI', special: Partial<VacancyFacts> = {}) => ({
  home: home({ ...special, place: { ...home().place, region, municipality } }),
});
const HERE = inPlace('GM0402');
const reached = (limits: readonly ReactionLimitRule[], open: readonly { readonly home: VacancyFacts }[]) =>
  limitReached(withLimits(...limits), HERE.home, open)?.counted.length;

describe('a limit on reactions', () => {
  it('leaves room up to its number and no further', () => {
    expect(reached([limit()], [HERE])).toBeUndefined();
    expect(reached([limit()], [HERE, HERE])).toBe(2);
    expect(reached([limit()], [HERE, HERE, HERE])).toBe(3);
    expect(reached([], [HERE, HERE, HERE])).toBeUndefined();
  });

  it('counts homes of its models in its area, and no others', () => {
    const elsewhere = inPlace('GM0406');
    const otherRegion = inPlace('GM0363', 'AMSTERDAM');
    const otherModel = inPlace('GM0402', 'GOOI', { model: 'DIRECT_LET' });
    expect(reached([limit()], [elsewhere, otherRegion, otherModel])).toBeUndefined();
    expect(reached([limit()], [elsewhere, HERE])).toBe(2);
    expect(reached([limit({ per: 'MUNICIPALITY' })], [elsewhere, HERE])).toBeUndefined();
    expect(reached([limit({ per: 'MUNICIPALITY' })], [HERE, HERE])).toBe(2);
  });

  it('concerns only homes that it applies to, on both sides', () => {
    const large = limit({ appliesTo: { kind: 'home', minimumRooms: 4 } });
    const four = inPlace('GM0402', 'GOOI', { rooms: 4 });
    const two = inPlace('GM0402', 'GOOI', { rooms: 2 });
    const rules = withLimits(large);
    expect(limitReached(rules, two.home, [four, four])).toBeUndefined();
    expect(limitReached(rules, four.home, [two, two, four])).toBeUndefined();
    expect(limitReached(rules, four.home, [four, four])?.counted).toHaveLength(2);
    expect(limitsOn(rules, two.home)).toEqual([]);
  });

  it('tells of several the one that leaves the least room', () => {
    const wide = limit({ reactions: 3 });
    const narrow = limit({
      id: 'own@2024-01-01#NARROW',
      code: 'NARROW',
      layer: 'MUNICIPAL',
      reactions: 1,
      per: 'MUNICIPALITY',
    });
    const open = [HERE, HERE, HERE];
    expect(limitReached(withLimits(wide, narrow), HERE.home, open)?.rule.code).toBe('NARROW');
  });

  it('says in a sentence what it does, in the explanation of a home that it concerns', () => {
    expect(describeRule(limit())).toEqual({
      nl: 'Wie woningzoekend is heeft in de regio ten hoogste 2 reacties tegelijk open op woningen via aanbodmodel, loting.',
      en: expect.stringMatching(
        /^A seeker has at most 2 reactions open at a time in the region to homes through /,
      ) as string,
    });
    expect(describeRule(limit({ reactions: 1, per: 'MUNICIPALITY' })).nl).toContain(
      'in de gemeente ten hoogste 1 reactie ',
    );
    const lines = (of: VacancyFacts) =>
      explainHome(withLimits(limit()), of)
        .filter(({ part }) => part === 'LIMITS')
        .flatMap((section) => section.lines.map(({ code }) => code));
    expect(lines(HERE.home)).toContain('AT_A_TIME');
    expect(lines(home({ model: 'DIRECT_LET' }))).not.toContain('AT_A_TIME');
  });

  it('changes nothing of rules without one: their text and hash stay, and a list of none is no canonical text', () => {
    expect(RULES.canonical).not.toContain('reactionLimits');
    expect(ruleSetOf(rulesOf(RULES), RULES.sources, RULES).hash).toBe(RULES.hash);
    const rules = withLimits(limit());
    const again = parseRuleSet(rules.canonical);
    expect(again.kind === 'OK' && again.value.hash).toBe(rules.hash);
    expect(again.kind === 'OK' && again.value.reactionLimits?.map(({ code }) => code)).toEqual(['AT_A_TIME']);
    const empty = JSON.stringify({ ...JSON.parse(RULES.canonical), reactionLimits: [] });
    expect(parseRuleSet(empty).kind).toBe('FAILED');
  });
});
