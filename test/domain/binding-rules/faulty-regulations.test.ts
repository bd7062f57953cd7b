import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../rules/finding.ts';
import { parseAreaTable } from '../../../subgraphs/binding-rules/domain/area-table.ts';
import { parseRegulation } from '../../../subgraphs/binding-rules/domain/parse-regulation.ts';
import { validateRegulation } from '../../../subgraphs/binding-rules/domain/validate-regulation.ts';
import { goldenText } from '../../support/explained.ts';
import { CORPUS, fromCorpus, source } from '../rules-regulation/examples.ts';
import { saidOfFinding, sections } from './said.ts';

const GOLDEN = new URL('faulty-regulations.golden.txt', import.meta.url);
const HIGHER = CORPUS.filter(({ owner }) => owner === 'RIJK' || owner === 'GOOI');
const OWN = fromCorpus('huisvestingsverordening-gm0402', '2024-01-01');
const NAME = { nl: 'naam', en: 'name' };
const COMPLEX = 'L0001:00000000-0000-4000-8000-000000000001';

type Members = Readonly<Record<string, unknown>>;
const rule = (members: Members): Members => ({ code: 'OWN', article: '1', ...members });
const sort = (members: Members = {}) =>
  rule({ stage: 'SORT', rank: 95, condition: { kind: 'leaves-home' }, ...members });
const select = (condition: unknown, members: Members = {}) =>
  rule({ stage: 'SELECT', condition, ...members });
const quota = (members: Members = {}) =>
  rule({
    stage: 'QUOTA',
    subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] },
    counts: 'PUBLICATIONS',
    limit: { kind: 'SHARE', basisPoints: 2500, denominator: 'PUBLICATIONS', rounding: 'DOWN' },
    period: 'CALENDAR_YEAR',
    per: 'MUNICIPALITY',
    ...members,
  });
const share = (basisPoints: number) => ({
  limit: { kind: 'SHARE', basisPoints, denominator: 'PUBLICATIONS', rounding: 'DOWN' },
});
const labels = (...of: readonly string[]) => ({ subject: { kind: 'LABELS', labels: of } });
const models = (...of: readonly string[]) => ({ subject: { kind: 'MODELS', models: of } });
const rules = (...of: readonly Members[]) => ({ rules: of });
const term = (members: Members = {}) => ({
  code: 'AGE',
  article: '1',
  unit: 'YEARS',
  minimum: 18,
  maximum: 21,
  default: 18,
  name: { nl: 'leeftijd', en: 'age' },
  ...members,
});
const category = (letter: string, members: Members = {}) => ({
  code: `GROUP_${letter.toUpperCase()}`,
  article: '1',
  name: NAME,
  statutoryGroup: letter,
  ...members,
});
const scheme = (mode: string, letters: string) => ({
  urgencyScheme: { mode, categories: [...letters].map((letter) => category(letter)) },
});
const group = (members: Members = {}) => ({
  code: 'HOF',
  name: 'Het Hof',
  kind: 'HOUSING_GROUP',
  building: 'Hof 1',
  ...members,
});
const FROM_2026 = { validity: { from: '2026-07-01', until: '2028-01-01' } };
const BOUND = { kind: 'binding', level: 'MUNICIPALITY', basis: 'SOCIAL', residence: true };
const INCOME = { kind: 'income-at-most', threshold: 'INCOME_GOOI' };
const AGREEMENT = {
  code: 'gooi-afspraken',
  layer: 'REGIONAL_AGREEMENT',
  owner: 'GOOI',
  adopts: null,
  validity: { from: '2025-07-01', until: '2026-01-01' },
};
const OF_COMPLEX = { layer: 'COMPLEX', adopts: null, complex: COMPLEX, proposedBy: 'L0001' };

/** What cannot be read as a regulation. */
const FORM: Readonly<Record<string, unknown>> = {
  'limits on reactions that are no numbers, of no homes, by another day or of another area': source(
    rules(
      rule({ code: 'A', stage: 'REACTION_LIMIT', models: ['OFFER'], reactions: 0, per: 'MUNICIPALITY' }),
      rule({ code: 'B', stage: 'REACTION_LIMIT', models: [], reactions: 2, per: 'STREET' }),
      rule({
        code: 'C',
        stage: 'REACTION_LIMIT',
        models: ['OFFER'],
        reactions: 2,
        per: 'MUNICIPALITY',
        governedBy: 'PUBLICATION',
        appliesTo: { kind: 'registered' },
      }),
    ),
  ),
  'no object': 'tekst',
  'nothing at all': {},
  'lists that are none': { rules: 'all', articles: 3, terms: {}, fills: [] },
  'a member that nobody knows': source({ valid: true }),
  'a member of an article that nobody knows': source({ articles: [{ article: '1', text: 'x', nr: 1 }] }),
  'a member of a term that nobody knows': source({ terms: [{ ...term(), low: 1 }] }),
  'a layer, a status and a unit that nobody knows': source({
    layer: 'LAND',
    status: 'DONE',
    terms: [term({ unit: 'DAYS' })],
  }),
  'a validity that ends before it begins': source({ validity: { from: '2024-01-01', until: '2023-01-01' } }),
  'a day that does not exist': source({ validity: { from: '2023-02-29' } }),
  'terms whose bounds are the wrong way round or do not hold their default': source({
    terms: [term({ minimum: 22 }), term({ code: 'OTHER', default: 30 })],
  }),
  'a term without a code or a name': source({
    terms: [{ article: '1', unit: 'YEARS', minimum: 1, maximum: 2 }],
  }),
  'fills that are no numbers': source({ fills: { ONE: 'two', TWO: -1, THREE: 1.5 } }),
  'everything twice': source({
    articles: [
      { article: '1', text: 'Een.' },
      { article: '1', text: 'Twee.' },
    ],
    terms: [term(), term()],
    rules: [sort(), sort()],
    exemptions: { article: '1', groups: [group(), group()] },
    urgencyScheme: { categories: [category('a'), category('a')] },
  }),
  'articles that it does not have': source({
    exemptions: { article: '9', groups: [group()] },
    urgencyScheme: { categories: [category('a', { article: '9' })] },
    openNorms: [{ code: 'HARDSHIP', article: '9', question: NAME }],
    rules: [
      sort({ article: 'een heel lang artikelnummer dat niemand ooit zo schreef' }),
      sort({ article: 9, code: 'B' }),
    ],
  }),
  'parts that are no objects': source({
    exemptions: 'x',
    urgencyScheme: [],
    openNorms: ['x'],
    rules: [null, 'x', []],
    articles: ['x'],
  }),
  'an exempted group without most of it': source({
    exemptions: { article: '1', groups: [{ code: 'HOF', complex: 'Hof' }] },
  }),
  'members of exemptions, scheme and group that nobody knows': source({
    exemptions: { article: '1', groups: [group({ size: 1 })], size: 1 },
    urgencyScheme: { categories: [category('a', { size: 1 })], size: 1 },
  }),
  'a mandate in a municipal regulation': source({ urgencyMandate: { article: '1', groups: ['a'] } }),
  'a mandate of the law of groups and articles that there are not': source({
    layer: 'FRAMEWORK',
    adopts: null,
    urgencyMandate: { article: '7', groups: ['z'], size: 1 },
  }),
  'a mode of a scheme that there is not': source({ urgencyScheme: { mode: 'MIXES', categories: [] } }),
  'an agreement for a complex without it': source({ layer: 'COMPLEX', adopts: null }),
  'an agreement for a complex that is none': source({ ...OF_COMPLEX, complex: 'Het Hof' }),
  'a municipal regulation with a complex': source({ complex: COMPLEX, proposedBy: 'L0001' }),
  'a rule that refers to a term that is not open': source({
    rules: [select({ kind: 'age', of: 'ALL', minimum: { term: 'AGE' } })],
  }),
  'quotas that cannot be counted': source({
    rules: [
      quota({ limit: { kind: 'SHARE', basisPoints: 1 }, period: null }),
      quota({ code: 'B', subject: {} }),
    ],
  }),
};

/** What may not be published as it stands, and what may be with a warning. */
const CONTENT: Readonly<Record<string, Members>> = {
  'nothing wrong': {},
  'no argument': { argument: null },
  'a day longer than four years': { validity: { from: '2024-01-01', until: '2028-01-02' } },
  'no end': { validity: { from: '2024-01-01' } },
  'longer than the model': { validity: { from: '2025-01-01', until: '2029-01-01' } },
  'as long as the model': { validity: { from: '2025-01-01', until: '2028-01-01' } },
  'another municipality': { owner: 'GM0406' },
  'more than half by regional binding': rules(quota({ ...labels('REGIONAL_BINDING'), ...share(5001) })),
  'half by regional binding': rules(quota({ ...labels('REGIONAL_BINDING'), ...share(5000) })),
  'more by core than the law of 2022 and the model allow': {
    ...rules(quota({ ...labels('CORE_BINDING'), ...share(2600) })),
    validity: { from: '2022-01-01', until: '2024-01-01' },
  },
  'more by core and local binding together than the model allows': rules(
    quota({ ...labels('CORE_BINDING', 'LOCAL_BINDING'), ...share(2600) }),
  ),
  'more of labels that nobody bounds': rules(quota({ ...labels('YOUTH', 'LOCAL_BINDING'), ...share(9900) })),
  'a number where the bound is a share': rules(quota({ limit: { kind: 'NUMBER', count: 9999 } })),
  'more than the model has of urgent-seeker draws': rules(
    quota({ ...models('URGENT_SEEKER_LOTTERY'), limit: { kind: 'NUMBER', count: 9999 } }),
    quota({ code: 'B', ...models('URGENT_SEEKER_LOTTERY'), ...share(10_000) }),
    quota({ code: 'C', ...models('LOTTERY', 'URGENT_SEEKER_LOTTERY'), ...share(10_000) }),
  ),
  'fewer lettings to low incomes than the law asks': rules(
    quota({ subject: { kind: 'SUITABLE_RENT' }, direction: 'FLOOR', ...share(9499) }),
  ),
  'as many as the law asks': rules(
    quota({ subject: { kind: 'SUITABLE_RENT' }, direction: 'FLOOR', ...share(9500) }),
  ),
  'a cap where the law has a floor': rules(quota({ subject: { kind: 'SUITABLE_RENT' }, ...share(1) })),
  'terms out of bounds and unknown': {
    fills: { FRUITLESS_WEEKS: 14, LOCAL_BINDING_SHARE: 2501, FREE_CHOICE: 1, REGULATION_YEARS: 4 },
  },
  'terms at their bounds': { fills: { FRUITLESS_WEEKS: 13, LOCAL_BINDING_SHARE: 2500 } },
  'less than the model by its own term': {
    fills: { LOCAL_BINDING_SHARE: 1000 },
    ...rules(quota(share(1001))),
  },
  'occupancy as a ground': rules(sort({ grounds: ['OCCUPANCY'] })),
  'occupancy as a ground before the law closed it': {
    ...rules(sort({ grounds: ['OCCUPANCY', 'AGE', 'VITAL_PROFESSION', 'MOVING_CHAIN'] })),
    validity: { from: '2019-01-01', until: '2022-01-01' },
  },
  'every ground there is': rules(
    sort({
      grounds: [
        'URGENCY',
        'REGIONAL_BINDING',
        'VITAL_PROFESSION',
        'OCCUPANCY',
        'AGE',
        'ACCESSIBILITY',
        'MOVING_CHAIN',
        'HARDSHIP',
      ],
    }),
  ),
  'no scheme from 2026-07-01': { adopts: null, ...FROM_2026 },
  'no scheme before it': { adopts: null },
  'a scheme without two groups': { ...FROM_2026, ...scheme('REPLACES', 'abcdefhi') },
  'a whole scheme': { ...FROM_2026, ...scheme('REPLACES', 'abcdefghij') },
  'an empty scheme': { adopts: null, ...FROM_2026, urgencyScheme: { mode: 'REPLACES', categories: [] } },
  'a scheme without a group of the older law': {
    adopts: null,
    validity: { from: '2025-01-01', until: '2028-01-01' },
    ...scheme('REPLACES', 'a'),
  },
  'binding asked of everybody': rules(select(BOUND)),
  'binding or an urgency asked of everybody': rules(
    select({ kind: 'any', of: [BOUND, { kind: 'urgency-fits', statutory: ['a', 'd'] }] }),
  ),
  'binding or an urgency outside the law asked of everybody': rules(
    select({ kind: 'any', of: [BOUND, { kind: 'urgency-fits', statutory: 'OUTSIDE' }] }),
  ),
  'binding asked of urgents': rules(
    sort({ grounds: ['URGENCY'], condition: { kind: 'all', of: [{ kind: 'urgency-fits' }, BOUND] } }),
  ),
  'no binding asked of urgents': rules(
    sort({
      grounds: ['URGENCY'],
      condition: { kind: 'all', of: [{ kind: 'urgency-fits' }, { kind: 'not', of: BOUND }] },
    }),
  ),
  'bound seekers above the urgents': rules(sort({ rank: 5, grounds: ['LOCAL_BINDING'], condition: BOUND })),
  'bound seekers below the urgents': rules(sort({ rank: 11, grounds: ['LOCAL_BINDING'], condition: BOUND })),
  'others above the urgents': rules(sort({ rank: 5 })),
  'a lowest income': rules(select({ kind: 'not', of: INCOME })),
  'a highest income': rules(select(INCOME)),
  'a lowest income for mid rent': rules(
    select({ kind: 'not', of: INCOME }, { appliesTo: { kind: 'home', segments: ['MID_RENT'] } }),
  ),
  'a lowest income for social and mid rent': rules(
    select(
      { kind: 'not', of: INCOME },
      { appliesTo: { kind: 'home', segments: ['MID_RENT', 'SOCIAL_RENT'] } },
    ),
  ),
  'a lowest income for large homes': rules(
    select({ kind: 'not', of: INCOME }, { appliesTo: { kind: 'home', minimumRooms: 4 } }),
  ),
  'a lowest income among other ways': rules(
    select({
      kind: 'any',
      of: [
        { kind: 'not', of: INCOME },
        { kind: 'household', minimumPersons: 2 },
      ],
    }),
  ),
  'a rank of the model': rules(sort({ rank: 10 }), sort({ code: 'B', rank: 20, condition: BOUND })),
  'a rank twice': rules(
    sort({ code: 'LARGE', condition: { kind: 'household', minimumPersons: 4 } }),
    sort({ code: 'MOVERS' }),
  ),
  'a rank twice for the same people': rules(sort({ code: 'ONE' }), sort({ code: 'OTHER' })),
  'a rank twice for homes of other models': rules(
    sort({ code: 'ONE', appliesTo: { kind: 'model', models: ['LOTTERY'] }, condition: { kind: 'always' } }),
    sort({ code: 'OTHER', appliesTo: { kind: 'home', maximumAreaM2: 50, dwellingTypes: ['HOUSE'] } }),
  ),
  'a rank twice for homes with a label, in a complex and offered for long': rules(
    sort({ code: 'ONE', appliesTo: { kind: 'label', label: 'MOVER' } }),
    sort({ code: 'OTHER', appliesTo: { kind: 'complex', complexes: [COMPLEX] } }),
    sort({ code: 'LAST', appliesTo: { kind: 'offered-for', minimumWeeks: 4 } }),
  ),
  'a rank twice for homes of a rent and with room for a wheelchair': rules(
    sort({
      code: 'ONE',
      appliesTo: { kind: 'home', maximumRentCents: 50_000, minimumRooms: 5, maximumRooms: 6 },
    }),
    sort({
      code: 'OTHER',
      appliesTo: { kind: 'home', minimumAccessibility: 'WHEELCHAIR', segments: ['MID_RENT'] },
    }),
    sort({ code: 'LAST', condition: { kind: 'accessibility-need', minimum: 'WALKER' } }),
  ),
  'a rank twice for one applicant or for all': rules(
    sort({ code: 'ONE', condition: { kind: 'age', of: 'ANY', minimum: 65 } }),
    sort({ code: 'OTHER', condition: { kind: 'age', of: 'ALL', minimum: 65 } }),
  ),
  'limits without an amount': rules(
    select({ kind: 'income-at-most', threshold: 'INCOME_NOWHERE' }),
    sort({ appliesTo: { kind: 'rent-at-most', threshold: 'RENT_NOWHERE' }, code: 'B' }),
    rule({
      code: 'C',
      stage: 'THRESHOLD',
      threshold: 'INCOME_OWN',
      amountCents: 1,
      validity: { from: '2024-01-01', until: null },
    }),
    select({ kind: 'income-at-most', threshold: 'INCOME_OWN' }, { code: 'D' }),
    rule({
      code: 'E',
      stage: 'THRESHOLD',
      threshold: 'INCOME_LATER',
      amountCents: 1,
      validity: { from: '2024-01-02', until: null },
    }),
    select({ kind: 'income-at-most', threshold: 'INCOME_LATER' }, { code: 'F' }),
  ),
  'a limit on reactions in the whole region': rules(
    rule({ code: 'A', stage: 'REACTION_LIMIT', models: ['OFFER'], reactions: 2, per: 'REGION' }),
    rule({ code: 'B', stage: 'REACTION_LIMIT', models: ['OFFER'], reactions: 2, per: 'MUNICIPALITY' }),
  ),
  'norms that nobody stated': {
    openNorms: [{ code: 'INTEREST', article: '1', question: NAME }],
    ...rules(
      sort({
        condition: {
          kind: 'any',
          of: [
            { kind: 'judged', norm: 'INTEREST' },
            { kind: 'judged', norm: 'WHIM' },
          ],
        },
      }),
      select({ kind: 'judged', norm: 'HARDSHIP' }, { code: 'B' }),
    ),
  },
  'an agreement of the region that lowers a cap': {
    ...AGREEMENT,
    ...rules(quota(share(2000))),
  },
  'an agreement of the region that raises it and decides more': {
    ...AGREEMENT,
    ...rules(quota(share(2600)), select({ kind: 'registered' }, { code: 'B' })),
  },
  'an agreement for a complex that takes a rank of the model': {
    ...OF_COMPLEX,
    ...rules(sort({ rank: 10 }), sort({ code: 'B', rank: 96 })),
  },
};

function findingsOf(value: unknown): readonly Finding[] {
  const parsed = parseRegulation(value);
  if (parsed.kind === 'FAILED') return parsed.failure;
  const higher = parsed.value.layer === 'COMPLEX' ? [...HIGHER, OWN] : HIGHER;
  return validateRegulation(parsed.value, higher, parsed.value.owner === 'GOOI' ? 'GOOI' : 'GM0402');
}

describe('what is said of a faulty regulation', () => {
  const said = (faulty: Readonly<Record<string, unknown>>) =>
    Object.entries(faulty).map(([title, value]) => [title, findingsOf(value).map(saidOfFinding)] as const);

  it('is what was reviewed: each fault with its place, its article and what would be allowed', () => {
    const contents = Object.fromEntries(
      Object.entries(CONTENT).map(([title, members]) => [title, source(members)]),
    );
    const areas = [
      {},
      { regions: 1, municipalities: [{ code: 'GM0402' }] },
      {
        regions: [{ code: 'GOOI', name: 'Gooi', municipalities: ['GM0402', 3], size: 1 }],
        municipalities: [{ code: 'GM0406', name: 'Huizen', cores: [{ code: 'C', size: 1 }], size: 1 }],
        size: 1,
      },
    ].map((table) => {
      const parsed = parseAreaTable(table);
      const lines = parsed.kind === 'FAILED' ? parsed.failure.map(saidOfFinding) : [];
      return [`areas ${JSON.stringify(table)}`, lines] as const;
    });
    const text = sections([...said(FORM), ...said(contents), ...areas]);
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  it('is that it cannot be read, for all that has no form', () => {
    for (const [title, value] of Object.entries(FORM)) {
      expect(parseRegulation(value).kind, title).toBe('FAILED');
    }
    for (const [title, members] of Object.entries(CONTENT)) {
      const parsed = parseRegulation(source(members));
      expect(parsed.kind, `${title} ${JSON.stringify(parsed)}`).toBe('OK');
    }
  });
});
