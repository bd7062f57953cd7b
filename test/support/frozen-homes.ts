import fc from 'fast-check';
import { rank } from '../../rules/rank.ts';
import { assess } from '../../rules/assess.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import type {
  FrozenCandidate,
  FrozenHome,
  ReplayRules,
} from '../../subgraphs/allocation/domain/replay-home.ts';
import { DISCLOSURE } from '../../subgraphs/allocation/domain/disclosure.ts';
import { day, facts, vacancy } from '../properties/rules-arbitraries.ts';

/** Any home of a place of the region, with some who stood for it. Few people, so that the same ones come back. */
export const frozenHome: fc.Arbitrary<FrozenHome> = fc
  .record({
    vacancy,
    municipality: fc.constantFrom('GM0402', 'GM0406'),
    on: day,
    candidates: fc.uniqueArray(
      fc.record({
        registration: fc.integer({ min: 0, max: 39 }).map((number) => `R0001:${number}`),
        facts,
        lot: fc.stringMatching(/^[0-9a-f]{2}$/),
      }),
      { selector: ({ registration }) => registration, maxLength: 8 },
    ),
  })
  .map(({ vacancy: home, municipality, on, candidates }) => ({
    id: home.id,
    vacancy: { ...home, place: { ...home.place, municipality } },
    // A lot is of one home and one person.
    candidates: candidates.map((each): FrozenCandidate => ({
      ...each,
      on,
      lot: `${each.lot}${each.registration}`,
    })),
  }));

/** Any homes, each with an id of its own: few, and so many that something may be told of them. */
export const frozenHomes: fc.Arbitrary<readonly FrozenHome[]> = homesOf(0);
export const manyHomes: fc.Arbitrary<readonly FrozenHome[]> = homesOf(DISCLOSURE.minimumHomes);

function homesOf(minLength: number): fc.Arbitrary<readonly FrozenHome[]> {
  return fc
    .array(frozenHome, { minLength, maxLength: 40, size: 'max' })
    .map((homes) => homes.map((home, index) => ({ ...home, id: `L0001:${index}` })));
}

/** Rules as a replay takes them. */
export function replayed(ruleSet: RuleSet): ReplayRules {
  return { ruleSet, decide: compileRuleSet(ruleSet) };
}

/** Who goes first, the slow way: every candidate is assessed with its reasons, and all are put in order. */
export function firstSlowly({ vacancy: home, candidates }: FrozenHome, ruleSet: RuleSet) {
  const admitted = candidates.flatMap((candidate) => {
    const assessment = assess(candidate.facts, home, ruleSet, candidate.on);
    if (assessment.kind === 'REFUSED') return [];
    const { group, orderValue } = assessment;
    return [{ candidate, groupRank: group.rank, orderValue, lot: candidate.lot }];
  });
  const [first] = rank(admitted);
  return {
    first: first ?? null,
    admitted: new Set(admitted.map(({ candidate }) => candidate.registration)),
  };
}
