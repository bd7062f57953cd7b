import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { assess, scopeFindings } from '../../../rules/assess.ts';
import type { VacancyFacts } from '../../../rules/facts.ts';
import type { Regulation } from '../../../subgraphs/binding-rules/domain/regulation.ts';
import {
  resolveRuleSet,
  type ResolveRequest,
} from '../../../subgraphs/binding-rules/domain/resolve-rule-set.ts';
import { home, seeker, TODAY, urgency } from '../rules/examples.ts';
import { CORPUS, fromCorpus, regulation } from './examples.ts';

const REQUEST = { region: 'GOOI', municipality: 'GM0402', complex: null, on: calendarDate('2025-06-01') };
const OWN = fromCorpus('huisvestingsverordening-gm0402', '2024-01-01');

function resolve(regulations: readonly Regulation[], special: Partial<ResolveRequest> = {}) {
  const resolved = resolveRuleSet(regulations, { ...REQUEST, ...special });
  return resolved.kind === 'OK' ? resolved.value : resolved.failure;
}

/** The corpus with Hilversum's regulation of 2024 replaced by another. */
function withOwn(special: Readonly<Record<string, unknown>>): readonly Regulation[] {
  return [...CORPUS.filter((each) => each !== OWN), regulation(special)];
}

const orderRule = {
  code: 'LOCAL_ORDER',
  stage: 'ORDER',
  article: '1',
  models: ['OFFER'],
  order: { kind: 'REGISTRATION_TIME' },
};
const sort = { code: 'LOCAL', stage: 'SORT', article: '1', rank: 95, condition: { kind: 'leaves-home' } };

describe('the rules of a place on a day', () => {
  it('come from the framework, the model and the municipality in force, each in its version', () => {
    const found = resolve(CORPUS);
    expect(
      'sources' in found && found.sources.map(({ instrument, version }) => `${instrument} ${version}`),
    ).toEqual([
      'huisvestingswet-2014 2024-01-01',
      'woningwet-bedragen 2025-01-01',
      'gooi-model 2024-01-01',
      'huisvestingsverordening-gm0402 2024-01-01',
    ]);
  });

  it('change on the first day of a version, not a day earlier', () => {
    const versionOf = (on: string) => {
      const found = resolve(CORPUS, { on: calendarDate(on) });
      return 'sources' in found && found.sources[0]?.version;
    };
    expect(versionOf('2026-06-30')).toBe('2024-01-01');
    expect(versionOf('2026-07-01')).toBe('2026-07-01');
  });

  it('are missing before and after the municipality has a regulation in force', () => {
    const none = { kind: 'NO_MUNICIPAL_REGULATION', municipality: 'GM0402' };
    expect(resolve(CORPUS, { on: calendarDate('2015-06-30') })).toEqual(none);
    expect(resolve(CORPUS, { on: calendarDate('2028-01-01') })).toEqual(none);
    expect(resolve([], {})).toEqual({ kind: 'NO_FRAMEWORK' });
  });

  it('take what is published only', () => {
    expect(resolve(withOwn({ status: 'SUBMITTED' }))).toEqual({
      kind: 'NO_MUNICIPAL_REGULATION',
      municipality: 'GM0402',
    });
  });

  it('are ambiguous, and so are not given, when two regulations of one layer hold', () => {
    expect(resolve([...CORPUS, regulation({ code: 'second', adopts: null })])).toEqual({
      kind: 'AMBIGUOUS_REGULATION',
      owner: 'GM0402',
      regulations: ['huisvestingsverordening-gm0402@2024-01-01', 'second@2024-01-01'],
    });
    const framework = fromCorpus('huisvestingswet-2014', '2024-01-01');
    expect(resolve([...CORPUS, { ...framework, version: calendarDate('2024-02-01') }])).toMatchObject({
      kind: 'AMBIGUOUS_REGULATION',
      owner: 'RIJK',
    });
  });

  it('ask for the model that the municipality adopts', () => {
    expect(resolve(withOwn({ adopts: 'other-model' }))).toEqual({
      kind: 'NO_REGIONAL_MODEL',
      model: 'other-model',
    });
  });

  it('leave nothing undecided: rank, order, last group', () => {
    expect(resolve(withOwn({ rules: [{ ...sort, rank: 100 }] }))).toEqual({
      kind: 'AMBIGUOUS_RANK',
      rank: 100,
      rules: ['gooi-model@2024-01-01#LOCAL_BINDING', 'huisvestingsverordening-gm0402@2024-01-01#LOCAL'],
    });
    expect(resolve(withOwn({ rules: [orderRule] }))).toMatchObject({
      kind: 'AMBIGUOUS_ORDER',
      model: 'OFFER',
    });
    expect(resolve(withOwn({ rules: [{ ...sort, rank: 2000 }] }))).toEqual({ kind: 'NO_LAST_GROUP' });
    const last = { ...sort, condition: { kind: 'always' } };
    expect(resolve(withOwn({ adopts: null, rules: [last, orderRule] }))).toEqual({
      kind: 'NO_ORDER',
      model: 'LOTTERY',
    });
  });

  it('know every limit they compare with, once', () => {
    const select = {
      code: 'LIMIT',
      stage: 'SELECT',
      article: '1',
      condition: { kind: 'income-at-most', threshold: 'NOWHERE' },
    };
    expect(resolve(withOwn({ rules: [select] }))).toMatchObject({
      kind: 'UNKNOWN_THRESHOLD',
      threshold: 'NOWHERE',
    });
    const amount = {
      code: 'AGAIN',
      stage: 'THRESHOLD',
      article: '1',
      threshold: 'INCOME_GOOI',
      amountCents: 1,
      validity: { from: '2025-01-01' },
    };
    expect(resolve(withOwn({ rules: [amount] }))).toMatchObject({
      kind: 'AMBIGUOUS_THRESHOLD',
      threshold: 'INCOME_GOOI',
    });
    const later = { ...amount, validity: { from: '2025-06-02' } };
    expect(resolve(withOwn({ rules: [later] }))).toHaveProperty('hash');
  });

  it('carry the terms as the lowest layer filled them, in number and in words', () => {
    const found = resolve(withOwn({ fills: { LOCAL_BINDING_SHARE: 1250, FRUITLESS_WEEKS: 6 } }));
    if (!('hash' in found)) throw new Error(JSON.stringify(found));
    expect(found.terms).toEqual({
      REGULATION_YEARS: 4,
      FRUITLESS_WEEKS: 6,
      LOCAL_BINDING_SHARE: 1250,
      REFUSAL_EXCLUSION_MONTHS: 24,
    });
    const share = found.quotas.find(({ code }) => code === 'LOCAL_BINDING_SHARE');
    expect(share?.limit).toMatchObject({ basisPoints: 1250 });
    expect(share?.sentence.nl).toMatch(/^Ten hoogste 12,5% van/);
  });

  it('are not given when a term is filled out of bounds, by nobody, or was never open', () => {
    expect(resolve(withOwn({ fills: { FRUITLESS_WEEKS: 14 } }))).toMatchObject({
      kind: 'TERM_OUT_OF_BOUNDS',
      value: 14,
    });
    expect(resolve(withOwn({ fills: { COLOUR: 1 } }))).toMatchObject({
      kind: 'UNKNOWN_TERM',
      term: 'COLOUR',
    });
    const term = {
      code: 'OPEN',
      article: '1',
      unit: 'COUNT',
      minimum: 1,
      maximum: 2,
      name: { nl: 'open', en: 'open' },
    };
    expect(resolve(withOwn({ terms: [term] }))).toMatchObject({ kind: 'TERM_NOT_FILLED', term: 'OPEN' });
  });

  it('add the agreement of the complex, for that complex only', () => {
    const HOF = 'L0001:00000000-0000-4000-8000-000000000001';
    const agreement = regulation({
      code: 'hof',
      layer: 'COMPLEX',
      owner: 'GM0402',
      complex: HOF,
      proposedBy: 'L0001',
      adopts: null,
      rules: [{ ...sort, code: 'MOVERS_FIRST', rank: 5 }],
    });
    const firstGroup = (complex: string | null) => {
      const found = resolve([...CORPUS, agreement], { complex });
      return 'groups' in found && found.groups[0]?.rule.code;
    };
    expect(firstGroup(HOF)).toBe('MOVERS_FIRST');
    expect(firstGroup(HOF.replace('1', '2'))).toBe('URGENT');
    expect(firstGroup(null)).toBe('URGENT');
  });

  it('let the agreement of the region lower a cap from its day, beside the model and not in its place', () => {
    const agreement = regulation({
      code: 'gooi-afspraken',
      layer: 'REGIONAL_AGREEMENT',
      owner: 'GOOI',
      adopts: null,
      validity: { from: '2025-07-01', until: '2026-01-01' },
      rules: [
        {
          code: 'LOWERED',
          stage: 'QUOTA',
          article: '1',
          subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] },
          counts: 'PUBLICATIONS',
          limit: { kind: 'SHARE', basisPoints: 2000, denominator: 'PUBLICATIONS', rounding: 'DOWN' },
          period: 'CALENDAR_YEAR',
          per: 'MUNICIPALITY',
        },
      ],
    });
    const quotasOn = (on: string, region = 'GOOI') => {
      const found = resolve([...CORPUS, agreement], { on: calendarDate(on), region });
      return 'quotas' in found ? found.quotas.map(({ code }) => code) : [];
    };
    expect(quotasOn('2025-06-30')).not.toContain('LOWERED');
    expect(quotasOn('2025-07-01')).toEqual(expect.arrayContaining(['LOWERED', 'LOCAL_BINDING_SHARE']));
    expect(quotasOn('2026-01-01')).not.toContain('LOWERED');
    expect(resolve([...CORPUS, agreement, agreement], { on: calendarDate('2025-07-01') })).toMatchObject({
      kind: 'AMBIGUOUS_REGULATION',
    });
  });

  it('keep the homes of an exempted housing group out of distribution, and all others in it', () => {
    const complex = 'L0001:00000000-0000-4000-8000-000000000001';
    const group = {
      code: 'HOF',
      name: 'Woongroep Het Hof',
      kind: 'HOUSING_GROUP',
      building: 'Hof 1 tot en met 20',
    };
    const exempting = (groups: readonly object[]) =>
      resolve(withOwn({ exemptions: { article: '1', groups } }));
    const found = exempting([{ ...group, complex }]);
    if (!('scope' in found)) throw new Error(JSON.stringify(found));
    const rule = found.scope.find(({ code }) => code === 'EXEMPTED_GROUPS');
    expect(rule).toMatchObject({
      layer: 'MUNICIPAL',
      governedBy: 'PUBLICATION',
      citation: { article: '1', text: 'Tekst.' },
    });
    const failing = (vacancy: VacancyFacts) => scopeFindings(vacancy, found).map(({ code }) => code);
    expect(failing(home({ complex }))).toEqual(['EXEMPTED_GROUPS']);
    expect(failing(home({ complex: complex.replace('1', '2') }))).toEqual([]);
    expect(failing(home())).toEqual([]);
    const without = exempting([group]);
    expect('scope' in without && without.scope.map(({ code }) => code)).not.toContain('EXEMPTED_GROUPS');
  });

  it('hold the urgency scheme of model and municipality together, and let its categories decide who is urgent', () => {
    const category = (code: string, special: object = {}) => ({
      code,
      article: '1',
      name: { nl: code, en: code },
      ...special,
    });
    const schemeIn = (mode: string, ...categories: object[]) =>
      resolve(withOwn({ urgencyScheme: { mode, categories } }));
    const codesOf = (found: ReturnType<typeof resolve>) =>
      'urgencyCategories' in found ? found.urgencyCategories.map(({ code }) => code) : [];
    const own = schemeIn('EXTENDS', category('STUDENT'), category('MEDICAL', { validityMonths: 3 }));
    expect(codesOf(own)).toEqual([...new Set([...codesOf(resolve(CORPUS)), 'STUDENT'])].sort());
    expect(
      'urgencyCategories' in own && own.urgencyCategories.find(({ code }) => code === 'MEDICAL'),
    ).toMatchObject({
      validityMonths: 3,
      citation: { instrument: 'huisvestingsverordening-gm0402' },
    });
    const replaced = schemeIn('REPLACES', category('STUDENT'));
    expect(codesOf(replaced)).toEqual(['STUDENT']);
    const groupOf = (found: ReturnType<typeof resolve>, of: string) => {
      if (!('groups' in found)) throw new Error(JSON.stringify(found));
      const seekerOf = seeker({
        incomeAtMost: { INCOME_GOOI: true },
        urgencies: [urgency({ category: of })],
      });
      const assessment = assess(seekerOf, home(), found, TODAY);
      return assessment.kind === 'ADMITTED' ? assessment.group.code : assessment.kind;
    };
    expect(groupOf(own, 'STUDENT')).toBe('URGENT');
    expect(groupOf(resolve(CORPUS), 'STUDENT')).toBe('OTHERS');
    expect(groupOf(replaced, 'MEDICAL')).toBe('OTHERS');
  });

  it('write the amount of a rent limit into the rules that name it, and generate their sentence with it', () => {
    const rules = [
      {
        code: 'SUITABLE',
        stage: 'SELECT',
        article: '1',
        condition: { kind: 'rent-at-most', threshold: 'RENT_OWN' },
      },
      {
        code: 'RENT_OWN',
        stage: 'THRESHOLD',
        article: '1',
        threshold: 'RENT_OWN',
        amountCents: 71_302,
        validity: { from: '2024-01-01' },
      },
    ];
    const found = resolve(withOwn({ rules }));
    expect('admission' in found && found.admission.find(({ code }) => code === 'SUITABLE')).toMatchObject({
      condition: { kind: 'rent-at-most', threshold: 'RENT_OWN', amountCents: 71_302 },
      sentence: { nl: 'Vereist: de huur is ten hoogste de grens RENT_OWN van € 713,02.' },
    });
    expect(resolve(withOwn({ rules: rules.slice(0, 1) }))).toMatchObject({
      kind: 'UNKNOWN_THRESHOLD',
      threshold: 'RENT_OWN',
    });
  });

  it('carry what people must judge and what conduct is answered with', () => {
    const found = resolve(CORPUS);
    expect('openNorms' in found && found.openNorms.map(({ code }) => code)).toEqual(['HARDSHIP']);
    expect('sanctions' in found && found.sanctions.map(({ code, months }) => [code, months])).toEqual([
      ['URGENT_SEEKER_REFUSAL', 24],
    ]);
  });
});
