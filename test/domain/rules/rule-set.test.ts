import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { orderRuleFor, parseRuleSet, thresholdsOf } from '../../../rules/rule-set.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';

describe('a rule set', () => {
  const ruleSet = corpusRuleSet('GM0402', '2025-06-01');

  it('is pinned by the SHA-256 of its canonical text', () => {
    expect(ruleSet.hash).toBe(createHash('sha256').update(ruleSet.canonical).digest('hex'));
  });

  it('can be rebuilt from that text alone', () => {
    expect(parseRuleSet(ruleSet.canonical)).toEqual({ kind: 'OK', value: ruleSet });
  });

  it('refuses a text that was changed, reordered or is none', () => {
    const failure = (text: string) => {
      const parsed = parseRuleSet(text);
      return parsed.kind === 'FAILED' && parsed.failure.map(({ code }) => code);
    };
    expect(failure('{')).toEqual(['NOT_CANONICAL']);
    expect(failure('null')).toEqual(['WRONG_TYPE']);
    expect(failure('{"groups":[null]}')).toEqual(['WRONG_TYPE']);
    expect(failure(`${ruleSet.canonical} `)).toEqual(['NOT_CANONICAL']);
    expect(failure(ruleSet.canonical.replace('"format":2', '"format":3'))).toEqual(['NOT_CANONICAL']);
    expect(failure(ruleSet.canonical.replace('"kind":"registered"', '"kind":"sponsored"'))).toContain(
      'UNKNOWN_KIND',
    );
  });

  it('cannot be changed once it is made', () => {
    const [group] = ruleSet.groups;
    expect(() => Object.assign(group!.rule, { rank: 1000 })).toThrow(TypeError);
  });

  it('numbers its groups from one, in the order of their ranks', () => {
    expect(ruleSet.groups.map(({ rank }) => rank)).toEqual(ruleSet.groups.map((_group, index) => index + 1));
    expect(ruleSet.groups.map(({ rule }) => rule.code)).toEqual([
      'URGENT',
      'HARDSHIP',
      'ACCESSIBLE_HOME',
      'AGE_65_PLUS',
      'AGE_55_PLUS',
      'YOUTH',
      'VITAL_PROFESSION',
      'LOCAL_BINDING',
      'REGIONAL_BINDING',
      'STARTER',
      'MOVER',
      'LARGE_HOUSEHOLD',
      'SMALL_HOUSEHOLD',
      'OTHERS',
    ]);
  });

  it('holds the amounts and the order of the day', () => {
    expect(thresholdsOf(ruleSet)).toMatchObject({ INCOME_GOOI: 4_707_300, QUALITY_DISCOUNT_LOW: 68_296 });
    expect(thresholdsOf(corpusRuleSet('GM0402', '2026-08-01'))).toMatchObject({
      QUALITY_DISCOUNT_LOW: 71_302,
    });
    expect(orderRuleFor(ruleSet, 'OFFER')?.order.kind).toBe('SEARCH_VALUE');
    expect(orderRuleFor(ruleSet, 'LOTTERY')?.order.kind).toBe('DRAW');
  });
});
