import { describe, expect, it } from 'vitest';
import { ruleSetOf, rulesOf, type RuleSet } from '../../../rules/rule-set.ts';
import { previewResult } from '../../../subgraphs/allocation/domain/preview-result.ts';
import { previewTally } from '../../../subgraphs/allocation/domain/preview-tally.ts';
import { RULES } from '../../support/allocation.ts';
import { replayed } from '../../support/frozen-homes.ts';
import { FROM_28, HILVERSUM, pastHomes, YEAR } from '../../support/previews.ts';

const SECRET = 'a secret of the test';
const HOMES = pastHomes(25);

function findings(proposed: RuleSet, { pinned = RULES, current = RULES, leftOut = [] as string[] } = {}) {
  const places = [{ municipality: HILVERSUM, proposed: replayed(proposed), current: replayed(current) }];
  const { tally, add } = previewTally(places, SECRET);
  for (const home of HOMES) add(home, replayed(pinned));
  const { findings: found, untestedThresholds } = previewResult(tally, places, leftOut, YEAR, SECRET);
  return {
    found: found.map(({ code, subject }) => [code, subject] as const),
    untestedThresholds,
    all: found,
  };
}

/** The rules of Hilversum with another condition for being admitted. */
const admitting = (condition: object, code = 'ADULT') =>
  ruleSetOf(
    rulesOf(RULES).map((rule) => (rule.code === code ? ({ ...rule, condition } as typeof rule) : rule)),
    RULES.sources,
    RULES,
  );

describe('the findings of a preview', () => {
  it('say always that who was refused then is not in it, and in both languages', () => {
    const { found, all } = findings(FROM_28);
    expect(found).toContainEqual(['REFUSED_NOT_KEPT', null]);
    for (const { message } of all) expect(message.nl).not.toBe(message.en);
  });

  it('say where a draft changes nothing, and where homes were offered under earlier rules', () => {
    expect(findings(RULES).found).toContainEqual(['SAME_RULES', HILVERSUM]);
    expect(findings(FROM_28).found.map(([code]) => code)).not.toContain('SAME_RULES');
    expect(findings(FROM_28).found.map(([code]) => code)).not.toContain('EARLIER_RULES');
    expect(findings(FROM_28, { current: FROM_28 }).found.map(([code]) => code)).toContain('EARLIER_RULES');
  });

  it('name a limit on reactions, whose effect nobody can know', () => {
    const [of] = RULES.orders;
    const limited = ruleSetOf(
      [
        ...rulesOf(RULES),
        {
          ...of!,
          code: 'AT_A_TIME',
          stage: 'REACTION_LIMIT',
          models: ['OFFER'],
          reactions: 2,
          per: 'REGION',
        },
      ],
      RULES.sources,
      RULES,
    );
    expect(findings(limited).found).toContainEqual(['REACTION_LIMIT_LEFT_OUT', 'AT_A_TIME']);
    expect(findings(FROM_28).found.map(([code]) => code)).not.toContain('REACTION_LIMIT_LEFT_OUT');
  });

  it('name a limit on income that nobody was compared with, and how many were not', () => {
    const { found, untestedThresholds } = findings(
      admitting({ kind: 'income-at-most', threshold: 'INCOME_LIMIT_SINGLE' }),
    );
    expect(found).toContainEqual(['NEW_THRESHOLD', 'INCOME_LIMIT_SINGLE']);
    expect(found).toContainEqual(['UNTESTED_THRESHOLD', 'INCOME_LIMIT_SINGLE']);
    expect(untestedThresholds).toEqual(['INCOME_LIMIT_SINGLE']);
    // The limit that everybody was compared with is not among them.
    expect(findings(FROM_28).untestedThresholds).toEqual([]);
  });

  it('name a limit whose amount is another than it was compared with', () => {
    const raised = ruleSetOf(
      rulesOf(RULES).map((rule) =>
        rule.stage === 'THRESHOLD' && rule.threshold === 'INCOME_GOOI'
          ? { ...rule, amountCents: 5_000_000 }
          : rule,
      ),
      RULES.sources,
      RULES,
    );
    expect(findings(raised).found).toContainEqual(['CHANGED_THRESHOLD', 'INCOME_GOOI']);
    expect(findings(FROM_28).found.map(([code]) => code)).not.toContain('CHANGED_THRESHOLD');
  });

  it('name a norm that nobody judged', () => {
    const judged = admitting({ kind: 'judged', norm: 'NEW_NORM' });
    expect(findings(judged).found).toContainEqual(['UNJUDGED_NORM', 'NEW_NORM']);
    expect(findings(judged, { pinned: judged }).found.map(([code]) => code)).not.toContain('UNJUDGED_NORM');
  });

  it('name the municipalities where the rules do not decide', () => {
    expect(findings(FROM_28, { leftOut: ['GM0406'] }).found).toContainEqual([
      'MUNICIPALITY_LEFT_OUT',
      'GM0406',
    ]);
  });

  it('count homes of complexes with rules of their own, which are left out', () => {
    const complex = ruleSetOf(
      rulesOf(RULES),
      [...RULES.sources, { ...RULES.sources.at(-1)!, layer: 'COMPLEX', instrument: 'complexafspraak' }],
      RULES,
    );
    const { tally, add } = previewTally(
      [{ municipality: HILVERSUM, proposed: replayed(FROM_28), current: replayed(RULES) }],
      SECRET,
    );
    for (const home of HOMES) add(home, replayed(complex));
    expect([tally.homes, tally.ofComplexes]).toEqual([0, 25]);
  });
});
