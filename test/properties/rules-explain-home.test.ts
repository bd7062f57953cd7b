import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../rules/assess.ts';
import { explainHome, groupsFor } from '../../rules/explain-home.ts';
import { facts, ruleSet, vacancy } from './rules-arbitraries.ts';

describe('what is said of a home', () => {
  it('is what is done: nobody is in a group that is not told, and the told order is the order', () => {
    const outcomes = { told: 0, lastOnly: 0 };
    fc.assert(
      fc.property(ruleSet, facts, vacancy, (set, seeker, home) => {
        const on = home.publishedOn;
        const told = groupsFor(set, home);
        expect(told.map(({ rank }) => rank)).toEqual(
          [...told.map(({ rank }) => rank)].sort((one, other) => one - other),
        );
        const assessment = assess(seeker, home, set, on);
        if (assessment.kind === 'REFUSED') return;
        expect(told.map(({ rule }) => rule.id)).toContain(assessment.group.ruleId);
        outcomes[told.length > 1 ? 'told' : 'lastOnly'] += 1;
      }),
      { numRuns: 1500 },
    );
    expect(outcomes.told).toBeGreaterThan(100);
  });

  it('names each requirement that refuses somebody, in the words of that rule', () => {
    let refused = 0;
    fc.assert(
      fc.property(ruleSet, facts, vacancy, (set, seeker, home) => {
        const assessment = assess(seeker, home, set, home.publishedOn);
        if (assessment.kind === 'ADMITTED') return;
        const told = explainHome(set, home).find(({ part }) => part === 'ADMISSION')?.lines ?? [];
        for (const { code, nl } of assessment.reasons.filter(({ outcome }) => outcome === 'NOT_MET')) {
          if (!set.groups.some(({ rule }) => rule.code === code)) {
            refused += 1;
            expect(told.map(({ text }) => `Niet voldaan: ${text.nl}`)).toContain(nl);
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
