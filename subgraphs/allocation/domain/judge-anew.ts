import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { CompiledRuleSet } from '../../../rules/compile-rule-set.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';

/** Why the facts of a later day exclude somebody whom those of the day of reacting admitted. */
export type Exclusion = 'NOT_ADMITTED' | 'REGISTRATION_NOT_ACTIVE';

/** What the facts of a day make of somebody who reacted. */
export type Anew =
  | { readonly kind: 'PLACED'; readonly groupRank: number; readonly orderValue: number }
  | { readonly kind: 'EXCLUDED'; readonly exclusion: Exclusion };

/** The facts of a seeker on a day, and whether the registration may react on it. */
export interface SeekerOn {
  readonly facts: CandidateFacts;
  readonly active: boolean;
}

/**
 * Judges somebody who reacted on the facts of a later day, by the rules that were pinned when the home was published. Keeping
 * places fresh and freezing them both ask this, so that a home that closes is ranked as it was shown.
 */
export function judgeAnew(
  { facts, active }: SeekerOn,
  decide: CompiledRuleSet,
  home: VacancyFacts,
  on: CalendarDate,
): Anew {
  if (!active) return { kind: 'EXCLUDED', exclusion: 'REGISTRATION_NOT_ACTIVE' };
  const decided = decide(facts, home, on);
  if (!decided.admitted) return { kind: 'EXCLUDED', exclusion: 'NOT_ADMITTED' };
  return { kind: 'PLACED', groupRank: decided.groupRank, orderValue: decided.orderValue };
}
