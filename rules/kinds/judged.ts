import { periodHolds } from '../../platform/primitives/period.ts';
import type { LeafKind } from '../condition-kind.ts';

/**
 * A person judged that this household meets an open norm of the municipality, such as hardship (hardheidsclausule) or a
 * reasonable interest in living there. See Huisvestingswet 2014 art. 14(3). The condition finds the recorded judgement and
 * never makes one; who judged, and why, is kept where the judgement is recorded.
 */
export interface JudgedCondition {
  readonly kind: 'judged';
  /** Code of the open norm that the regulation declares. */
  readonly norm: string;
}

export const JUDGED: LeafKind<JudgedCondition> = {
  kind: 'judged',
  shape: 'LEAF',
  title: { nl: 'oordeel', en: 'judgement' },
  see: 'Huisvestingswet 2014 art. 14(3); de hardheidsclausule van de verordening',
  looksAt: 'BOTH',

  parse: (reader) => ({ kind: 'judged', norm: reader.code('norm') }),
  compile(condition) {
    const { norm } = condition;
    return (facts, vacancy, on) => {
      for (const { norm: judged, met, municipality, validity } of facts.judgements) {
        if (judged !== norm || !met || municipality !== vacancy.place.municipality) continue;
        if (validity.from <= on && (validity.until === null || on < validity.until)) return true;
      }
      return false;
    };
  },
  examine(condition, facts, vacancy, on) {
    const standing = facts.judgements.filter(
      ({ norm, municipality, validity }) =>
        norm === condition.norm && municipality === vacancy.place.municipality && periodHolds(validity, on),
    );
    return {
      holds: standing.some(({ met }) => met),
      observed: { norm: condition.norm, judged: standing.length > 0 },
    };
  },
  describe: ({ norm }) => ({
    nl: `de gemeente heeft in dit geval geoordeeld dat aan de open norm ${norm} is voldaan`,
    en: `the municipality judged in this case that the open norm ${norm} is met`,
  }),
  // What a person has to judge cannot be promised.
  contrast: () => null,
};
