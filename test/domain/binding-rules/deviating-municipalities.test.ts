import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import {
  DEVIATION_ASPECTS,
  deviationsOf,
  type Deviation,
} from '../../../subgraphs/binding-rules/domain/deviations.ts';
import { corpusAreas } from '../../scenarios/corpus.ts';
import { goldenText } from '../../support/explained.ts';
import { CORPUS, regulation } from '../rules-regulation/examples.ts';
import { saidOfDeviation, sections } from './said.ts';

const GOLDEN = new URL('deviating-municipalities.golden.txt', import.meta.url);
const NAME = { nl: 'naam', en: 'name' };
const rule = (members: Readonly<Record<string, unknown>>) => ({ article: '1', ...members });
const LAW_TERMS = CORPUS.find(({ code }) => code === 'huisvestingswet-2014')!.terms;

const MODEL = regulation({
  code: 'gooi-model',
  title: 'Het model',
  layer: 'REGIONAL_MODEL',
  owner: 'GOOI',
  adopts: null,
  fills: { FRUITLESS_WEEKS: 8 },
  terms: [
    {
      code: 'LOCAL',
      article: '1',
      unit: 'BASIS_POINTS',
      minimum: 0,
      maximum: 2500,
      default: 2000,
      name: { nl: 'aandeel', en: 'share' },
    },
    { code: 'DAYS', article: '1', unit: 'COUNT', minimum: 0, maximum: 9, name: { nl: 'dagen', en: 'days' } },
  ],
  urgencyScheme: {
    mode: 'REPLACES',
    categories: [
      { code: 'MEDICAL', article: '1', name: { nl: 'medisch', en: 'medical' } },
      { code: 'SOCIAL', article: '1', name: { nl: 'sociaal', en: 'social' } },
    ],
  },
  rules: [rule({ code: 'ADULT', stage: 'SELECT', condition: { kind: 'age', of: 'ALL', minimum: 18 } })],
});

/** A municipality that differs in every respect there is. */
const OWN = regulation({
  fills: { LOCAL: 2500, DAYS: 3, FRUITLESS_WEEKS: 13, NOBODYS: 1 },
  exemptions: {
    article: '1',
    groups: [{ code: 'HOF', name: 'Het Hof', kind: 'HOUSING_GROUP', building: 'Hof 1' }],
  },
  urgencyScheme: {
    mode: 'REPLACES',
    categories: [
      { code: 'MEDICAL', article: '1', name: { nl: 'medisch', en: 'medical' }, argument: 'Anders.' },
      { code: 'MINE', article: '1', name: { nl: 'mijnbouw', en: 'mining' } },
    ],
  },
  openNorms: [
    { code: 'HARDSHIP', article: '1', question: { nl: 'Is het schrijnend?', en: 'Is it harrowing?' } },
  ],
  rules: [
    rule({
      code: 'REFUSED',
      stage: 'SANCTION',
      conduct: 'OFFER_REFUSED',
      models: ['OFFER'],
      excludesFrom: ['OFFER'],
      months: 1,
    }),
    rule({
      code: 'AT_A_TIME',
      stage: 'REACTION_LIMIT',
      models: ['OFFER', 'LOTTERY'],
      reactions: 1,
      per: 'MUNICIPALITY',
    }),
    rule({
      code: 'CLOSED',
      stage: 'RESTRICT',
      effect: 'ONLY_WHEN',
      grounds: ['AGE'],
      condition: { kind: 'registered' },
    }),
    rule({
      code: 'LIMIT',
      stage: 'THRESHOLD',
      threshold: 'LIMIT',
      amountCents: 1,
      validity: { from: '2024-01-01', until: null },
    }),
    rule({ code: 'BY_DRAW', stage: 'ORDER', models: ['LOTTERY'], order: { kind: 'DRAW' } }),
    rule({
      code: 'MOVERS',
      stage: 'SORT',
      rank: 5,
      condition: { kind: 'leaves-home' },
      argument: 'Doorstroming.',
    }),
    rule({ code: 'ADULT', stage: 'SELECT', condition: { kind: 'age', of: 'ALL', minimum: 21 } }),
    rule({ code: 'SCOPE', stage: 'SCOPE', condition: { kind: 'home', minimumRooms: 2 } }),
    rule({
      code: 'NUMBER',
      stage: 'QUOTA',
      subject: { kind: 'SUITABLE_RENT' },
      counts: 'LETTINGS',
      limit: { kind: 'NUMBER', count: 1 },
      period: 'HALF_YEAR',
      per: 'REGION',
    }),
  ],
});

const extending = { ...OWN, urgencyScheme: { ...OWN.urgencyScheme!, mode: 'EXTENDS' as const } };
const alone = { ...OWN, adopts: null, argument: '' };

/** What the corpus has in a region on a day. */
function inRegion(region: string, day: string): readonly Deviation[] {
  const on = calendarDate(day);
  const inForce = CORPUS.filter(({ validity }) => periodHolds(validity, on));
  const members = corpusAreas().municipalities.filter((municipality) => municipality.region === region);
  return deviationsOf(
    members.map(({ code }) => ({
      municipality: code,
      regulation: inForce.find(({ owner, layer }) => owner === code && layer === 'MUNICIPAL') ?? null,
    })),
    inForce.filter(({ owner, layer }) => owner === region && layer === 'REGIONAL_MODEL'),
    inForce.filter(({ owner }) => owner === 'RIJK').flatMap(({ terms }) => terms),
  );
}

describe('where municipalities differ from their model', () => {
  const of = (own: typeof OWN | null, models = [MODEL]) =>
    deviationsOf([{ municipality: 'GM0402', regulation: own }], models, LAW_TERMS).map(saidOfDeviation);

  it('is what was reviewed, in every respect and in every region of the corpus', () => {
    const text = sections([
      ['every respect', of(OWN)],
      ['beside the categories of the model', of(extending)],
      ['without adopting a model', of(alone)],
      ['where there is no model', of(alone, [])],
      ['without a regulation', of(null)],
      ['without a regulation or a model', of(null, [])],
      ...['GOOI', 'AMERSFOORT', 'AMSTERDAM', 'PARKSTAD'].flatMap((region) =>
        ['2019-06-01', '2026-11-01'].map(
          (day) => [`${region} on ${day}`, inRegion(region, day).map(saidOfDeviation)] as const,
        ),
      ),
    ]);
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  it('is nothing where the model is only taken over, or filled in as it would hold anyway', () => {
    const adopting = regulation({ openNorms: [], fills: { LOCAL: 2000, FRUITLESS_WEEKS: 8 } });
    expect(of(adopting)).toEqual([]);
    expect(of({ ...adopting, fills: { LOCAL: 2001 } })).toHaveLength(1);
  });

  it('comes in the order of the chapters, municipality by municipality', () => {
    const both = deviationsOf(
      [
        { municipality: 'GM0406', regulation: OWN },
        {
          municipality: 'GM0402',
          regulation: { ...alone, openNorms: [{ ...OWN.openNorms[0]!, question: NAME }] },
        },
      ],
      [MODEL],
      LAW_TERMS,
    );
    for (const municipality of ['GM0406', 'GM0402']) {
      const aspects = both
        .filter((deviation) => deviation.municipality === municipality)
        .map(({ aspect }) => DEVIATION_ASPECTS.indexOf(aspect));
      expect(aspects).toEqual(aspects.toSorted((one, other) => one - other));
    }
    expect([...new Set(both.map(({ municipality }) => municipality))]).toEqual(['GM0406', 'GM0402']);
    expect(new Set(both.map(({ aspect }) => aspect)).size).toBe(DEVIATION_ASPECTS.length - 1);
  });
});
