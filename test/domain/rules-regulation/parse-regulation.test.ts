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

  it('asks each part that cites an article for one that the regulation has', () => {
    const missing = { article: '99' };
    const name = { nl: 'naam', en: 'name' };
    const group = { code: 'HOF', name: 'Het Hof', kind: 'HOUSING_GROUP', building: 'Hof 1' };
    expect(faults(source({ exemptions: { ...missing, groups: [group] } }))).toEqual([
      'UNKNOWN_ARTICLE exemptions.article',
    ]);
    expect(
      faults(source({ urgencyScheme: { categories: [{ ...missing, code: 'MEDICAL', name }] } })),
    ).toEqual(['UNKNOWN_ARTICLE urgencyScheme.categories[0].article']);
    expect(faults(source({ openNorms: [{ ...missing, code: 'HARDSHIP', question: name }] }))).toEqual([
      'UNKNOWN_ARTICLE openNorms[0].article',
    ]);
  });

  it('takes a complex and who proposes it from an agreement for it, and from nothing else', () => {
    const complex = 'L0001:00000000-0000-4000-8000-000000000001';
    const agreement = { layer: 'COMPLEX', adopts: null };
    expect(faults(source({ ...agreement, complex, proposedBy: 'L0001' }))).toEqual([]);
    expect(faults(source(agreement))).toEqual(['CONTRADICTION complex', 'CONTRADICTION proposedBy']);
    expect(faults(source({ complex, proposedBy: 'L0001' }))).toEqual([
      'CONTRADICTION complex',
      'CONTRADICTION proposedBy',
    ]);
    expect(faults(source({ ...agreement, complex: 'Het Hof', proposedBy: 'L0001' }))).toEqual([
      'UNKNOWN_VALUE complex',
    ]);
  });

  it('takes what is asked of every urgency scheme from the law alone', () => {
    const urgencyMandate = { article: '1', groups: ['a'] };
    expect(faults(source({ layer: 'FRAMEWORK', adopts: null, urgencyMandate }))).toEqual([]);
    expect(faults(source({ urgencyMandate }))).toEqual(['CONTRADICTION urgencyMandate']);
  });

  it('refuses a group or a category that stands in its list twice', () => {
    const group = { code: 'HOF', name: 'Het Hof', kind: 'COOPERATIVE', building: 'Hof 1' };
    const category = { code: 'MEDICAL', article: '1', name: { nl: 'naam', en: 'name' } };
    expect(faults(source({ exemptions: { article: '1', groups: [group, group] } }))).toEqual([
      'DUPLICATE exemptions.groups',
    ]);
    expect(faults(source({ urgencyScheme: { categories: [category, category] } }))).toEqual([
      'DUPLICATE urgencyScheme.categories',
    ]);
  });
});
