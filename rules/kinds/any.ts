import { joined } from '../bilingual-text.ts';
import type { CompositeKind } from '../condition-kind.ts';
import type { Condition } from '../condition.ts';

/** At least one part must hold. See the "of" between the members of an article's enumeration. */
export interface AnyCondition {
  readonly kind: 'any';
  readonly of: readonly Condition[];
}

export const ANY: CompositeKind<AnyCondition> = {
  kind: 'any',
  shape: 'COMPOSITE',
  title: { nl: 'een van', en: 'any' },
  see: 'the alternative enumeration of an article',

  parse(reader, part) {
    const of = reader.list('of').map((item, index) => part(item, 'of', index));
    // An empty "any" would shut everybody out; that is never what an article says.
    if (of.length === 0) reader.report('MISSING', 'hier ontbreken de delen', 'missing: the parts', 'of');
    return { kind: 'any', of };
  },
  parts: (condition) => condition.of,
  withParts: (_condition, of) => ({ kind: 'any', of }),
  compile(_condition, tests) {
    const [one, two] = tests;
    if (tests.length === 1 && one) return one;
    if (tests.length === 2 && one && two)
      return (facts, vacancy, on) => one(facts, vacancy, on) || two(facts, vacancy, on);
    return (facts, vacancy, on) => {
      for (const test of tests) if (test(facts, vacancy, on)) return true;
      return false;
    };
  },
  combine: (_condition, outcomes) => outcomes.some((outcome) => outcome),
  describe(_condition, parts) {
    const either = joined(parts, { nl: ' of ', en: ' or ' });
    return parts.length === 1 ? either : { nl: `(${either.nl})`, en: `(${either.en})` };
  },
  wantedOfPart: (_condition, wanted) => wanted,
};
