import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate, daysBetween } from '../../platform/primitives/calendar-date.ts';
import { periodHolds } from '../../platform/primitives/period.ts';
import {
  planPublication,
  type Place,
  type Publication,
  type Submission,
} from '../../subgraphs/binding-rules/domain/plan-publication.ts';
import { regulationHash } from '../../subgraphs/binding-rules/domain/regulation.ts';
import { resolveRuleSet } from '../../subgraphs/binding-rules/domain/resolve-rule-set.ts';
import type { PublishedVersion } from '../../subgraphs/binding-rules/domain/rule-sets-in-force.ts';
import { corpusAreas, corpusRegulations } from '../scenarios/corpus.ts';

const REGULATIONS = corpusRegulations();
const SUBMISSIONS: readonly Submission[] = REGULATIONS.map((regulation) => ({
  regulation,
  publisher: regulation.owner,
}));
const PLACES: readonly Place[] = corpusAreas()
  .municipalities.filter(({ region }) => region !== null)
  .map(({ code, region }) => ({ municipality: code, region }));
const FIRST = calendarDate('2019-06-01');
const DAYS = daysBetween(FIRST, calendarDate('2029-01-01'));

function planned(
  submissions: readonly Submission[],
  known: readonly PublishedVersion[] = [],
  places = PLACES,
): Publication {
  const plan = planPublication(submissions, known, places);
  if (plan.kind === 'FAILED') throw new Error(JSON.stringify(plan.failure));
  return plan.value;
}

/** Municipality, period and hash of everything that a publication puts in force. */
function inForce({ ruleSets }: Publication): readonly string[] {
  return ruleSets
    .flatMap(({ municipality, inForce: periods }) =>
      periods.map(
        ({ period, ruleSet }) => `${municipality} ${period.from} ${period.until ?? ''} ${ruleSet.hash}`,
      ),
    )
    .sort();
}

const WHOLE = planned(SUBMISSIONS);

describe('what publishing puts in force', () => {
  it('does not depend on the order in which regulations are handed in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...SUBMISSIONS], { minLength: SUBMISSIONS.length }), (shuffled) => {
        expect(inForce(planned(shuffled))).toEqual(inForce(WHOLE));
      }),
      { numRuns: 8 },
    );
  });

  it('does not depend on whether they come at once or one after the other', () => {
    let known: readonly PublishedVersion[] = [];
    let last = '';
    // A lower layer can be held only against what is published, so the higher ones go first.
    const oneByOne = ['RIJK', 'GOOI', 'GM0402'].flatMap((owner) =>
      SUBMISSIONS.filter(({ regulation }) => regulation.owner === owner),
    );
    for (const submission of oneByOne) {
      const places = PLACES.filter(({ municipality }) => municipality === 'GM0402');
      const plan = planned([submission], known, places);
      known = [
        ...known,
        ...plan.published.map((regulation) => ({ regulation, inForce: regulation.validity })),
      ];
      last = inForce(plan).join('\n');
    }
    expect(last).toBe(
      inForce(WHOLE)
        .filter((line) => line.startsWith('GM0402'))
        .join('\n'),
    );
  });

  it('is on every day what resolving the regulations of that day gives', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLACES),
        fc.integer({ min: 0, max: DAYS }),
        ({ municipality, region }, days) => {
          const on = addDays(FIRST, days);
          const found = WHOLE.ruleSets
            .find((one) => one.municipality === municipality)
            ?.inForce.filter(({ period }) => periodHolds(period, on));
          const resolved = resolveRuleSet(REGULATIONS, {
            region: region ?? '',
            municipality,
            complex: null,
            on,
          });
          expect(found?.map(({ ruleSet }) => ruleSet.hash)).toEqual(
            resolved.kind === 'OK' ? [resolved.value.hash] : [],
          );
        },
      ),
      {
        numRuns: 300,
        examples: [
          [PLACES[0]!, 0],
          [PLACES[0]!, daysBetween(FIRST, calendarDate('2026-07-01'))],
        ],
      },
    );
  });

  it('is one period as long as the rules stay the same', () => {
    for (const { municipality, inForce: periods } of WHOLE.ruleSets) {
      const unchanged = periods.filter(
        ({ period, ruleSet }, index) =>
          periods[index - 1]?.period.until === period.from &&
          periods[index - 1]?.ruleSet.hash === ruleSet.hash,
      );
      expect(unchanged, municipality).toEqual([]);
    }
  });

  it('is nothing more when everything was published before', () => {
    const known = REGULATIONS.map((regulation) => ({ regulation, inForce: regulation.validity }));
    expect(planned(SUBMISSIONS, known)).toEqual({
      published: [],
      ended: [],
      ruleSets: [],
      complexRuleSets: [],
      unresolved: [],
      warnings: [],
    });
  });

  it('ends an amended version on the day of its amendment, wherever in its validity that lies', () => {
    const known = REGULATIONS.map((regulation) => ({ regulation, inForce: regulation.validity }));
    const model = REGULATIONS.find(({ owner, version }) => owner === 'GM0402' && version === '2024-01-01')!;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1400 }), (days) => {
        const version = addDays(model.version, days);
        const amended = { ...model, version, validity: { ...model.validity, from: version }, fills: {} };
        const plan = planned([{ regulation: amended, publisher: 'GM0402' }], known);
        expect(plan.ended.map(({ version: ended, on }) => [regulationHash(ended), on])).toEqual([
          [regulationHash(model), version],
        ]);
        const periods = plan.ruleSets.find(({ municipality }) => municipality === 'GM0402')!.inForce;
        const versionOn = (on: string) =>
          periods
            .find(({ period }) => periodHolds(period, calendarDate(on)))
            ?.ruleSet.sources.find(({ owner }) => owner === 'GM0402')?.version;
        expect([versionOn(addDays(version, -1)), versionOn(version)]).toEqual([model.version, version]);
      }),
      { numRuns: 25 },
    );
  });
});
