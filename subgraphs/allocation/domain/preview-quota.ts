import { compareText } from '../../../platform/primitives/compare-text.ts';
import { shareOf } from '../../../platform/primitives/share.ts';
import type { VacancyFacts, VacancyLabel } from '../../../rules/facts.ts';
import type { PriorityGround, QuotaRule } from '../../../rules/rule.ts';
import type { RuleSet } from '../../../rules/rule-set.ts';
import { countIn, emptyCell, type Cell } from './disclosure.ts';
import { halfYearsIn, type PreviewPeriod } from './preview-period.ts';
import type { First, ReplayRules, ReplayedHome } from './replay-home.ts';

/** A quota as it is in force on the day before a draft, and as the draft has it; one of them may be missing. */
export interface QuotaPair {
  readonly code: string;
  readonly before: QuotaRule | null;
  readonly after: QuotaRule | null;
}

/** What a quota counts in one area of the homes that were replayed. */
export interface QuotaTally {
  pair: QuotaPair;
  /** Whose rules the pair is of. */
  municipality: string;
  /** Code of the municipality, region or core. */
  readonly area: string;
  /** All homes there. */
  homes: number;
  /** Those of the kind that the quota counts, which everybody can see. */
  ofKind: number;
  /** Homes that go with priority on the grounds of the quota's labels, and all others. */
  readonly before: WithAndWithout;
  readonly after: WithAndWithout;
}

export interface WithAndWithout {
  readonly priority: Cell;
  readonly none: Cell;
}

/** The grounds of priority that a label stands for. */
const GROUND_OF_LABEL: Readonly<Record<VacancyLabel, PriorityGround>> = {
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

/** Half-years of a quota's own period. */
const HALF_YEARS = { HALF_YEAR: 1, CALENDAR_YEAR: 2, TWO_CALENDAR_YEARS: 4 } as const;

/** The quotas of two rule sets, each beside the one of the same code; by code. */
export function quotaPairs(before: RuleSet | null, after: RuleSet): readonly QuotaPair[] {
  const [then, now] = [before?.quotas ?? [], after.quotas];
  const codes = [...new Set([...then, ...now].map(({ code }) => code))].sort(compareText);
  return codes.map((code) => ({
    code,
    before: then.find((quota) => quota.code === code) ?? null,
    after: now.find((quota) => quota.code === code) ?? null,
  }));
}

/** The rule that says what is counted, and where: the proposed one, or the one that the draft takes away. */
export function ruleOf({ before, after }: QuotaPair): QuotaRule {
  return (after ?? before)!;
}

/**
 * Whether a replay of these municipalities can count a quota: all of the area that it counts in must be there, and what it
 * counts must follow from who goes first.
 */
export function canCount(pair: QuotaPair, { place }: VacancyFacts, replayed: ReadonlySet<string>): boolean {
  const { per, subject } = ruleOf(pair);
  if (subject.kind === 'SUITABLE_RENT' || per === 'CORPORATION') return false;
  return per !== 'REGION' || place.regionMunicipalities.every((municipality) => replayed.has(municipality));
}

/** Code of the area of a home within which a quota counts. */
export function areaOf(pair: QuotaPair, { place }: VacancyFacts): string {
  const { per } = ruleOf(pair);
  if (per === 'REGION') return place.region;
  return per === 'CORE' ? (place.core ?? place.municipality) : place.municipality;
}

export function emptyQuotaTally(pair: QuotaPair, municipality: string, area: string): QuotaTally {
  const counts = (): WithAndWithout => ({ priority: emptyCell(), none: emptyCell() });
  return { pair, municipality, area, homes: 0, ofKind: 0, before: counts(), after: counts() };
}

/** Counts a home for a quota; `mark` tells the mark of a winner. */
export function countQuota(
  tally: QuotaTally,
  pair: QuotaPair,
  { home, before, after }: ReplayedHome,
  rules: { readonly pinned: ReplayRules; readonly proposed: ReplayRules },
  mark: (registration: string) => number,
): void {
  tally.homes += 1;
  if (isOfKind(ruleOf(pair), home.vacancy)) tally.ofKind += 1;
  const sides: readonly (readonly [WithAndWithout, First | null, ReplayRules, QuotaRule | null])[] = [
    [tally.before, before, rules.pinned, pair.before],
    [tally.after, after, rules.proposed, pair.after],
  ];
  for (const [counts, first, of, rule] of sides) {
    const winner = first?.candidate.registration ?? home.id;
    const priority = first !== null && hasPriority(rule ?? ruleOf(pair), first, of);
    countIn(priority ? counts.priority : counts.none, winner, mark(winner));
  }
}

/** What a quota comes to on so many homes in the period of a preview; a number is reckoned to the length of that period. */
export function limitOn(rule: QuotaRule | null, homes: number, period: PreviewPeriod): number | null {
  if (rule === null) return null;
  const { limit } = rule;
  return limit.kind === 'SHARE'
    ? shareOf({ basisPoints: limit.basisPoints }, homes, limit.rounding)
    : Math.floor((limit.count * halfYearsIn(period)) / HALF_YEARS[rule.period]);
}

function isOfKind({ subject }: QuotaRule, { labels, model }: VacancyFacts): boolean {
  if (subject.kind === 'LABELS') return subject.labels.some((label) => labels.includes(label));
  return subject.kind === 'MODELS' && subject.models.includes(model);
}

function hasPriority({ subject }: QuotaRule, { groupRank }: First, { ruleSet }: ReplayRules): boolean {
  if (subject.kind !== 'LABELS') return false;
  const grounds = ruleSet.groups[groupRank - 1]?.rule.grounds ?? [];
  return subject.labels.some((label) => grounds.includes(GROUND_OF_LABEL[label]));
}
