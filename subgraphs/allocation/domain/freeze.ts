import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { rank, sortKey, type SortKey } from '../../../rules/rank.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import type { CompiledRuleSet } from '../../../rules/compile-rule-set.ts';
import { judgeAnew, type Exclusion, type SeekerOn } from './judge-anew.ts';

/** A reaction that stands at closing, or is suspended until then, with the facts of the closing day. */
export interface Standing extends SeekerOn {
  readonly id: string;
  readonly registration: string;
}

/** A reaction with its place. */
export interface Placed extends SortKey {
  readonly id: string;
  readonly facts: CandidateFacts;
  /** 1 is first. */
  readonly position: number;
}

/** A reaction that the facts of the closing day exclude. */
export interface Excluded {
  readonly id: string;
  readonly facts: CandidateFacts;
  readonly exclusion: Exclusion;
}

export interface Frozen {
  /** From the top. */
  readonly placed: readonly Placed[];
  readonly excluded: readonly Excluded[];
}

/**
 * The ranking of a home on the facts of its closing day: every reaction that stood is judged anew, by the rules that were
 * pinned when the home was published. `lotOf` gives the lot of a registration: the drawn one of a draw, else the one that
 * decides between equal values. The order of `standing` makes no difference.
 */
export function freeze(
  standing: readonly Standing[],
  decide: CompiledRuleSet,
  home: VacancyFacts,
  on: CalendarDate,
  lotOf: (registration: string) => string,
): Frozen {
  const excluded: Excluded[] = [];
  const admitted: {
    id: string;
    facts: CandidateFacts;
    groupRank: number;
    orderValue: number;
    lot: string;
  }[] = [];
  for (const one of standing) {
    const { id, registration, facts } = one;
    const anew = judgeAnew(one, decide, home, on);
    if (anew.kind === 'EXCLUDED') excluded.push({ id, facts, exclusion: anew.exclusion });
    else {
      const { groupRank, orderValue } = anew;
      admitted.push({ id, facts, groupRank, orderValue, lot: lotOf(registration) });
    }
  }
  const placed = rank(admitted).map((candidate, index) => ({
    id: candidate.id,
    facts: candidate.facts,
    ...sortKey(candidate),
    position: index + 1,
  }));
  return { placed, excluded };
}
