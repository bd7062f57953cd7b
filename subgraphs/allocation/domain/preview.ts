import { ageOn, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import { compileRuleSet, type CompiledRuleSet } from '../../../rules/compile-rule-set.ts';
import { leavesOf } from '../../../rules/condition.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import { compareAssessed, type Assessed } from '../../../rules/rank.ts';
import type { PriorityGround, QuotaRule, SortRule } from '../../../rules/rule.ts';
import { rulesOf, type RuleSetContent } from '../../../rules/rule-set.ts';

/** A candidate of a frozen ranking: the facts of its closing day, and the place that they gave. */
export interface PastCandidate extends Assessed {
  readonly facts: CandidateFacts;
  readonly on: CalendarDate;
}

/** A home of the past with everybody who stood in its ranking. */
export interface PastHome {
  readonly vacancy: VacancyFacts;
  /** The rules that were pinned to it. */
  readonly pinned: RuleSetContent;
  readonly candidates: readonly PastCandidate[];
}

/** By what the first candidates are told apart. */
export const PREVIEW_DIMENSIONS = ['GROUP', 'AGE', 'PRESENT_MUNICIPALITY', 'URGENCY', 'HOUSING'] as const;
export type PreviewDimension = (typeof PREVIEW_DIMENSIONS)[number];

/** A number of homes before and after. */
export interface Shift {
  readonly before: number;
  readonly after: number;
}

/** What a quota would come to. */
export interface QuotaShift extends Shift {
  readonly rule: QuotaRule;
}

/** What replaying found, in exact numbers: not yet for anybody to see. */
export interface PreviewCount {
  readonly homes: number;
  /** Homes that would have gone to another first candidate. */
  readonly changed: number;
  /** Homes for which none of those who reacted would have been admitted. */
  readonly nobody: number;
  readonly cells: ReadonlyMap<string, Shift>;
  readonly quotas: readonly QuotaShift[];
  /** Limits that the new rules name and that the incomes of these candidates were never held against. */
  readonly untestedThresholds: readonly string[];
}

/** Counts home by home, so that a year need not be held at once. */
export interface Replay {
  add(home: PastHome): void;
  count(): PreviewCount;
}

/** Separates the dimension of a cell from its code. */
const BETWEEN = '/';

/** The name of a cell. */
export function cellOf(dimension: PreviewDimension, code: string): string {
  return `${dimension}${BETWEEN}${code}`;
}

/** The dimension and code that a name was made of. */
export function cellParts(cell: string): readonly [PreviewDimension, string] {
  const at = cell.indexOf(BETWEEN);
  return [cell.slice(0, at) as PreviewDimension, cell.slice(at + 1)];
}

/**
 * Replays homes of the past under other rules: who was first under the rules that were pinned, and who would be first
 * among the same candidates on the same facts. One pass per home and no sort; neither the order of homes nor that of
 * candidates makes a difference. Who never reacted, because the old rules refused it, is in neither count.
 */
export function startReplay(proposed: ReadonlyMap<string, RuleSetContent>): Replay {
  const compiled = new Map<string, CompiledRuleSet>();
  const named = new Map([...proposed].map(([code, rules]) => [code, thresholdsNamed(rules)]));
  const cells = new Map<string, { before: number; after: number }>();
  const quotas = new Map<string, { rule: QuotaRule; before: number; after: number }>();
  const untested = new Set<string>();
  let [homes, changed, nobody] = [0, 0, 0];

  function tally(
    winner: PastCandidate,
    group: SortRule | undefined,
    vacancy: VacancyFacts,
    side: keyof Shift,
  ): void {
    for (const cell of cellsFor(winner, group, vacancy)) {
      const known = cells.get(cell) ?? { before: 0, after: 0 };
      known[side] += 1;
      cells.set(cell, known);
    }
    for (const quota of quotas.values()) {
      if (countsFor(quota.rule, winner, group, vacancy)) quota[side] += 1;
    }
  }

  return {
    add({ vacancy, pinned, candidates }) {
      const rules = proposed.get(vacancy.place.municipality);
      if (rules === undefined) return;
      const { municipality } = vacancy.place;
      const decide = compiled.get(municipality) ?? compileRuleSet(rules);
      compiled.set(municipality, decide);
      for (const rule of rules.quotas) {
        if (!quotas.has(rule.id)) quotas.set(rule.id, { rule, before: 0, after: 0 });
      }
      const first = firstOf(candidates, (candidate) => candidate);
      if (first === undefined) return;
      for (const threshold of named.get(municipality) ?? []) {
        if (candidates.some(({ facts }) => !Object.hasOwn(facts.incomeAtMost, threshold)))
          untested.add(threshold);
      }
      const next = firstOf(candidates, (candidate) => {
        const { admitted, groupRank, orderValue } = decide(candidate.facts, vacancy, candidate.on);
        return admitted ? { groupRank, orderValue, lot: candidate.lot } : undefined;
      });
      homes += 1;
      tally(first.candidate, groupAt(pinned, first.place.groupRank), vacancy, 'before');
      if (next === undefined) nobody += 1;
      else tally(next.candidate, groupAt(rules, next.place.groupRank), vacancy, 'after');
      if (next?.candidate !== first.candidate) changed += 1;
    },
    count: () => ({
      homes,
      changed,
      nobody,
      cells,
      quotas: [...quotas.values()].sort((one, other) => (one.rule.id < other.rule.id ? -1 : 1)),
      untestedThresholds: [...untested].sort(),
    }),
  };
}

interface First {
  readonly candidate: PastCandidate;
  readonly place: Assessed;
}

function firstOf(
  candidates: readonly PastCandidate[],
  placeOf: (candidate: PastCandidate) => Assessed | undefined,
): First | undefined {
  let first: First | undefined;
  for (const candidate of candidates) {
    const place = placeOf(candidate);
    if (place !== undefined && (first === undefined || compareAssessed(place, first.place) < 0)) {
      first = { candidate, place };
    }
  }
  return first;
}

function groupAt(rules: RuleSetContent, rank: number): SortRule | undefined {
  return rules.groups[rank - 1]?.rule;
}

function cellsFor(
  { facts, on }: PastCandidate,
  group: SortRule | undefined,
  vacancy: VacancyFacts,
): readonly string[] {
  const { municipality, regionMunicipalities } = vacancy.place;
  const present = facts.residences.filter((tie) => periodHolds(tie, on)).map((tie) => tie.municipality);
  const lives = present.includes(municipality)
    ? 'SAME'
    : present.some((code) => regionMunicipalities.includes(code))
      ? 'REGION'
      : 'ELSEWHERE';
  const urgent = facts.urgencies.some(({ validity }) => periodHolds(validity, on));
  return [
    cellOf('GROUP', group?.code ?? 'NONE'),
    cellOf('AGE', ageClass(facts, on)),
    cellOf('PRESENT_MUNICIPALITY', lives),
    cellOf('URGENCY', urgent ? 'URGENT' : 'NOT_URGENT'),
    cellOf('HOUSING', facts.leavesSelfContainedHome ? 'MOVER' : 'STARTER'),
  ];
}

/** The class of the oldest applicant. */
function ageClass({ applicantBirthDates }: CandidateFacts, on: CalendarDate): string {
  const age = Math.max(...applicantBirthDates.map((birthDate) => ageOn(birthDate, on)));
  if (age < 23) return 'UNDER_23';
  if (age < 35) return 'FROM_23_TO_34';
  if (age < 55) return 'FROM_35_TO_54';
  return age < 65 ? 'FROM_55_TO_64' : 'FROM_65';
}

const GROUND_OF_LABEL: Readonly<Record<string, PriorityGround>> = {
  LOCAL_BINDING: 'LOCAL_BINDING',
  CORE_BINDING: 'CORE_BINDING',
  REGIONAL_BINDING: 'REGIONAL_BINDING',
  VITAL_PROFESSION: 'VITAL_PROFESSION',
  YOUTH: 'AGE',
  AGE_55_PLUS: 'AGE',
  AGE_65_PLUS: 'AGE',
  LARGE_HOUSEHOLD: 'OCCUPANCY',
  STARTER: 'MOVING_CHAIN',
  MOVER: 'MOVING_CHAIN',
};

/** Whether a home that goes to this candidate is one that the quota counts: with the priority, not only with the label. */
function countsFor(
  { subject }: QuotaRule,
  { facts, on }: PastCandidate,
  group: SortRule | undefined,
  { labels, model }: VacancyFacts,
): boolean {
  switch (subject.kind) {
    case 'LABELS':
      return subject.labels.some(
        (label) => labels.includes(label) && group?.grounds.includes(GROUND_OF_LABEL[label]!) === true,
      );
    case 'MODELS':
      return subject.models.includes(model);
    case 'GROUPS':
      return group !== undefined && subject.groups.includes(group.code);
    case 'URGENCY_CATEGORIES':
      return facts.urgencies.some(
        ({ category, validity }) => subject.categories.includes(category) && periodHolds(validity, on),
      );
    case 'SUITABLE_RENT':
      return false;
  }
}

function thresholdsNamed(rules: RuleSetContent): readonly string[] {
  const leaves = rulesOf(rules).flatMap((rule) => ('condition' in rule ? leavesOf(rule.condition) : []));
  return [...new Set(leaves.flatMap((leaf) => (leaf.kind === 'income-at-most' ? [leaf.threshold] : [])))];
}
