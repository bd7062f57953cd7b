import { compareText } from '../../../platform/primitives/compare-text.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import { shareOf } from '../../../platform/primitives/share.ts';
import type { VacancyFacts } from '../../../rules/facts.ts';
import { GROUND_OF_LABEL } from '../../../rules/quota.ts';
import type { QuotaRule } from '../../../rules/rule.ts';
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
  /** Those with a label or model that the quota counts, which everybody can see; null where it counts neither. */
  ofKind: number | null;
  readonly before: CountedAndOthers;
  readonly after: CountedAndOthers;
}

/** Homes that go to somebody whom the quota counts, and all others. */
export interface CountedAndOthers {
  readonly counted: Cell;
  readonly others: Cell;
}

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
  // Frozen facts know the model of a home, and not in which category it was mediated.
  const isUnknown = subject.kind === 'SUITABLE_RENT' || subject.kind === 'MEDIATION_CATEGORIES';
  if (isUnknown || per === 'CORPORATION') return false;
  return per !== 'REGION' || place.regionMunicipalities.every((municipality) => replayed.has(municipality));
}

/** Code of the area of a home within which a quota counts. */
export function areaOf(pair: QuotaPair, { place }: VacancyFacts): string {
  const { per } = ruleOf(pair);
  if (per === 'REGION') return place.region;
  return per === 'CORE' ? (place.core ?? place.municipality) : place.municipality;
}

export function emptyQuotaTally(pair: QuotaPair, municipality: string, area: string): QuotaTally {
  const counts = (): CountedAndOthers => ({ counted: emptyCell(), others: emptyCell() });
  const { kind } = ruleOf(pair).subject;
  const ofKind = kind === 'LABELS' || kind === 'MODELS' ? 0 : null;
  return { pair, municipality, area, homes: 0, ofKind, before: counts(), after: counts() };
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
  if (tally.ofKind !== null && isOfKind(ruleOf(pair), home.vacancy)) tally.ofKind += 1;
  const sides: readonly (readonly [CountedAndOthers, First | null, ReplayRules, QuotaRule | null])[] = [
    [tally.before, before, rules.pinned, pair.before],
    [tally.after, after, rules.proposed, pair.after],
  ];
  for (const [counts, first, of, rule] of sides) {
    const winner = first?.candidate.registration ?? home.id;
    const counted = first !== null && isCounted(rule ?? ruleOf(pair), first, of);
    countIn(counted ? counts.counted : counts.others, winner, mark(winner));
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

/**
 * Whether a home that goes to this candidate counts: for labels when it goes with priority on their grounds, which is what
 * the law counts (Huisvestingswet 2014 art. 14(2)), and not when it merely bears the label.
 */
function isCounted(
  { subject }: QuotaRule,
  { groupRank, candidate: { facts, on } }: First,
  { ruleSet }: ReplayRules,
): boolean {
  const group = ruleSet.groups[groupRank - 1]?.rule;
  switch (subject.kind) {
    case 'LABELS':
      return subject.labels.some((label) => group?.grounds.includes(GROUND_OF_LABEL[label]) === true);
    case 'GROUPS':
      return group !== undefined && subject.groups.includes(group.code);
    case 'URGENCY_CATEGORIES':
      return facts.urgencies.some(
        ({ category, validity }) => subject.categories.includes(category) && periodHolds(validity, on),
      );
    case 'MODELS':
    case 'MEDIATION_CATEGORIES':
    case 'SUITABLE_RENT':
      return false;
  }
}
