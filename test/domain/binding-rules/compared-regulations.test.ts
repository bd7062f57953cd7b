import { describe, expect, it } from 'vitest';
import { compareRegulations } from '../../../subgraphs/binding-rules/domain/compare-regulations.ts';
import { CHANGE_CODES } from '../../../subgraphs/binding-rules/domain/regulation-change.ts';
import type { Regulation } from '../../../subgraphs/binding-rules/domain/regulation.ts';
import { goldenText } from '../../support/explained.ts';
import { CORPUS, regulation } from '../rules-regulation/examples.ts';
import { saidOfChange, sections } from './said.ts';

const GOLDEN = new URL('compared-regulations.golden.txt', import.meta.url);
const LAW = CORPUS.filter(({ owner }) => owner === 'RIJK').flatMap(({ terms }) => terms);

const name = (nl: string, en: string) => ({ nl, en });
const rule = (members: Readonly<Record<string, unknown>>) => ({ article: '1', ...members });
const ARTICLES = [
  { article: '1', text: 'Tekst.' },
  { article: '2', text: 'Meer tekst.' },
];
const MODELS = ['OFFER', 'LOTTERY'];
const DRAW = rule({ code: 'BY_DRAW', stage: 'ORDER', models: ['FIRST_LETTING'], order: { kind: 'DRAW' } });
const POINTS = rule({
  code: 'BY_POINTS',
  stage: 'ORDER',
  models: ['OFFER'],
  order: { kind: 'POINTS', components: [{ component: 'STARTER', thousandths: 1000 }] },
});
const term = (code: string, unit: string, members: object = {}) => ({
  code,
  article: '1',
  unit,
  minimum: 1,
  maximum: 12,
  name: name(`term in ${unit}`, `term in ${unit}`),
  ...members,
});
const category = (members: object = {}) => ({
  code: 'MEDICAL',
  article: '1',
  name: name('medisch', 'medical'),
  statutoryGroup: 'a',
  conditions: [name('er is een indicatie.', 'there is an indication.')],
  validityMonths: 6,
  ...members,
});
const group = (members: object = {}) => ({
  code: 'HOF',
  name: 'Het Hof',
  kind: 'HOUSING_GROUP',
  building: 'Hof 1',
  ...members,
});
const quota = (members: object = {}) =>
  rule({
    code: 'SHARE',
    stage: 'QUOTA',
    subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] },
    counts: 'PUBLICATIONS',
    limit: { kind: 'SHARE', basisPoints: 2500, denominator: 'PUBLICATIONS', rounding: 'DOWN' },
    period: 'CALENDAR_YEAR',
    per: 'MUNICIPALITY',
    ...members,
  });
const BEFORE = {
  url: 'https://example.org/1',
  note: 'Toelichting.',
  articles: ARTICLES,
  fills: { FRUITLESS_WEEKS: 4, REGULATION_YEARS: 4, OWN_TERM: 3 },
  exemptions: { article: '1', groups: [group(), group({ code: 'EIK', name: 'De Eik' })] },
  urgencyScheme: { mode: 'EXTENDS', categories: [category(), category({ code: 'SOCIAL', conditions: [] })] },
  openNorms: [{ code: 'HARDSHIP', article: '1', question: name('Is het schrijnend?', 'Is it harrowing?') }],
  terms: [term('A', 'WEEKS'), term('B', 'MONTHS', { default: 2 }), term('C', 'CENTS')],
  rules: [
    rule({ code: 'ADULT', stage: 'SELECT', condition: { kind: 'age', of: 'ALL', minimum: 18 } }),
    rule({
      code: 'MOVERS',
      stage: 'SORT',
      rank: 5,
      grounds: ['MOVING_CHAIN'],
      condition: { kind: 'leaves-home' },
    }),
    rule({ code: 'BY_TIME', stage: 'ORDER', models: MODELS, order: { kind: 'REGISTRATION_TIME' } }),
    DRAW,
    quota(),
    rule({
      code: 'LIMIT',
      stage: 'THRESHOLD',
      threshold: 'LIMIT',
      amountCents: 100_00,
      validity: { from: '2024-01-01', until: null },
    }),
    rule({
      code: 'REFUSED',
      stage: 'SANCTION',
      conduct: 'OFFER_REFUSED',
      models: MODELS,
      excludesFrom: MODELS,
      months: 12,
    }),
    rule({
      code: 'AT_A_TIME',
      stage: 'REACTION_LIMIT',
      models: MODELS,
      reactions: 2,
      per: 'MUNICIPALITY',
    }),
    rule({
      code: 'CLOSED',
      stage: 'RESTRICT',
      effect: 'ONLY_WHEN',
      grounds: ['OCCUPANCY'],
      condition: { kind: 'label', label: 'LARGE_HOUSEHOLD' },
    }),
    rule({ code: 'GOES', stage: 'SELECT', condition: { kind: 'registered' } }),
    rule({
      code: 'SOME_HOMES',
      stage: 'SCOPE',
      condition: { kind: 'home', maximumRentCents: 100_000 },
      argument: 'Eerst.',
    }),
  ],
};
const AFTER = {
  ...BEFORE,
  code: 'verordening',
  title: 'Een andere titel',
  validity: { from: '2024-07-01', until: null },
  url: null,
  note: 'Andere toelichting.',
  argument: 'Nog meer schaarste.',
  adopts: null,
  articles: [
    { article: '1', text: 'Nieuwe tekst.' },
    { article: '3', text: 'Een derde artikel.' },
  ],
  fills: { FRUITLESS_WEEKS: 13, REGULATION_YEARS: 4, OTHER_TERM: 3 },
  exemptions: {
    article: '3',
    groups: [group({ building: 'Hof 2' }), group({ code: 'IEP', name: 'De Iep' })],
  },
  urgencyScheme: {
    mode: 'REPLACES',
    categories: [
      category({ validityMonths: 1, directMediation: true, statutoryGroup: 'b' }),
      category({ code: 'BARE', statutoryGroup: null, conditions: [], validityMonths: null }),
    ],
  },
  openNorms: [{ code: 'HARDSHIP', article: '3', question: name('Is het erg?', 'Is it bad?') }],
  terms: [term('A', 'WEEKS', { minimum: 2 }), term('B', 'MONTHS', { default: 1 }), term('D', 'BASIS_POINTS')],
  rules: [
    rule({
      code: 'ADULT',
      stage: 'SELECT',
      governedBy: 'PUBLICATION',
      argument: 'Daarom.',
      sentence: name('Volwassen.', 'Adult.'),
      appliesTo: { kind: 'model', models: ['OFFER'] },
      condition: { kind: 'age', of: 'ALL', minimum: 21 },
    }),
    rule({
      article: '3',
      code: 'MOVERS',
      stage: 'SORT',
      rank: 6,
      grounds: ['MOVING_CHAIN', 'AGE'],
      condition: { kind: 'leaves-home' },
    }),
    rule({
      code: 'BY_TIME',
      stage: 'ORDER',
      models: ['OFFER'],
      order: { kind: 'SEARCH_VALUE', retainedPercent: 75, transitionalUntil: '2015-07-01' },
    }),
    quota({ code: 'BY_DRAW' }),
    quota({ direction: 'FLOOR', per: 'REGION', period: 'HALF_YEAR' }),
    rule({
      code: 'LIMIT',
      stage: 'THRESHOLD',
      threshold: 'LIMIT',
      amountCents: 200_00,
      validity: { from: '2024-01-01', until: '2025-01-01' },
    }),
    rule({
      code: 'REFUSED',
      stage: 'SANCTION',
      conduct: 'OFFER_REFUSED',
      models: ['OFFER'],
      excludesFrom: ['OFFER'],
      months: 24,
      occurrences: 2,
      withinMonths: 12,
    }),
    rule({
      code: 'AT_A_TIME',
      stage: 'REACTION_LIMIT',
      models: ['OFFER'],
      reactions: 3,
      per: 'REGION',
    }),
    rule({
      code: 'CLOSED',
      stage: 'RESTRICT',
      effect: 'NOT_AGAINST',
      grounds: ['AGE'],
      condition: { kind: 'label', label: 'LARGE_HOUSEHOLD' },
    }),
    rule({ code: 'COMES', stage: 'SELECT', condition: { kind: 'lawful-residence' } }),
    rule({ code: 'SOME_HOMES', stage: 'SCOPE', condition: { kind: 'home', maximumRentCents: 90_000 } }),
  ],
};

/** The versions of each instrument of the corpus, one after the other. */
function successions(): readonly (readonly [Regulation, Regulation])[] {
  return [...Map.groupBy(CORPUS, ({ owner, code }) => `${owner} ${code}`).values()].flatMap((versions) => {
    const inOrder = versions.toSorted((one, other) => (one.version < other.version ? -1 : 1));
    return inOrder.slice(1).map((after, index) => [inOrder[index]!, after] as const);
  });
}

describe('what is said of two regulations', () => {
  const [before, after] = [regulation(BEFORE), regulation(AFTER)];

  it('is what was reviewed, for each member of a regulation and for each succession of the corpus', () => {
    const compared = (one: Regulation, other: Regulation) =>
      compareRegulations(one, other, LAW).map(saidOfChange);
    const law = CORPUS.find(({ urgencyMandate }) => urgencyMandate !== null)!;
    const lawless = { ...law, urgencyMandate: null };
    const text = sections([
      ['every member', compared(before, after)],
      ['and back', compared(after, before)],
      ['to nothing but its head', compared(before, regulation({}))],
      ['from it', compared(regulation({}), before)],
      ['a mandate that goes', compareRegulations(law, lawless).map(saidOfChange)],
      ['a mandate that comes', compareRegulations(lawless, law).map(saidOfChange)],
      [
        'a complex and a layer',
        compareRegulations(before, {
          ...before,
          complex: 'L0001:1',
          proposedBy: 'L0001',
          layer: 'COMPLEX',
          owner: 'GM0406',
        }).map(saidOfChange),
      ],
      [
        'members that a sentence leaves out',
        compared(
          regulation({ ...BEFORE, rules: [POINTS, quota()] }),
          regulation({
            ...BEFORE,
            rules: [
              {
                ...POINTS,
                order: { kind: 'POINTS', components: [{ component: 'STARTER', thousandths: 2000 }] },
              },
              quota({
                limit: { kind: 'SHARE', basisPoints: 2500, denominator: 'PUBLICATIONS', rounding: 'UP' },
              }),
            ],
          }),
        ),
      ],
      [
        'without terms',
        compareRegulations(before, after)
          .filter(({ code }) => code === 'FILLED_TERM')
          .map(saidOfChange),
      ],
      ...successions().map(
        ([one, other]) =>
          [`${one.owner} ${one.code} ${one.version} to ${other.version}`, compared(one, other)] as const,
      ),
    ]);
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  it('has a name for every kind of change', () => {
    const law = CORPUS.filter(({ code }) => code === 'huisvestingswet-2014');
    const codes = new Set(
      [...compareRegulations(before, after), ...compareRegulations(law[0]!, law.at(-1)!)].map(
        ({ code }) => code,
      ),
    );
    expect(codes).toEqual(new Set(CHANGE_CODES));
  });
});
