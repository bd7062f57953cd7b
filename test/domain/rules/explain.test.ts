import { describe, expect, it } from 'vitest';
import { assess, scopeFindings } from '../../../rules/assess.ts';
import { kindOf, type Condition } from '../../../rules/condition.ts';
import { counterfactuals, renderReasons } from '../../../rules/explain.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { home, seeker, tie, TODAY, urgency } from './examples.ts';

const RULES = corpusRuleSet('GM0402', TODAY);
const LOCAL_HOME = home({ labels: ['LOCAL_BINDING'] });

describe('an explanation', () => {
  it('tells who is refused which article of which version asks what', () => {
    const { reasons } = assess(seeker({ incomeAtMost: { INCOME_GOOI: false } }), home(), RULES, TODAY);
    expect(renderReasons(reasons)).toEqual({
      nl: 'Niet voldaan: Het huishoudinkomen is ten hoogste de inkomensgrens. (Model-huisvestingsverordening Gooi en Vechtstreek, artikel 2.1, 2024-01-01)',
      en: 'Not met: The household income is at most the income limit. (Model-huisvestingsverordening Gooi en Vechtstreek, article 2.1, 2024-01-01)',
    });
  });

  it('gives what was looked at as data: the limit as an amount, the income never', () => {
    const { reasons } = assess(seeker({ incomeAtMost: { INCOME_GOOI: false } }), home(), RULES, TODAY);
    expect(reasons[0]).toMatchObject({
      code: 'INCOME',
      outcome: 'NOT_MET',
      parameters: {
        'income-at-most.threshold': 'INCOME_GOOI',
        'income-at-most.atMost': false,
        'income-at-most.limitCents': 4_707_300,
      },
    });
  });

  it('walks from requirement to group to order, in that order', () => {
    const local = seeker({ incomeAtMost: { INCOME_GOOI: true }, residences: [tie('GM0402', '2020-01-01')] });
    const assessment = assess(local, LOCAL_HOME, RULES, TODAY);
    expect(assessment.reasons.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual([
      'SOCIAL_RENT MET',
      'LAWFUL_RESIDENCE MET',
      'ADULT MET',
      'INCOME MET',
      'NOT_EXCLUDED MET',
      'REGISTERED MET',
      'URGENT NOT_MET',
      'HARDSHIP NOT_MET',
      'LOCAL_BINDING MET',
      'SEARCH_VALUE ORDERS',
    ]);
    // 2020-06-01 to 2025-06-01: 1,826 days.
    expect(assessment).toMatchObject({
      kind: 'ADMITTED',
      orderValue: 1826,
      group: { code: 'LOCAL_BINDING', rank: 8 },
    });
  });
});

describe('a counterfactual', () => {
  it('says in both languages which single fact would lift, and to which group', () => {
    const stranger = seeker({ incomeAtMost: { INCOME_GOOI: true } });
    const found = counterfactuals(stranger, LOCAL_HOME, RULES, TODAY);
    expect(found.map(({ code, groupCode }) => [code, groupCode])).toEqual([
      ['URGENCY_FITS', 'URGENT'],
      ['BINDING_MUNICIPALITY', 'LOCAL_BINDING'],
    ]);
    expect(found[1]).toMatchObject({
      nl: 'Als dit zou gelden: de woningzoekende woont in de gemeente of werkt in de gemeente of woonde 6 van de laatste 10 jaar onafgebroken in de gemeente.',
      en: 'If this were so: the seeker lives in the municipality or works in the municipality or lived in the municipality for 6 of the last 10 years without a break.',
      groupRank: 8,
      parameters: { level: 'MUNICIPALITY', municipality: 'GM0402', core: null },
    });
  });

  it('does not pass off a tie to the region as one to the municipality', () => {
    const both = home({ labels: ['LOCAL_BINDING', 'REGIONAL_BINDING'] });
    const found = counterfactuals(seeker({ incomeAtMost: { INCOME_GOOI: true } }), both, RULES, TODAY);
    expect(found.find(({ code }) => code === 'BINDING_REGION')).toMatchObject({
      groupCode: 'REGIONAL_BINDING',
    });
    expect(found.find(({ code }) => code === 'BINDING_MUNICIPALITY')).toMatchObject({
      groupCode: 'LOCAL_BINDING',
    });
  });

  it('is silent for who is in the first group, and where no group could lift anybody', () => {
    const urgent = seeker({ incomeAtMost: { INCOME_GOOI: true }, urgencies: [urgency()] });
    const assessment = assess(urgent, LOCAL_HOME, RULES, TODAY);
    expect(assessment.kind === 'ADMITTED' && assessment.group.rank).toBe(1);
    expect(counterfactuals(urgent, LOCAL_HOME, RULES, TODAY)).toEqual([]);
    const direct = home({ model: 'DIRECT_LET' });
    expect(counterfactuals(seeker({ incomeAtMost: { INCOME_GOOI: true } }), direct, RULES, TODAY)).toEqual(
      [],
    );
  });

  it('gives the value that the changed facts give, not the present one', () => {
    const mover = seeker({
      incomeAtMost: { INCOME_GOOI: true },
      lastMove: { on: calendarDate('2020-06-01'), searchValueDays: 1_000 },
      leavesSelfContainedHome: true,
    });
    const starters = home({ labels: ['STARTER'] });
    const found = counterfactuals(mover, starters, RULES, TODAY).find(({ code }) => code === 'LEAVES_HOME');
    const changed = assess({ ...mover, leavesSelfContainedHome: false }, starters, RULES, TODAY);
    expect(changed.kind).toBe('ADMITTED');
    expect(found).toMatchObject({ orderValue: changed.kind === 'ADMITTED' ? changed.orderValue : 0 });
    const present = assess(mover, starters, RULES, TODAY);
    expect(present.kind === 'ADMITTED' && present.orderValue).toBeGreaterThan(found!.orderValue);
  });

  it('names only the urgency that was assessed, and once', () => {
    const found = counterfactuals(seeker({ incomeAtMost: { INCOME_GOOI: true } }), LOCAL_HOME, RULES, TODAY);
    const urgencies = found.filter(({ code }) => code === 'URGENCY_FITS');
    expect(urgencies).toHaveLength(1);
    expect(urgencies[0]!.en).toContain('outside art. 12(3)');
  });
});

describe('the scope of a rule set', () => {
  it('tells before publication which homes may not be offered so', () => {
    expect(scopeFindings(home({ model: 'LOTTERY', areaM2: 55 }), RULES)).toEqual([]);
    expect(scopeFindings(home({ model: 'LOTTERY', areaM2: 56 }), RULES)).toMatchObject([
      { code: 'YOUTH_DRAW_HOME', article: '6.1' },
    ]);
    expect(scopeFindings(home({ segment: 'MID_RENT' }), RULES)).toMatchObject([
      { code: 'SOCIAL_RENT', article: '1.2' },
    ]);
  });

  it('tells living there and working there apart as two things that could be different', () => {
    const tied = (ways: object) => {
      const leaf = {
        kind: 'binding',
        level: 'CORE',
        basis: 'EITHER',
        unbrokenYears: null,
        withinYears: null,
        ...ways,
      };
      const kind = kindOf(leaf as Condition);
      if (kind.shape !== 'LEAF') throw new TypeError('binding is a leaf');
      return kind.contrast(leaf as Condition, true, seeker(), home(), TODAY)?.parameters;
    };
    const [lives, works] = [
      tied({ residence: true, employment: true }),
      tied({ residence: false, employment: true }),
    ];
    expect(lives).toMatchObject({ by: 'RESIDENCE' });
    expect(works).toMatchObject({ by: 'EMPLOYMENT' });
  });
});
