import { joined } from '../bilingual-text.ts';
import type { CompositeKind } from '../condition-kind.ts';
import type { Condition } from '../condition.ts';

/** All parts must hold. See the "en" between the members of an article's enumeration. */
export interface AllCondition {
  readonly kind: 'all';
  readonly of: readonly Condition[];
}

export const ALL: CompositeKind<AllCondition> = {
  kind: 'all',
  shape: 'COMPOSITE',
  title: { nl: 'alle', en: 'all' },
  see: 'the cumulative enumeration of an article',

  parse(reader, part) {
    const of = reader.list('of').map((item, index) => part(item, 'of', index));
    // An empty "all" would hold for everybody; whoever means that writes `always`.
    if (of.length === 0) reader.report('MISSING', 'hier ontbreken de delen', 'missing: the parts', 'of');
    return { kind: 'all', of };
  },
  parts: (condition) => condition.of,
  withParts: (_condition, of) => ({ kind: 'all', of }),
  compile(_condition, tests) {
    const [one, two, three] = tests;
    // Two and three parts are nearly all of a real rule set; unrolled they cost no loop.
    if (tests.length === 1 && one) return one;
    if (tests.length === 2 && one && two)
      return (facts, vacancy, on) => one(facts, vacancy, on) && two(facts, vacancy, on);
    if (tests.length === 3 && one && two && three) {
      return (facts, vacancy, on) =>
        one(facts, vacancy, on) && two(facts, vacancy, on) && three(facts, vacancy, on);
    }
    return (facts, vacancy, on) => {
      for (const test of tests) if (!test(facts, vacancy, on)) return false;
      return true;
    };
  },
  combine: (_condition, outcomes) => outcomes.every((outcome) => outcome),
  describe: (_condition, parts) => joined(parts, { nl: ' en ', en: ' and ' }),
  wantedOfPart: (_condition, wanted) => wanted,
};
