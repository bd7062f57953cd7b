import type { CompositeKind } from '../condition-kind.ts';
import type { Condition } from '../condition.ts';

/** The part must not hold. See the "tenzij" of an article. */
export interface NotCondition {
  readonly kind: 'not';
  readonly of: Condition;
}

export const NOT: CompositeKind<NotCondition> = {
  kind: 'not',
  shape: 'COMPOSITE',
  title: { nl: 'niet', en: 'not' },
  see: 'the exception of an article',

  parse: (reader, part) => ({ kind: 'not', of: part(reader.take('of'), 'of') }),
  parts: (condition) => [condition.of],
  withParts: (_condition, parts) => ({ kind: 'not', of: parts[0] as Condition }),
  compile(_condition, tests) {
    const test = tests[0]!;
    return (facts, vacancy, on) => !test(facts, vacancy, on);
  },
  combine: (_condition, outcomes) => outcomes[0] !== true,
  describe: (_condition, [part]) => ({ nl: `niet (${part?.nl})`, en: `not (${part?.en})` }),
  wantedOfPart: (_condition, wanted) => !wanted,
};
