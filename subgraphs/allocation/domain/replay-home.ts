import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compileRuleSet, type CompiledRuleSet } from '../../../rules/compile-rule-set.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import { parseRuleSet, type RuleSet } from '../../../rules/rule-set.ts';

/** Rules that homes are replayed under: parsed and compiled once for all of them. */
export interface ReplayRules {
  readonly ruleSet: RuleSet;
  readonly decide: CompiledRuleSet;
}

/** Who stood in a frozen ranking, with the facts it was frozen on. */
export interface FrozenCandidate {
  readonly registration: string;
  readonly facts: CandidateFacts;
  /** The day of the facts, which decides. */
  readonly on: CalendarDate;
  /** The lot as it was drawn, or the tie-break. */
  readonly lot: string;
}

/** A home that was offered, and who stood for it. */
export interface FrozenHome {
  /** Its id, `L0001:<uuid>`. */
  readonly id: string;
  readonly vacancy: VacancyFacts;
  readonly candidates: readonly FrozenCandidate[];
}

/** Who goes first, and in which group. */
export interface First {
  readonly candidate: FrozenCandidate;
  readonly groupRank: number;
}

/** One home under the rules that it was offered under, and under the proposed ones. */
export interface ReplayedHome {
  readonly home: FrozenHome;
  /** Null where the rules admit nobody. */
  readonly before: First | null;
  readonly after: First | null;
  /** Who was refused and would be admitted. */
  readonly newlyAdmitted: readonly FrozenCandidate[];
  /** Who was admitted and would be refused. */
  readonly newlyRefused: readonly FrozenCandidate[];
}

/** Reads and compiles the canonical text of a rule set. Throws a TypeError for a text that is none, or not that of `hash`. */
export function replayRulesOf(hash: string, canonical: string): ReplayRules {
  const parsed = parseRuleSet(canonical);
  if (parsed.kind === 'FAILED' || parsed.value.hash !== hash) {
    throw new TypeError('a rule set that is not what its hash says');
  }
  return { ruleSet: parsed.value, decide: compileRuleSet(parsed.value) };
}

/**
 * Replays one home in a single pass over its candidates: the smallest key (group, value, lot) goes first, as `rank` would
 * put it, without sorting. Rules of one hash are asked once. The order of the candidates makes no difference.
 */
export function replayHome(home: FrozenHome, pinned: ReplayRules, proposed: ReplayRules): ReplayedHome {
  const same = pinned.ruleSet.hash === proposed.ruleSet.hash;
  const newlyAdmitted: FrozenCandidate[] = [];
  const newlyRefused: FrozenCandidate[] = [];
  let before: Standing | null = null;
  let after: Standing | null = null;
  for (const candidate of home.candidates) {
    const then = pinned.decide(candidate.facts, home.vacancy, candidate.on);
    const now = same ? then : proposed.decide(candidate.facts, home.vacancy, candidate.on);
    if (then.admitted) {
      if (goesBefore(then, candidate, before)) before = { candidate, ...then };
      if (!now.admitted) newlyRefused.push(candidate);
    } else if (now.admitted) newlyAdmitted.push(candidate);
    if (now.admitted && goesBefore(now, candidate, after)) after = { candidate, ...now };
  }
  return { home, before, after, newlyAdmitted, newlyRefused };
}

/** Whether a home would have gone to somebody else, or to nobody, or to somebody at last. */
export function isChanged({ before, after }: Pick<ReplayedHome, 'before' | 'after'>): boolean {
  return before?.candidate.registration !== after?.candidate.registration;
}

interface Standing extends First {
  readonly orderValue: number;
}

function goesBefore(
  { groupRank, orderValue }: { readonly groupRank: number; readonly orderValue: number },
  { lot }: FrozenCandidate,
  first: Standing | null,
): boolean {
  if (first === null) return true;
  if (groupRank !== first.groupRank) return groupRank < first.groupRank;
  if (orderValue !== first.orderValue) return orderValue > first.orderValue;
  return lot < first.candidate.lot;
}
