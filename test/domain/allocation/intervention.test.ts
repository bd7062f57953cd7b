import { describe, expect, it } from 'vitest';
import {
  articleAmong,
  interventionAfter,
  INTERVENTIONS,
} from '../../../subgraphs/allocation/domain/intervention.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';

describe('departing from an order by hand', () => {
  it('is taken back before anything else is done for the same candidate', () => {
    const after = [null, 'PUT_FIRST', 'PASS_OVER'] as const;
    const table = after.map((held) =>
      INTERVENTIONS.map((asked) => {
        const outcome = interventionAfter(held, asked);
        return outcome.kind === 'HOLDS' ? outcome.standing : outcome.code;
      }),
    );
    expect(table).toEqual([
      ['PUT_FIRST', 'PASS_OVER', 'INTERVENTION_STATE'],
      ['INTERVENTION_STATE', 'INTERVENTION_STATE', null],
      ['INTERVENTION_STATE', 'INTERVENTION_STATE', null],
    ]);
  });

  it('rests on an article of an instrument among the rules of the home, in the version that they have', () => {
    const rules = corpusRuleSet('GM0402', '2026-11-02');
    const source = rules.sources.find(({ instrument }) => instrument === 'gooi-model')!;
    expect(articleAmong(rules, 'gooi-model', '7.1')).toEqual({
      instrument: 'gooi-model',
      title: expect.stringContaining('Gooi') as unknown,
      article: '7.1',
      version: source.version,
    });
    expect(articleAmong(rules, 'model-of-another-region', '7.1')).toBeUndefined();
  });
});
