import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { describeRule } from '../../../rules/describe-rule.ts';
import { amountOfTerm } from '../../../subgraphs/binding-rules/domain/amount-of-term.ts';
import { parseAreaTable, placeIn } from '../../../subgraphs/binding-rules/domain/area-table.ts';
import { draftRules } from '../../../subgraphs/binding-rules/domain/draft-rules.ts';
import {
  articlesOf,
  asSource,
  editHead,
  headOf,
  putRule,
  removeRule,
  ruleSources,
  sizeFindings,
} from '../../../subgraphs/binding-rules/domain/draft-source.ts';
import { exemptedGroups } from '../../../subgraphs/binding-rules/domain/exempted-groups.ts';
import { EXEMPTED_GROUPS, exemptingRules } from '../../../subgraphs/binding-rules/domain/exempting-rules.ts';
import { orderedSource } from '../../../subgraphs/binding-rules/domain/ordered-source.ts';
import { readableDraft } from '../../../subgraphs/binding-rules/domain/readable-draft.ts';
import { isInstrument } from '../../../subgraphs/binding-rules/domain/regulation-extent.ts';
import { conditionsOf, withResolvedLeaves } from '../../../subgraphs/binding-rules/domain/resolved-leaves.ts';
import { ownersAround, touchedPlaces } from '../../../subgraphs/binding-rules/domain/touched-places.ts';
import { schemeOf } from '../../../subgraphs/binding-rules/domain/urgency-scheme.ts';
import { versionId } from '../../../subgraphs/binding-rules/domain/version-id.ts';
import { regulation, source } from '../rules-regulation/examples.ts';

const COMPLEX = (last: number) => `L0001:00000000-0000-4000-8000-00000000000${last}`;
const group = (code: string, name: string, complex: string | null = null) => ({
  code,
  name,
  kind: 'HOUSING_GROUP',
  building: `Straat ${code}`,
  complex,
});
const exempting = (...groups: readonly object[]) =>
  regulation({ url: 'https://example.org', exemptions: { article: '1', groups } });
const select = (code: string, members: object = {}) => ({
  code,
  article: '1',
  stage: 'SELECT',
  condition: { kind: 'registered' },
  ...members,
});

describe('the register of exempted groups', () => {
  const OWN = exempting(group('C', 'De Eik'), group('A', 'De Eik'), group('B', 'Atelier'));
  const codes = (naming?: string | null) => exemptedGroups(OWN, naming).map(({ code }) => code);

  it('gives all by name, or those that are named', () => {
    expect(codes()).toEqual(['B', 'A', 'C']);
    expect(codes('  eik ')).toEqual(['A', 'C']);
    expect(codes('straat b')).toEqual(['B']);
    expect(codes('niemand')).toEqual([]);
    expect(exemptedGroups(regulation({}))).toEqual([]);
  });

  it('cites the article that exempts them', () => {
    expect(exemptedGroups(OWN)[0]?.citation).toEqual({
      instrument: 'huisvestingsverordening-gm0402',
      title: 'Huisvestingsverordening Hilversum',
      article: '1',
      url: 'https://example.org',
      text: 'Tekst.',
      version: '2024-01-01',
    });
  });

  it('keeps the homes of the complexes in it out of distribution, and only these', () => {
    const [rule, ...others] = exemptingRules(
      exempting(group('A', 'a', COMPLEX(2)), group('B', 'b', COMPLEX(1)), group('C', 'c')),
    );
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      stage: 'SCOPE',
      id: `huisvestingsverordening-gm0402@2024-01-01#${EXEMPTED_GROUPS}`,
      code: 'EXEMPTED_GROUPS',
      layer: 'MUNICIPAL',
      governedBy: 'PUBLICATION',
      argument: null,
      appliesTo: { kind: 'always' },
      condition: { kind: 'not', of: { kind: 'complex', complexes: [COMPLEX(1), COMPLEX(2)] } },
      citation: {
        instrument: 'huisvestingsverordening-gm0402',
        title: 'Huisvestingsverordening Hilversum',
        article: '1',
        url: 'https://example.org',
        text: 'Tekst.',
        version: '2024-01-01',
      },
    });
    expect(rule?.sentence).toEqual(describeRule(rule!));
    expect(exemptingRules(exempting(group('C', 'c')))).toEqual([]);
    expect(exemptingRules(regulation({}))).toEqual([]);
  });
});

describe('the amount of a term', () => {
  it.each([
    [2500, 'BASIS_POINTS', '25%', '25%'],
    [60_000, 'CENTS', '€ 600,00', 'EUR 600.00'],
    [1, 'WEEKS', '1 week', '1 week'],
    [13, 'WEEKS', '13 weken', '13 weeks'],
    [1, 'MONTHS', '1 maand', '1 month'],
    [0, 'MONTHS', '0 maanden', '0 months'],
    [1, 'YEARS', '1 jaar', '1 year'],
    [4, 'YEARS', '4 jaar', '4 years'],
    [7, 'COUNT', '7', '7'],
    [7, undefined, '7', '7'],
  ] as const)('%s of %s is %s', (value, unit, nl, en) => {
    expect(amountOfTerm(value, unit)).toEqual({ nl, en });
  });
});

describe('the places that a regulation touches', () => {
  const ALL = [
    { code: 'GM0402', region: 'GOOI' },
    { code: 'GM0406', region: 'GOOI' },
    { code: 'GM0363', region: 'AMSTERDAM' },
    { code: 'GM9999', region: null },
  ];
  const touched = (...owners: readonly string[]) =>
    touchedPlaces(owners, ALL).map(({ municipality, region }) => `${municipality} ${region}`);

  it('are its own, those of its region, or all of them for the law', () => {
    expect(touched('GM0402')).toEqual(['GM0402 GOOI']);
    expect(touched('GOOI', 'GM9999')).toEqual(['GM0402 GOOI', 'GM0406 GOOI', 'GM9999 null']);
    expect(touched('RIJK')).toHaveLength(4);
    expect(touched()).toEqual([]);
  });

  it('have rules from the law, themselves and their region', () => {
    expect(
      ownersAround(
        ['GM0402'],
        [
          { municipality: 'GM0402', region: 'GOOI' },
          { municipality: 'GM9999', region: null },
        ],
      ),
    ).toEqual(['RIJK', 'GM0402', 'GOOI', 'GM9999']);
  });
});

describe('the areas of the corpus', () => {
  const parsed = parseAreaTable({
    regions: [{ code: 'GOOI', name: 'Gooi', municipalities: ['GM0406', 'GM0402'] }],
    municipalities: [
      { code: 'GM0402', name: 'Hilversum', cores: [{ code: 'GM0402-C01', name: 'Centrum' }] },
      { code: 'GM0406', name: 'Huizen', cores: [] },
      { code: 'GM9999', name: 'Nergens', cores: [] },
    ],
  });
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  const table = parsed.value;

  it('say where a home stands', () => {
    const place = { region: 'GOOI', municipality: 'GM0402', regionMunicipalities: ['GM0402', 'GM0406'] };
    expect(placeIn(table, 'GM0402', null)).toEqual({ ...place, core: null });
    expect(placeIn(table, 'GM0402', 'GM0402-C01')).toEqual({ ...place, core: 'GM0402-C01' });
    expect(placeIn(table, 'GM0402', 'GM0402-C02')).toBeUndefined();
    expect(placeIn(table, 'GM9999', null)).toBeUndefined();
    expect(placeIn(table, 'GM0001', null)).toBeUndefined();
    expect(table.municipalities.map(({ region }) => region)).toEqual(['GOOI', 'GOOI', null]);
  });
});

describe('the conditions of a rule', () => {
  const { rules } = regulation({
    rules: [
      {
        code: 'LIMIT',
        article: '1',
        stage: 'THRESHOLD',
        threshold: 'LIMIT',
        amountCents: 500_00,
        validity: { from: '2024-01-01', until: null },
      },
      select('CHEAP', { appliesTo: { kind: 'rent-at-most', threshold: 'LIMIT' } }),
      select('UNKNOWN', { appliesTo: { kind: 'rent-at-most', threshold: 'OTHER' } }),
      select('URGENT', { condition: { kind: 'not', of: { kind: 'urgency-fits', ofScheme: true } } }),
      select('SOME', { condition: { kind: 'urgency-fits', categories: ['OWN'] } }),
      select('SAID', {
        condition: { kind: 'urgency-fits', ofScheme: true },
        sentence: { nl: 'Urgenten.', en: 'Urgents.' },
      }),
    ],
  });
  const resolved = withResolvedLeaves(rules, ['B', 'A']);
  const byCode = (code: string) => resolved.find((rule) => rule.code === code)!;

  it('get the amounts of limits and the categories of the scheme written in', () => {
    expect(byCode('CHEAP').appliesTo).toMatchObject({ kind: 'rent-at-most', amountCents: 500_00 });
    expect(byCode('UNKNOWN').appliesTo).toMatchObject({ kind: 'rent-at-most', amountCents: null });
    expect(byCode('URGENT')).toMatchObject({ condition: { kind: 'not', of: { categories: ['A', 'B'] } } });
    expect(byCode('SOME')).toMatchObject({ condition: { categories: ['OWN'] } });
    expect(byCode('LIMIT')).toEqual(rules[0]);
  });

  it('are told anew where the sentence was generated, and left as written elsewhere', () => {
    expect(byCode('SAID').sentence).toEqual({ nl: 'Urgenten.', en: 'Urgents.' });
    expect(byCode('URGENT').sentence.nl).toMatch(/^Vereist: /);
    expect(conditionsOf(byCode('CHEAP'))).toHaveLength(2);
    expect(conditionsOf(byCode('LIMIT'))).toEqual([{ kind: 'always' }]);
  });
});

describe('an urgency scheme of several layers', () => {
  const layer = (mode: string, ...codes: readonly string[]) =>
    regulation({
      urgencyScheme: {
        mode,
        categories: codes.map((code) => ({ code, article: '1', name: { nl: mode, en: code } })),
      },
    });
  const made = (...layers: readonly ReturnType<typeof regulation>[]) =>
    schemeOf(layers).map(({ code, name }) => `${code} ${name.nl}`);

  it('is what each layer adds, words anew or puts in the place of what was above it', () => {
    expect(made(layer('EXTENDS', 'B', 'A'), layer('EXTENDS', 'C'))).toEqual([
      'A EXTENDS',
      'B EXTENDS',
      'C EXTENDS',
    ]);
    expect(made(layer('EXTENDS', 'B', 'A'), layer('REPLACES', 'B'))).toEqual(['B REPLACES']);
    expect(made(layer('REPLACES', 'B', 'A'), layer('EXTENDS', 'B'), regulation({}))).toEqual([
      'A REPLACES',
      'B EXTENDS',
    ]);
    expect(made(regulation({}))).toEqual([]);
  });
});

describe('the text of a draft', () => {
  const DRAFT = {
    title: 'Titel',
    validity: { from: '2024-01-01' },
    articles: [{ article: '1', text: 'Een.' }],
    rules: [{ code: 'A' }],
  };

  it('gets members put and taken away, and keeps the others', () => {
    expect(editHead(DRAFT, { title: 'Anders', note: 'Let op.' })).toEqual({
      ...DRAFT,
      title: 'Anders',
      note: 'Let op.',
    });
    expect(editHead({ ...DRAFT, note: 'x', url: 'y' }, { note: null })).toEqual({ ...DRAFT, url: 'y' });
    expect(editHead(DRAFT, { validUntil: calendarDate('2028-01-01') }).validity).toEqual({
      from: '2024-01-01',
      until: '2028-01-01',
    });
    expect(editHead(DRAFT, { validFrom: calendarDate('2025-01-01') }).validity).toEqual({
      from: '2025-01-01',
    });
    expect(editHead(DRAFT, { validFrom: null }).validity).toEqual({});
    expect(editHead({ ...DRAFT, validity: 'x' }, { validFrom: calendarDate('2025-01-01') }).validity).toEqual(
      { from: '2025-01-01' },
    );
    expect(editHead(DRAFT, { parts: { terms: [{ code: 'T' }], rules: null } })).toEqual({
      title: 'Titel',
      validity: DRAFT.validity,
      articles: DRAFT.articles,
      terms: [{ code: 'T' }],
    });
  });

  it('gets articles put by number, at the end or in their place, and taken away', () => {
    const edited = (edit: Parameters<typeof editHead>[1], draft: Parameters<typeof editHead>[0] = DRAFT) =>
      articlesOf(editHead(draft, edit)).map(({ article, text }) => `${article} ${text}`);
    expect(edited({ putArticles: [{ article: '2', text: 'Twee.' }] })).toEqual(['1 Een.', '2 Twee.']);
    expect(edited({ putArticles: [{ article: '1', text: 'Anders.' }] })).toEqual(['1 Anders.']);
    expect(edited({ removeArticles: ['1'] })).toEqual([]);
    expect(editHead(DRAFT, { removeArticles: ['1'] })).not.toHaveProperty('articles');
    expect(edited({ removeArticles: ['1'], putArticles: [{ article: '1', text: 'Opnieuw.' }] })).toEqual([
      '1 Opnieuw.',
    ]);
    const odd = {
      articles: [3, { article: 4, text: 'x' }, { article: '5' }, { article: '6', text: 'Zes.' }],
    };
    expect(edited({}, odd)).toEqual(['6 Zes.']);
  });

  it('gets terms filled and left to their default again', () => {
    const filled = editHead(DRAFT, { fills: { A: 1, B: 2 } });
    expect(filled['fills']).toEqual({ A: 1, B: 2 });
    expect(editHead(filled, { fills: { A: null } })['fills']).toEqual({ B: 2 });
    expect(editHead(editHead(filled, { fills: { A: null, B: null } }), {})['fills'] ?? {}).toEqual({});
  });

  it('gets rules put by code and taken away, and says when there is none', () => {
    expect(ruleSources(putRule(DRAFT, { code: 'B' }))).toEqual([{ code: 'A' }, { code: 'B' }]);
    expect(ruleSources(putRule(DRAFT, { code: 'A', rank: 1 }))).toEqual([{ code: 'A', rank: 1 }]);
    const twice = { rules: [{ code: 'A' }, { code: 'B' }, { code: 'A', rank: 2 }] };
    expect(ruleSources(putRule(twice, { code: 'A', rank: 3 }))).toEqual([
      { code: 'A', rank: 3 },
      { code: 'B' },
    ]);
    expect(removeRule(twice, 'A')).toEqual({ rules: [{ code: 'B' }] });
    expect(removeRule(DRAFT, 'A')).not.toHaveProperty('rules');
    expect(removeRule(DRAFT, 'Z')).toBeUndefined();
    expect(ruleSources({ rules: 'x' })).toEqual([]);
  });

  it('has a title and days where it states them', () => {
    expect(headOf(DRAFT)).toEqual({ title: 'Titel', validFrom: '2024-01-01', validUntil: null });
    expect(headOf({ title: 3, validity: { from: '2023-02-29', until: '2024-01-01' } })).toEqual({
      title: null,
      validFrom: null,
      validUntil: '2024-01-01',
    });
    expect(headOf({ validity: [] })).toEqual({ title: null, validFrom: null, validUntil: null });
  });

  it('is plain data that a database can hold', () => {
    for (const value of [
      null,
      'x',
      3,
      [],
      undefined,
      { a: undefined },
      { a: Number.NaN },
      { a: '\0' },
      { a: '\uD800' },
      { '\0': 1 },
      { a: [1n] },
      { a: [{ b: () => 1 }] },
    ])
      expect(asSource(value)).toBeUndefined();
    const plain = { a: [null, true, 1.5, 'tekst', { b: {} }] };
    expect(asSource(plain)).toBe(plain);
    const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });
    expect(asSource(nested(64))).toBeDefined();
    expect(asSource(nested(65))).toBeUndefined();
  });

  it('is kept up to a size', () => {
    const of = (count: number) => Array.from({ length: count }, () => ({}));
    const paths = (draft: Parameters<typeof sizeFindings>[0]) =>
      sizeFindings(draft).map(
        ({ path, code, severity, message }) => `${severity} ${code} ${path}: ${message.nl} | ${message.en}`,
      );
    expect(paths({ articles: of(200), rules: of(300) })).toEqual([]);
    expect(paths({ articles: of(201), rules: of(301) })).toEqual([
      'ERROR OUT_OF_BOUNDS articles: hier mag staan: ten hoogste 200 | allowed here: at most 200',
      'ERROR OUT_OF_BOUNDS rules: hier mag staan: ten hoogste 300 | allowed here: at most 300',
    ]);
    const text = (length: number) => ({ a: 'x'.repeat(length - '{"a":""}'.length) });
    expect(paths(text(512 * 1024))).toEqual([]);
    expect(paths(text(512 * 1024 + 1))).toEqual([
      'ERROR OUT_OF_BOUNDS : de regeling is langer dan 512 KB | the regulation is longer than 512 KB',
    ]);
  });

  it('is shown in one order, what nobody knows last and by name', () => {
    const keys = Object.keys(
      orderedSource({ zebra: 1, rules: [], aap: 2, title: 'x', code: 'y', condition: 1, stage: 2 }),
    );
    expect(keys).toEqual(['code', 'title', 'rules', 'stage', 'condition', 'aap', 'zebra']);
    expect(
      Object.keys((orderedSource({ rules: [{ stage: 'x', code: 'y' }] })['rules'] as object[])[0]!),
    ).toEqual(['code', 'stage']);
    expect(orderedSource(null)).toBeNull();
    expect(orderedSource('x')).toBe('x');
  });
});

describe('the rules of a draft', () => {
  it('are each read as far as they can be', () => {
    const rules = draftRules(
      source({
        rules: [
          select('A'),
          { code: 'B', stage: 'NONE' },
          select('A', { article: '1' }),
          'x',
          [],
          { code: 3 },
        ],
      }) as never,
    );
    expect(rules.map(({ code, rule }) => `${code} ${rule === null ? 'unread' : rule.stage}`)).toEqual([
      'A SELECT',
      'B unread',
      'A unread',
      'null unread',
      'null unread',
      'null unread',
    ]);
    expect(rules[0]?.source).toEqual({
      code: 'A',
      stage: 'SELECT',
      article: '1',
      condition: { kind: 'registered' },
    });
    expect(Object.keys(rules[1]?.source as object)).toEqual(['code', 'stage']);
  });

  it('survive faults beside them', () => {
    const read = (members: object) => {
      const { code, title, owner, rules, articles } = readableDraft({
        ...source({ rules: [select('A')] }),
        ...members,
      } as never);
      return `${code} ${title} ${owner} ${rules.map((rule) => rule.code).join()} ${articles.length}`;
    };
    const fine = 'huisvestingsverordening-gm0402 Huisvestingsverordening Hilversum GM0402 A 1';
    expect(read({})).toBe(fine);
    expect(read({ title: 3 })).toBe(fine.replace('Huisvestingsverordening Hilversum', '?'));
    expect(read({ code: null })).toBe(fine.replace('huisvestingsverordening-gm0402', 'draft'));
    expect(read({ owner: [] })).toBe(fine.replace('GM0402', '?'));
    expect(read({ validity: 'ooit', nobody: 1, fills: { A: 'x' } })).toBe(fine);
    expect(read({ rules: [select('A'), { code: 'B' }, select('C')] })).toBe(fine.replace(' A ', ' A,C '));
    expect(
      read({
        articles: [{ article: '1', text: 'Een.' }, { article: '1', text: 'Weer.' }, null, { article: '2' }],
      }),
    ).toBe(fine);
    // Who contradicts itself is read by its rules alone.
    expect(read({ layer: 'COMPLEX' })).toMatch(/ A 1$/);
    expect(read({ rules: 'x', articles: 'y' })).toMatch(/ {2}0$/);
  });
});

describe('the names of regulations', () => {
  it('are letters, digits, dashes and slashes', () => {
    for (const code of ['ab', 'a/b-c', 'A1', 'x'.repeat(100)]) expect(isInstrument(code), code).toBe(true);
    for (const code of ['', 'a', '-a', '/a', 'a b', 'a_b', 'é1', 'x'.repeat(101), 'ab\n'])
      expect(isInstrument(code), code).toBe(false);
  });

  it('have one number for each version, of the form of RFC 9562 for names', () => {
    const id = versionId('GM0402', 'verordening', calendarDate('2024-01-01'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id).toBe(versionId('GM0402', 'verordening', calendarDate('2024-01-01')));
    const others = [
      versionId('GM0402', 'verordening', calendarDate('2024-01-02')),
      versionId('GM0402', 'andere', calendarDate('2024-01-01')),
      versionId('GM0406', 'verordening', calendarDate('2024-01-01')),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
    for (let index = 0; index < 50; index += 1)
      expect(versionId('X', String(index), calendarDate('2024-01-01'))).toMatch(/^[0-9a-f-]{19}[89ab]|-8/);
  });
});
