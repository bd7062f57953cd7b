import { describe, expect, it } from 'vitest';
import { validateRegulation } from '../../../subgraphs/binding-rules/domain/validate-regulation.ts';
import { CORPUS, regulation } from './examples.ts';

const HIGHER = CORPUS.filter(({ layer }) => layer === 'FRAMEWORK' || layer === 'REGIONAL_MODEL').filter(
  ({ owner }) => owner === 'RIJK' || owner === 'GOOI',
);

/** A quota of Hilversum on one label, in basis points of what is offered. */
function quota(label: string, basisPoints: number) {
  return {
    code: 'SHARE',
    stage: 'QUOTA',
    article: '1',
    subject: { kind: 'LABELS', labels: [label] },
    counts: 'PUBLICATIONS',
    limit: { kind: 'SHARE', basisPoints, denominator: 'PUBLICATIONS', rounding: 'DOWN' },
    period: 'CALENDAR_YEAR',
    per: 'MUNICIPALITY',
  };
}

const sort = (rank: number, grounds: readonly string[] = []) => {
  return {
    code: `SORT_${rank}`,
    stage: 'SORT',
    article: '1',
    rank,
    grounds,
    condition: { kind: 'leaves-home' },
  };
};

function findings(special: Readonly<Record<string, unknown>>, publisher = 'GM0402') {
  return validateRegulation(regulation(special), HIGHER, publisher).map(({ code, path, article }) => [
    code,
    path,
    article,
  ]);
}

describe('a municipal regulation', () => {
  it('may be published when it stays within the room that law and model leave', () => {
    expect(
      findings({
        fills: { LOCAL_BINDING_SHARE: 2500, FRUITLESS_WEEKS: 13 },
        rules: [quota('LOCAL_BINDING', 2500)],
      }),
    ).toEqual([]);
  });

  it('may not run longer than four years: art. 4', () => {
    const tooLong = ['TERM_TOO_LONG', 'validity.until', 'huisvestingswet-2014 4'];
    const modelEnds = ['PERIOD_GAP', 'validity.until', null];
    expect(findings({ validity: { from: '2024-01-01', until: '2028-01-02' } })).toEqual([tooLong, modelEnds]);
    expect(findings({ validity: { from: '2024-01-01' } })).toEqual([tooLong, modelEnds]);
  });

  it('says what is allowed beside what is wrong', () => {
    const [finding] = validateRegulation(regulation({ validity: { from: '2024-01-01' } }), HIGHER, 'GM0402');
    expect(finding?.message.nl).toBe('de regeling mag ten hoogste 4 jaar gelden, tot uiterlijk 2028-01-01');
  });

  it('may not give priority by binding to more than half: art. 14(2)', () => {
    const rules = (basisPoints: number) => ({ rules: [quota('REGIONAL_BINDING', basisPoints)] });
    expect(findings(rules(5000))).toEqual([]);
    expect(findings(rules(5001))).toEqual([['CAP_EXCEEDED', 'rules[0].limit', 'huisvestingswet-2014 14(2)']]);
  });

  it('may until 2024 give priority by core to a quarter at most, and since then the model keeps its own quarter', () => {
    const rules = { rules: [quota('CORE_BINDING', 2600)] };
    expect(findings({ ...rules, validity: { from: '2022-01-01', until: '2024-01-01' } })).toEqual([
      ['CAP_EXCEEDED', 'rules[0].limit', 'huisvestingswet-2014 14(2)'],
      ['CAP_EXCEEDED', 'rules[0].limit', 'gooi-model 4.4'],
    ]);
    expect(findings(rules)).toEqual([['CAP_EXCEEDED', 'rules[0].limit', 'gooi-model 4.4']]);
  });

  it('may not hold up the lettings to low incomes: Woningwet art. 46(2)', () => {
    const floor = { ...quota('YOUTH', 9499), subject: { kind: 'SUITABLE_RENT' }, direction: 'FLOOR' };
    expect(findings({ rules: [floor] })).toEqual([
      ['BELOW_FLOOR', 'rules[0].limit', 'woningwet-bedragen 46(2)'],
    ]);
  });

  it('may fill a term within its bounds only, and no term that nobody left open', () => {
    expect(findings({ fills: { FRUITLESS_WEEKS: 14 } })).toEqual([
      ['FILL_OUT_OF_BOUNDS', 'fills.FRUITLESS_WEEKS', 'huisvestingswet-2014 17'],
    ]);
    expect(findings({ fills: { LOCAL_BINDING_SHARE: 2501 } })).toEqual([
      ['FILL_OUT_OF_BOUNDS', 'fills.LOCAL_BINDING_SHARE', 'gooi-model 4.4'],
    ]);
    expect(findings({ fills: { FREE_CHOICE: 1 } })).toEqual([['UNKNOWN_TERM', 'fills.FREE_CHOICE', null]]);
  });

  it('may not be published without an argument: art. 2', () => {
    expect(findings({ argument: null })).toEqual([
      ['ARGUMENT_MISSING', 'argument', 'huisvestingswet-2014 2'],
    ]);
  });

  it('may be published by its own municipality only', () => {
    expect(findings({}, 'GM0406')).toEqual([['PUBLISHER_MISMATCH', 'owner', null]]);
  });

  it('may not use a rank twice, nor one that the model has used', () => {
    expect(findings({ rules: [sort(95), { ...sort(95), code: 'OTHER' }] })).toEqual([
      ['RANK_AMBIGUOUS', 'rules[1].rank', 'huisvestingsverordening-gm0402 1'],
    ]);
    expect(findings({ rules: [sort(100)] })).toEqual([['RANK_AMBIGUOUS', 'rules[0].rank', 'gooi-model 4.2']]);
  });

  it('may not give priority to vital professions before 2024, when the law knew none', () => {
    const rules = { rules: [sort(95, ['VITAL_PROFESSION'])] };
    expect(findings({ ...rules, validity: { from: '2022-01-01', until: '2024-01-01' } })).toEqual([
      ['PRIORITY_WITHOUT_GROUND', 'rules[0].grounds', 'huisvestingswet-2014 14(2)'],
    ]);
    expect(findings(rules)).toEqual([]);
  });

  it('may not compare an income with a limit that has no amount', () => {
    const rule = {
      code: 'INCOME_LOCAL',
      stage: 'SELECT',
      article: '1',
      condition: { kind: 'income-at-most', threshold: 'INCOME_MARS' },
    };
    expect(findings({ rules: [rule] })).toEqual([['UNKNOWN_THRESHOLD', 'rules[0].condition', null]]);
    expect(
      findings({ rules: [{ ...rule, condition: { kind: 'income-at-most', threshold: 'INCOME_GOOI' } }] }),
    ).toEqual([]);
  });
});
