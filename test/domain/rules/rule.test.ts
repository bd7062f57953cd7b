import { describe, expect, it } from 'vitest';
import { parseRule } from '../../../rules/read-rule.ts';

const COMMON = {
  id: 'model@2024-01-01#CODE',
  code: 'CODE',
  layer: 'REGIONAL_MODEL',
  citation: { instrument: 'model', title: 'Model', article: '1', text: 'Tekst.', version: '2024-01-01' },
};
const SHARE = { kind: 'SHARE', basisPoints: 2500, denominator: 'PUBLICATIONS', rounding: 'DOWN' };
const QUOTA = {
  ...COMMON,
  stage: 'QUOTA',
  subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] },
  counts: 'PUBLICATIONS',
  limit: SHARE,
  period: 'CALENDAR_YEAR',
  per: 'MUNICIPALITY',
};

function faults(source: unknown): readonly string[] {
  const parsed = parseRule(source);
  return parsed.kind === 'OK' ? [] : parsed.failure.map(({ code, path }) => `${code} ${path}`);
}

function sentence(source: unknown): string {
  const parsed = parseRule(source);
  return parsed.kind === 'OK' ? parsed.value.sentence.nl : JSON.stringify(parsed.failure);
}

describe('a rule', () => {
  it('says in words what it does, from its own content', () => {
    expect(sentence({ ...COMMON, stage: 'SELECT', condition: { kind: 'age', of: 'ALL', minimum: 18 } })).toBe(
      'Vereist: alle aanvragers zijn 18 jaar of ouder.',
    );
    expect(sentence(QUOTA)).toBe(
      'Ten hoogste 25% van de aangeboden woningen per kalenderjaar per gemeente met voorrang wegens lokale binding.',
    );
    expect(
      sentence({
        ...QUOTA,
        limit: { kind: 'NUMBER', count: 350 },
        subject: { kind: 'MODELS', models: ['LOTTERY'] },
        per: 'REGION',
      }),
    ).toBe('Ten hoogste 350 per kalenderjaar in de regio waarbij de woning wordt aangeboden via loting.');
    expect(
      sentence({
        ...QUOTA,
        limit: { ...SHARE, basisPoints: 200 },
        subject: { kind: 'MEDIATION_CATEGORIES', categories: ['OWN_DISCRETION'] },
        per: 'CORPORATION',
      }),
    ).toMatch(/^Ten hoogste 2% van .* rechtstreeks bemiddeld wegens de eigen ruimte van de corporatie\.$/);
    expect(
      sentence({
        ...COMMON,
        stage: 'THRESHOLD',
        threshold: 'INCOME',
        amountCents: 4_707_300,
        validity: { from: '2024-01-01' },
      }),
    ).toBe('De grens INCOME is € 47.073,00.');
    expect(sentence({ ...QUOTA, limit: { ...SHARE, basisPoints: 9250 }, direction: 'FLOOR' })).toMatch(
      /^Ten minste 92,5% van/,
    );
  });

  it('is no quota without denominator, period and rounding, because the law fixes none of them', () => {
    const { period: _period, ...withoutPeriod } = QUOTA;
    const parsed = parseRule({ ...withoutPeriod, limit: { kind: 'SHARE', basisPoints: 2500 } });
    expect(
      parsed.kind === 'FAILED' && parsed.failure.map(({ code, path, article }) => [code, path, article]),
    ).toEqual([
      ['QUOTA_INCOMPLETE', 'limit.denominator', 'huisvestingswet-2014 14(2)'],
      ['QUOTA_INCOMPLETE', 'limit.rounding', 'huisvestingswet-2014 14(2)'],
      ['QUOTA_INCOMPLETE', 'period', 'huisvestingswet-2014 14(2)'],
    ]);
  });

  it('may say where it applies by the home alone', () => {
    const select = { ...COMMON, stage: 'SELECT', condition: { kind: 'registered' } };
    expect(faults({ ...select, appliesTo: { kind: 'label', label: 'YOUTH' } })).toEqual([]);
    expect(faults({ ...select, appliesTo: { kind: 'leaves-home' } })).toEqual(['CONTRADICTION appliesTo']);
    expect(faults({ ...COMMON, stage: 'SCOPE', condition: { kind: 'registered' } })).toEqual([
      'CONTRADICTION condition',
    ]);
  });

  it('looks at publication or closing when it assesses, for no other day is known then', () => {
    const select = { ...COMMON, stage: 'SELECT', condition: { kind: 'registered' } };
    expect(faults({ ...select, governedBy: 'PUBLICATION' })).toEqual([]);
    expect(faults({ ...select, governedBy: 'ALLOCATION' })).toEqual(['UNKNOWN_VALUE governedBy']);
  });

  it('keeps shares, ranks and amounts whole and within bounds', () => {
    expect(faults({ ...QUOTA, limit: { ...SHARE, basisPoints: 10_001 } })).toEqual([
      'OUT_OF_BOUNDS limit.basisPoints',
    ]);
    expect(faults({ ...QUOTA, limit: { ...SHARE, basisPoints: 0.25 } })).toEqual([
      'WRONG_TYPE limit.basisPoints',
    ]);
    expect(faults({ ...COMMON, stage: 'SORT', rank: 0, condition: { kind: 'always' } })).toEqual([
      'OUT_OF_BOUNDS rank',
    ]);
  });

  it('counts a component of points once', () => {
    const component = { component: 'WAITING', thousandths: 1000, perDays: 365 };
    const order = { kind: 'POINTS', components: [component, component] };
    expect(faults({ ...COMMON, stage: 'ORDER', models: ['OFFER'], order })).toEqual([
      'DUPLICATE order.components',
    ]);
  });

  it.each([null, [], 'SELECT', { stage: 'VOTE' }, { ...COMMON }])(
    'turns %j into findings and never throws',
    (source) => {
      expect(faults(source).length).toBeGreaterThan(0);
    },
  );
});
