import { describe, expect, it } from 'vitest';
import { parseRegulation } from '../../../subgraphs/binding-rules/domain/parse-regulation.ts';
import { validateRegulation } from '../../../subgraphs/binding-rules/domain/validate-regulation.ts';
import { CORPUS, fromCorpus, regulation } from './examples.ts';

const HIGHER = CORPUS.filter(({ owner }) => owner === 'RIJK' || owner === 'GOOI');
const NAME = { nl: 'naam', en: 'name' };

function findingsOf(special: Readonly<Record<string, unknown>>, higher = HIGHER) {
  return validateRegulation(regulation(special), higher, 'GM0402');
}

function codes(special: Readonly<Record<string, unknown>>, higher = HIGHER): readonly string[] {
  return findingsOf(special, higher).map(
    ({ severity, code, path, article }) => `${severity} ${code} ${path} ${article ?? ''}`,
  );
}

const rule = (special: Readonly<Record<string, unknown>>) => ({ code: 'OWN', article: '1', ...special });
const sort = (special: Readonly<Record<string, unknown>>) => rule({ stage: 'SORT', rank: 95, ...special });
const select = (condition: unknown, special = {}) => rule({ stage: 'SELECT', condition, ...special });
const BOUND = { kind: 'binding', level: 'MUNICIPALITY', basis: 'SOCIAL', residence: true };

describe('an urgency scheme', () => {
  const category = (letter: string) => ({
    code: `GROUP_${letter.toUpperCase()}`,
    article: '1',
    name: NAME,
    statutoryGroup: letter,
  });
  const scheme = (mode: string, letters: string) => ({
    urgencyScheme: { mode, categories: [...letters].map(category) },
  });
  const from2026 = { validity: { from: '2026-07-01', until: '2028-01-01' } };

  it('contains every group of the law from 2026-07-01: art. 12(3)', () => {
    expect(codes({ ...from2026, ...scheme('REPLACES', 'abcdefghij') })).toEqual([]);
    expect(codes({ ...from2026, ...scheme('REPLACES', 'abcdefhi') })).toEqual([
      'ERROR MANDATORY_GROUP_MISSING urgencyScheme.categories huisvestingswet-2014 12(3)',
    ]);
    const [finding] = findingsOf({ ...from2026, ...scheme('REPLACES', 'abcdefhi') });
    expect(finding?.message.nl).toContain('g, j');
  });

  it('may take the groups over from the model, and adds its own to them', () => {
    expect(codes(from2026)).toEqual([]);
    expect(codes({ ...from2026, ...scheme('EXTENDS', 'a') })).toEqual([]);
  });

  it('must exist from 2026-07-01, and before that may be left out: art. 12(1)', () => {
    const alone = { adopts: null };
    expect(codes({ ...alone, ...from2026 })).toEqual([
      'ERROR SCHEME_MISSING urgencyScheme huisvestingswet-2014 12(1)',
    ]);
    expect(codes({ ...alone, validity: { from: '2026-06-30', until: '2028-01-01' } })).toEqual([]);
  });

  it('contains, where there is one, the two groups of the older law as well', () => {
    const before = { adopts: null, validity: { from: '2025-01-01', until: '2028-01-01' } };
    expect(codes({ ...before, ...scheme('REPLACES', 'ad') })).toEqual([]);
    expect(codes({ ...before, ...scheme('REPLACES', 'a') })).toEqual([
      'ERROR MANDATORY_GROUP_MISSING urgencyScheme.categories huisvestingswet-2014 12(3)',
    ]);
  });
});

describe('priority by binding', () => {
  const against = (path: string) => `ERROR BINDING_AGAINST_PROTECTED ${path} huisvestingswet-2014 16`;

  it('may be no requirement that keeps protected urgents out: art. 16', () => {
    expect(codes({ rules: [select(BOUND)] })).toEqual([against('rules[0].condition')]);
    const orUrgent = { kind: 'any', of: [BOUND, { kind: 'urgency-fits', statutory: ['a', 'd'] }] };
    expect(codes({ rules: [select(orUrgent)] })).toEqual([]);
  });

  it('may be no condition for counting as urgent', () => {
    const urgent = (condition: unknown) => sort({ grounds: ['URGENCY'], condition });
    const both = { kind: 'all', of: [{ kind: 'urgency-fits' }, BOUND] };
    expect(codes({ rules: [urgent(both)] })).toEqual([against('rules[0].condition')]);
    expect(codes({ rules: [urgent({ kind: 'urgency-fits' })] })).toEqual([]);
    const outside = {
      kind: 'all',
      of: [
        { kind: 'urgency-fits', statutory: 'OUTSIDE' },
        { kind: 'not', of: BOUND },
      ],
    };
    expect(codes({ rules: [urgent(outside)] })).toEqual([]);
  });

  it('may not stand above the urgents', () => {
    const bound = (rank: number) => sort({ rank, grounds: ['LOCAL_BINDING'], condition: BOUND });
    expect(codes({ rules: [bound(5)] })).toEqual([against('rules[0].rank')]);
    expect(codes({ rules: [bound(11)] })).toEqual([]);
  });
});

describe('a requirement on income', () => {
  const limit = { kind: 'income-at-most', threshold: 'INCOME_GOOI' };
  const excluded = (severity: string) =>
    `${severity} LOW_INCOMES_EXCLUDED rules[0].condition huisvestingswet-2014 9(2)b`;

  it('may set a highest income and no lowest one: art. 9(2)b', () => {
    expect(codes({ rules: [select(limit)] })).toEqual([]);
    expect(codes({ rules: [select({ kind: 'not', of: limit })] })).toEqual([excluded('ERROR')]);
  });

  it('may set a lowest one for homes above social rent, and warns where it holds for some social homes', () => {
    const appliesTo = (home: object) => ({ appliesTo: { kind: 'home', ...home } });
    const lowest = { kind: 'not', of: limit };
    expect(codes({ rules: [select(lowest, appliesTo({ segments: ['MID_RENT'] }))] })).toEqual([]);
    expect(codes({ rules: [select(lowest, appliesTo({ minimumRooms: 4 }))] })).toEqual([excluded('WARNING')]);
  });

  it('may ask for it in one way among others', () => {
    const either = {
      kind: 'any',
      of: [
        { kind: 'not', of: limit },
        { kind: 'household', minimumPersons: 2 },
      ],
    };
    expect(codes({ rules: [select(either)] })).toEqual([]);
  });
});

describe('two groups of one rank', () => {
  it('are refused with a case in which they decide differently', () => {
    const rules = [
      sort({ code: 'LARGE', condition: { kind: 'household', minimumPersons: 4 } }),
      sort({ code: 'MOVERS', condition: { kind: 'leaves-home' } }),
    ];
    const [finding] = findingsOf({ rules });
    expect(finding).toMatchObject({ code: 'RANK_AMBIGUOUS', path: 'rules[1].rank' });
    expect(finding?.example?.nl).toMatch(/^bijvoorbeeld als .*vier? .*|^bijvoorbeeld als .*4 personen/);
    expect(finding?.example?.nl).toContain('dan hoort iemand tot LARGE en niet tot MOVERS');
  });

  it('find that case also where it takes a home of another kind, or a seeker who lacks something', () => {
    const only = (condition: unknown, appliesTo?: unknown) => ({
      condition,
      ...(appliesTo ? { appliesTo } : {}),
    });
    const pairs: readonly (readonly [object, object])[] = [
      [only({ kind: 'always' }, { kind: 'model', models: ['LOTTERY'] }), only({ kind: 'leaves-home' })],
      [
        only({ kind: 'leaves-home' }, { kind: 'label', label: 'MOVER' }),
        only({ kind: 'leaves-home' }, { kind: 'home', minimumRooms: 4 }),
      ],
      [only({ kind: 'not', of: { kind: 'leaves-home' } }), only({ kind: 'leaves-home' })],
      [
        only({ kind: 'accessibility-need', minimum: 'WALKER' }),
        only({ kind: 'accessibility-need', minimum: 'WHEELCHAIR' }),
      ],
      [only({ kind: 'urgency-fits', statutory: ['a'] }), only({ kind: 'urgency-fits', statutory: ['b'] })],
      [only({ kind: 'age', of: 'ANY', minimum: 65 }), only({ kind: 'age', of: 'ALL', minimum: 65 })],
      [only({ kind: 'always' }, { kind: 'offered-for', minimumWeeks: 4 }), only({ kind: 'leaves-home' })],
      [
        only({ kind: 'always' }, { kind: 'rent-at-most', threshold: 'X', amountCents: 100 }),
        only({ kind: 'leaves-home' }),
      ],
    ];
    for (const [one, other] of pairs) {
      const rules = [sort({ code: 'ONE', ...one }), sort({ code: 'OTHER', ...other })];
      const found = findingsOf({ rules }).find(({ code }) => code === 'RANK_AMBIGUOUS');
      expect(found?.example?.nl, JSON.stringify([one, other])).toMatch(/hoort iemand tot/);
    }
  });

  it('are refused without a case when they are the same group twice', () => {
    const twice = { condition: { kind: 'leaves-home' } };
    const [finding] = findingsOf({
      rules: [sort({ code: 'ONE', ...twice }), sort({ code: 'OTHER', ...twice })],
    });
    expect(finding).toMatchObject({ code: 'RANK_AMBIGUOUS' });
    expect(finding?.example).toBeUndefined();
  });
});

describe('an open norm', () => {
  it('is asked as a question before a rule may refer to it', () => {
    const own = { openNorms: [{ code: 'INTEREST', article: '1', question: NAME }] };
    const rules = [sort({ condition: { kind: 'judged', norm: 'INTEREST' } })];
    expect(codes({ ...own, rules })).toEqual([]);
    expect(codes({ rules })).toEqual(['ERROR UNKNOWN_NORM rules[0].condition ']);
    expect(codes({ rules: [sort({ condition: { kind: 'judged', norm: 'HARDSHIP' } })] })).toEqual([]);
  });
});

describe('a regional agreement', () => {
  const agreement = (rules: readonly unknown[]) => {
    const parsed = parseRegulation({
      code: 'gooi-afspraken',
      title: 'Regionale afspraken',
      layer: 'REGIONAL_AGREEMENT',
      owner: 'GOOI',
      validity: { from: '2025-07-01', until: '2026-01-01' },
      argument: 'De halfjaarlijkse monitor.',
      articles: [{ article: '1', text: 'Tekst.' }],
      rules,
    });
    if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
    return validateRegulation(parsed.value, HIGHER, 'GOOI').map(({ code, article }) => [code, article]);
  };
  const share = (basisPoints: number) =>
    rule({
      stage: 'QUOTA',
      subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] },
      counts: 'PUBLICATIONS',
      limit: { kind: 'SHARE', basisPoints, denominator: 'PUBLICATIONS', rounding: 'DOWN' },
      period: 'CALENDAR_YEAR',
      per: 'MUNICIPALITY',
    });

  it('may lower a cap and not raise it', () => {
    expect(agreement([share(2000)])).toEqual([]);
    expect(agreement([share(2600)])).toEqual([['CAP_EXCEEDED', 'gooi-model 4.4']]);
  });

  it('holds quotas only', () => {
    expect(agreement([select({ kind: 'registered' })])).toEqual([['NOT_IN_THIS_LAYER', null]]);
  });
});

describe('a regulation that outlives its model', () => {
  it('is warned that no rules follow until the region has made the next one', () => {
    const model = fromCorpus('gooi-model', '2024-01-01');
    const [finding] = findingsOf({ validity: { from: '2025-01-01', until: '2029-01-01' } });
    expect(finding).toMatchObject({ severity: 'WARNING', code: 'PERIOD_GAP', path: 'validity.until' });
    expect(finding?.message.nl).toContain(String(model.validity.until));
    expect(codes({ validity: { from: '2025-01-01', until: '2028-01-01' } })).toEqual([]);
  });
});
