import { describe, expect, it } from 'vitest';
import { parseRegulation } from '../../../subgraphs/binding-rules/domain/parse-regulation.ts';
import { regulationHash } from '../../../subgraphs/binding-rules/domain/regulation.ts';
import { regulation, source } from './examples.ts';

const ADULT = {
  code: 'ADULT',
  stage: 'SELECT',
  article: '1',
  condition: { kind: 'age', of: 'ALL', minimum: 18 },
};

function faults(value: unknown): readonly string[] {
  const parsed = parseRegulation(value);
  return parsed.kind === 'OK' ? [] : parsed.failure.map(({ code, path }) => `${code} ${path}`);
}

describe('a regulation', () => {
  it('gives each rule the citation that stands around it', () => {
    const [rule] = regulation({ rules: [ADULT] }).rules;
    expect(rule).toMatchObject({
      id: 'huisvestingsverordening-gm0402@2024-01-01#ADULT',
      layer: 'MUNICIPAL',
      citation: {
        instrument: 'huisvestingsverordening-gm0402',
        title: 'Huisvestingsverordening Hilversum',
        article: '1',
        text: 'Tekst.',
        version: '2024-01-01',
      },
      sentence: { nl: 'Vereist: alle aanvragers zijn 18 jaar of ouder.' },
    });
  });

  it('refuses a rule that cites no article of it', () => {
    expect(faults(source({ rules: [{ ...ADULT, article: '9' }] }))).toEqual([
      'UNKNOWN_ARTICLE rules[0].article',
    ]);
  });

  it('refuses two rules, articles or terms of one code', () => {
    expect(faults(source({ rules: [ADULT, ADULT] }))).toEqual(['DUPLICATE rules']);
  });

  it('refuses a validity that ends before it begins, and a day that does not exist', () => {
    expect(faults(source({ validity: { from: '2024-01-01', until: '2024-01-01' } }))).toEqual([
      'CONTRADICTION validity.until',
    ]);
    expect(faults(source({ validity: { from: '2023-02-29' } }))).toEqual(['NO_SUCH_DAY validity.from']);
  });

  it('lets a number refer to a term that it leaves open, and to no other', () => {
    const rule = { ...ADULT, condition: { kind: 'age', of: 'ALL', minimum: { term: 'AGE' } } };
    const term = {
      code: 'AGE',
      article: '1',
      unit: 'YEARS',
      minimum: 18,
      maximum: 21,
      default: 18,
      name: { nl: 'leeftijd', en: 'age' },
    };
    const parsed = regulation({ rules: [rule], terms: [term] });
    expect(parsed.openFields).toEqual([{ rule: 'ADULT', term: 'AGE', path: ['condition', 'minimum'] }]);
    expect(faults(source({ rules: [rule] }))).toEqual(['UNKNOWN_TERM rules[0].condition.minimum']);
  });

  it.each([null, 'tekst', [], {}, { rules: [null] }, { rules: 'all', articles: 3, terms: {}, fills: [] }])(
    'turns %j into findings and never throws',
    (value) => {
      expect(faults(value).length).toBeGreaterThan(0);
    },
  );

  it('has a hash of what it says, which publishing does not change', () => {
    const hash = regulationHash(regulation({ rules: [ADULT] }));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(regulationHash(regulation({ rules: [ADULT], status: 'DRAFT' }))).toBe(hash);
    expect(regulationHash(regulation({ rules: [ADULT], argument: 'Anders.' }))).not.toBe(hash);
  });
});
