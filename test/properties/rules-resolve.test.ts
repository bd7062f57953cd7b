import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../platform/primitives/calendar-date.ts';
import { resolveRuleSet } from '../../subgraphs/binding-rules/domain/resolve-rule-set.ts';
import { corpusAreas, corpusRegulations } from '../scenarios/corpus.ts';

const REGULATIONS = corpusRegulations();
const PLACES = corpusAreas().regions.flatMap(({ code: region, municipalities }) =>
  municipalities.map((municipality) => ({ region, municipality, complex: null })),
);
const place = fc.constantFrom(...PLACES);
const day = fc.integer({ min: 0, max: 365 * 9 }).map((days) => addDays(calendarDate('2019-06-01'), days));

describe('resolving the rules of a place on a day', () => {
  it('gives the same hash or the same failure whatever the order in which regulations were published', () => {
    const shuffled = fc.shuffledSubarray([...REGULATIONS], { minLength: REGULATIONS.length });
    fc.assert(
      fc.property(shuffled, place, day, (regulations, where, on) => {
        expect(resolveRuleSet(regulations, { ...where, on })).toEqual(
          resolveRuleSet(REGULATIONS, { ...where, on }),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('does not see a regulation of another municipality or region', () => {
    fc.assert(
      fc.property(place, day, fc.nat(), (where, on, pick) => {
        const foreign = REGULATIONS.filter(
          ({ owner }) => owner !== 'RIJK' && owner !== where.region && owner !== where.municipality,
        );
        const gone = foreign[pick % foreign.length];
        const without = REGULATIONS.filter((regulation) => regulation !== gone);
        expect(resolveRuleSet(without, { ...where, on })).toEqual(
          resolveRuleSet(REGULATIONS, { ...where, on }),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same rules on any two days between which no version and no amount changed', () => {
    const bounds = new Set<string>(
      REGULATIONS.flatMap(({ validity }) => [validity.from, validity.until ?? validity.from]),
    );
    fc.assert(
      fc.property(place, day, (where, on) => {
        const next = addDays(on, 1);
        fc.pre(!bounds.has(next));
        expect(resolveRuleSet(REGULATIONS, { ...where, on: next })).toEqual(
          resolveRuleSet(REGULATIONS, { ...where, on }),
        );
      }),
      { numRuns: 100 },
    );
  });
});
