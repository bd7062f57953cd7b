import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { ThresholdRule } from '../../../rules/rule.ts';
import type { Regulation } from '../../../subgraphs/binding-rules/domain/regulation.ts';
import { ruleSetsInForce } from '../../../subgraphs/binding-rules/domain/rule-sets-in-force.ts';
import { corpusRegulations } from '../../scenarios/corpus.ts';

/** The corpus, with one more amount in the version of 2025 of the amounts of the law, valid in a period of its own. */
function withAmount(from: string, until: string): readonly Regulation[] {
  return corpusRegulations().map((regulation) => {
    if (regulation.code !== 'woningwet-bedragen' || regulation.version !== '2025-01-01') return regulation;
    const example = regulation.rules.find((rule) => rule.stage === 'THRESHOLD');
    if (example === undefined) throw new Error('the version of 2025 has no amounts');
    const amount: ThresholdRule = {
      ...example,
      id: 'woningwet-bedragen@2025-01-01#ONE_MORE',
      code: 'ONE_MORE',
      threshold: 'ONE_MORE',
      validity: { from: calendarDate(from), until: calendarDate(until) },
    };
    return { ...regulation, rules: [...regulation.rules, amount] };
  });
}

function hilversum(regulations: readonly Regulation[]) {
  const versions = regulations.map((regulation) => ({ regulation, inForce: regulation.validity }));
  return ruleSetsInForce(versions, 'GM0402', 'GOOI');
}

function periodsFrom(regulations: readonly Regulation[], day: string): readonly string[] {
  return hilversum(regulations)
    .resolved.filter(({ period }) => period.from >= day)
    .map(({ period: { from, until } }) => `${from} ${until ?? ''}`);
}

describe('the rule sets of a municipality through time', () => {
  it('change on the day that an amount begins or ends, and are the same before and after it', () => {
    const changed = hilversum(withAmount('2025-07-01', '2025-10-01')).resolved.filter(
      ({ period }) => period.from >= '2025-01-01' && period.from < '2026-01-01',
    );
    expect(changed.map(({ period }) => period.from)).toEqual(['2025-01-01', '2025-07-01', '2025-10-01']);
    const [before, during, after] = changed.map(({ ruleSet }) => ruleSet);
    expect(after?.hash).toBe(before?.hash);
    expect(during?.thresholds.map(({ threshold }) => threshold)).toContain('ONE_MORE');
    expect(before?.thresholds.map(({ threshold }) => threshold)).not.toContain('ONE_MORE');
  });

  it('are one period across a day on which something begins that is not in force', () => {
    // The amount begins in 2026, when the version of 2025 that states it has ended.
    expect(periodsFrom(withAmount('2026-03-01', '2026-04-01'), '2026-01-01')).toEqual(
      periodsFrom(corpusRegulations(), '2026-01-01'),
    );
  });

  it('begin and end with the regulation of the municipality itself', () => {
    const { resolved } = hilversum(corpusRegulations());
    expect([resolved[0]?.period.from, resolved.at(-1)?.period.until]).toEqual(['2015-07-01', '2028-01-01']);
    const none = ruleSetsInForce(
      corpusRegulations().map((regulation) => ({ regulation, inForce: regulation.validity })),
      'GM0014',
      null,
    );
    expect(none).toEqual({ resolved: [], unresolved: [] });
  });

  it('say where nothing follows, and why', () => {
    const withoutModel = corpusRegulations().filter(
      ({ code, version }) => code !== 'gooi-model' || version !== '2020-01-01',
    );
    const { resolved, unresolved } = hilversum(withoutModel);
    expect(resolved.some(({ period }) => period.from >= '2020-01-01' && period.from < '2024-01-01')).toBe(
      false,
    );
    expect(unresolved[0]).toMatchObject({
      municipality: 'GM0402',
      period: { from: '2020-01-01' },
      failure: { kind: 'NO_REGIONAL_MODEL', model: 'gooi-model' },
    });
  });
});
