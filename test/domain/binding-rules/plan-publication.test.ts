import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import {
  higherThan,
  planPublication,
  type Publication,
} from '../../../subgraphs/binding-rules/domain/plan-publication.ts';
import type { Regulation } from '../../../subgraphs/binding-rules/domain/regulation.ts';
import { CORPUS, fromCorpus, regulation } from '../rules-regulation/examples.ts';

const OWN = 'huisvestingsverordening-gm0402';
const PLACES = [
  { municipality: 'GM0363', region: 'AMSTERDAM' },
  { municipality: 'GM0402', region: 'GOOI' },
];
const HOF = 'L0001:00000000-0000-4000-8000-000000000001';

const known = (without: (regulation: Regulation) => boolean = () => false) =>
  CORPUS.filter((each) => !without(each)).map((each) => ({ regulation: each, inForce: each.validity }));

/** What publishing gives: what was planned, or the findings as `CODE path`. */
function publish(submitted: Regulation, versions = known()): Publication | readonly string[] {
  const plan = planPublication([{ regulation: submitted, publisher: submitted.owner }], versions, PLACES);
  if (plan.kind === 'OK') return plan.value;
  return plan.failure.flatMap(({ findings }) => findings.map(({ code, path }) => `${code} ${path}`));
}

const version = (from: string, until: string, special = {}) =>
  regulation({ code: OWN, validity: { from, until }, ...special });

describe('a version among the versions of its instrument', () => {
  const early = known(({ code, version: day }) => code === OWN && day > '2020-01-01');
  const late = known(({ code, version: day }) => code === OWN && day < '2024-01-01');

  it('follows on the day on which the one before ends, or takes over earlier', () => {
    expect(publish(version('2024-01-01', '2028-01-01'), early)).toMatchObject({ ended: [] });
    expect(publish(version('2023-06-01', '2027-01-01'), early)).toMatchObject({
      ended: [{ on: '2023-06-01' }],
    });
  });

  it('may not leave a day without rules, before it or after it', () => {
    expect(publish(version('2024-01-02', '2028-01-01'), early)).toEqual(['PERIOD_GAP validity.from']);
    expect(publish(version('2022-01-01', '2023-12-31'), late)).toEqual(['PERIOD_GAP validity.until']);
    expect(publish(version('2022-01-01', '2024-01-01'), late)).toMatchObject({ published: [{ code: OWN }] });
  });

  it('may not reach into a later one, nor be published twice with another text', () => {
    expect(publish(version('2022-01-01', '2024-01-02'), late)).toEqual(['CONTRADICTION validity.until']);
    expect(publish(version('2024-01-01', '2028-01-01', { title: 'Anders' }))).toEqual([
      'DUPLICATE validity.from',
    ]);
  });
});

describe('what binds a regulation from above', () => {
  const codesAbove = (submitted: Regulation): readonly string[] =>
    higherThan(submitted, known(), PLACES).map(({ code }) => code);

  it('is the law and the model of its own region that it adopts, never that of another region', () => {
    const amsterdam = fromCorpus('huisvestingsverordening-gm0363', '2023-01-01');
    expect(codesAbove(version('2024-01-01', '2028-01-01'))).toEqual([
      'huisvestingswet-2014',
      'woningwet-bedragen',
      'gooi-model',
    ]);
    expect(codesAbove(amsterdam)).toEqual(['huisvestingswet-2014', 'woningwet-bedragen', 'amsterdam-model']);
    expect(codesAbove(version('2024-01-01', '2028-01-01', { adopts: 'amsterdam-model' }))).toEqual([
      'huisvestingswet-2014',
      'woningwet-bedragen',
    ]);
  });

  it('is the law alone for a municipality that adopts no model', () => {
    expect(codesAbove(version('2024-01-01', '2028-01-01', { adopts: null }))).toEqual([
      'huisvestingswet-2014',
      'woningwet-bedragen',
    ]);
  });

  it('is, for an agreement for a complex, the municipality and the model that it adopts', () => {
    const agreement = version('2025-01-01', '2026-01-01', {
      layer: 'COMPLEX',
      adopts: null,
      code: 'hof',
      complex: HOF,
      proposedBy: 'L0001',
    });
    expect(codesAbove(agreement)).toEqual(['huisvestingswet-2014', 'woningwet-bedragen', OWN, 'gooi-model']);
  });
});

describe('rules that do not decide together', () => {
  it('are refused to the municipality that makes them so, in words', () => {
    const order = {
      code: 'OWN_ORDER',
      stage: 'ORDER',
      article: '1',
      models: ['OFFER'],
      order: { kind: 'DRAW' },
    };
    const plan = planPublication(
      [{ regulation: version('2025-01-01', '2028-01-01', { rules: [order] }), publisher: 'GM0402' }],
      known(),
      PLACES,
    );
    const findings = plan.kind === 'FAILED' ? plan.failure.flatMap((refusal) => refusal.findings) : [];
    expect(findings[0]).toMatchObject({ code: 'UNDECIDED', severity: 'ERROR' });
    expect(findings[0]?.message.nl).toBe(
      'vanaf 2025-01-01 beslissen de geldende regels samen niet: een woning via aanbodmodel wordt door meer dan een regel geordend: gooi-model@2024-01-01#SEARCH_VALUE, huisvestingsverordening-gm0402@2025-01-01#OWN_ORDER',
    );
  });
});

describe('an agreement for a complex', () => {
  const agreement = (special = {}) =>
    version('2025-03-01', '2025-09-01', {
      code: 'hof',
      layer: 'COMPLEX',
      adopts: null,
      complex: HOF,
      proposedBy: 'L0001',
      rules: [
        { code: 'MOVERS_FIRST', stage: 'SORT', article: '1', rank: 5, condition: { kind: 'leaves-home' } },
      ],
      ...special,
    });

  it('gives the homes of that complex rules of their own while it is in force, and changes no others', () => {
    const planned = publish(agreement());
    if (!('complexRuleSets' in planned)) throw new Error(JSON.stringify(planned));
    expect(planned.complexRuleSets).toMatchObject([{ municipality: 'GM0402', complex: HOF }]);
    const [{ inForce } = { inForce: [] }] = planned.complexRuleSets;
    expect(inForce.map(({ period }) => [period.from, period.until])).toEqual([['2025-03-01', '2025-09-01']]);
    expect(inForce[0]?.ruleSet.groups[0]?.rule.code).toBe('MOVERS_FIRST');
    const others = planned.ruleSets.find(({ municipality }) => municipality === 'GM0402');
    expect(
      others?.inForce.flatMap(({ ruleSet }) => ruleSet.groups.map(({ rule }) => rule.code)),
    ).not.toContain('MOVERS_FIRST');
    expect(others?.inForce.some(({ period }) => period.from === calendarDate('2025-03-01'))).toBe(false);
  });

  it('is refused where it does not decide together with the rules of the municipality', () => {
    const last = {
      code: 'LAST',
      stage: 'SORT',
      article: '1',
      rank: 2000,
      condition: { kind: 'leaves-home' },
    };
    expect(publish(agreement({ rules: [last] }))).toEqual(['UNDECIDED rules']);
    const taken = { ...last, rank: 100 };
    expect(publish(agreement({ rules: [taken] }))).toEqual(['RANK_AMBIGUOUS rules[0].rank']);
  });
});
