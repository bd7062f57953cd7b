import { createHash } from 'node:crypto';
import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { canonicalJson } from '../platform/primitives/canonical-json.ts';
import { compareText } from '../platform/primitives/compare-text.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import type { Period } from '../platform/primitives/period.ts';
import type { AllocationModel } from './facts.ts';
import { formFinding, type Finding } from './finding.ts';
import { readOpenNorm, type OpenNorm } from './open-norm.ts';
import { parseRule } from './read-rule.ts';
import {
  layerDepth,
  type OrderRule,
  type QuotaRule,
  type ReactionLimitRule,
  type RestrictRule,
  type Rule,
  type RuleLayer,
  type SanctionRule,
  type ScopeRule,
  type SelectRule,
  type SortRule,
  type ThresholdRule,
} from './rule.ts';
import { SourceReader, startReading } from './source-reader.ts';
import { readUrgencyCategory, type UrgencyCategory } from './urgency-scheme.ts';

/** A version of an instrument that a rule set was resolved from. */
export interface RuleSource {
  readonly instrument: string;
  readonly owner: string;
  readonly layer: RuleLayer;
  readonly version: CalendarDate;
  readonly validity: Period;
}

/** A priority group at its place in the order of this rule set. */
export interface PriorityGroup {
  /** 1 is first. */
  readonly rank: number;
  readonly rule: SortRule;
}

/** The rules of a place on a day, resolved to one. Everything an assessment looks at beside facts and vacancy. */
export interface RuleSetContent {
  /** Of this form itself; another number is another reading. */
  readonly format: 2;
  readonly sources: readonly RuleSource[];
  readonly scope: readonly ScopeRule[];
  readonly admission: readonly SelectRule[];
  readonly groups: readonly PriorityGroup[];
  readonly orders: readonly OrderRule[];
  readonly quotas: readonly QuotaRule[];
  readonly thresholds: readonly ThresholdRule[];
  readonly restrictions: readonly RestrictRule[];
  readonly sanctions: readonly SanctionRule[];
  /** Absent where there are none: rules that were resolved before there could be any keep their text and hash. */
  readonly reactionLimits?: readonly ReactionLimitRule[];
  /** Categories of the urgency scheme, by code; a lower layer's wording goes before a higher one's. */
  readonly urgencyCategories: readonly UrgencyCategory[];
  /** What is left to a person's judgement, by code. */
  readonly openNorms: readonly OpenNorm[];
  /** Values of the open terms, as filled in by the lowest layer that did. */
  readonly terms: Readonly<Record<string, number>>;
}

/** An immutable rule set with the text and hash that a vacancy is pinned to. */
export interface RuleSet extends RuleSetContent {
  /** The canonical JSON of the content; the engine runs on this text alone. */
  readonly canonical: string;
  /** SHA-256 of `canonical`, in hex: the same rules give the same hash everywhere. */
  readonly hash: string;
}

/** What a rule set holds beside its rules. */
export type RuleSetBeside = Pick<RuleSetContent, 'terms' | 'urgencyCategories' | 'openNorms'>;

/**
 * The rule set of rules that were resolved elsewhere, ordered so that the order they came in leaves no trace:
 * groups by rank, everything else by layer and then by id.
 */
export function ruleSetOf(
  rules: readonly Rule[],
  sources: readonly RuleSource[],
  { terms = {}, urgencyCategories = [], openNorms = [] }: Partial<RuleSetBeside> = {},
): RuleSet {
  const sorted = [...rules].sort(byLayerAndId);
  const groups = sorted
    .filter((rule) => rule.stage === 'SORT')
    .sort((one, other) => one.rank - other.rank)
    .map((rule, index) => ({ rank: index + 1, rule }));
  const reactionLimits = sorted.filter((rule) => rule.stage === 'REACTION_LIMIT');
  return seal({
    format: 2,
    sources: [...sources].sort(bySource),
    scope: sorted.filter((rule) => rule.stage === 'SCOPE'),
    admission: sorted.filter((rule) => rule.stage === 'SELECT'),
    groups,
    orders: sorted.filter((rule) => rule.stage === 'ORDER'),
    quotas: sorted.filter((rule) => rule.stage === 'QUOTA'),
    thresholds: sorted.filter((rule) => rule.stage === 'THRESHOLD'),
    restrictions: sorted.filter((rule) => rule.stage === 'RESTRICT'),
    sanctions: sorted.filter((rule) => rule.stage === 'SANCTION'),
    ...(reactionLimits.length === 0 ? {} : { reactionLimits }),
    urgencyCategories: [...urgencyCategories].sort(byCode),
    openNorms: [...openNorms].sort(byCode),
    terms,
  });
}

/** Every rule of a rule set. */
export function rulesOf(ruleSet: RuleSetContent): readonly Rule[] {
  return [
    ...ruleSet.scope,
    ...ruleSet.admission,
    ...ruleSet.groups.map(({ rule }) => rule),
    ...ruleSet.orders,
    ...ruleSet.quotas,
    ...ruleSet.thresholds,
    ...ruleSet.restrictions,
    ...ruleSet.sanctions,
    ...(ruleSet.reactionLimits ?? []),
  ];
}

/** The rule that orders the candidates for homes of a model; undefined when the rule set has none. */
export function orderRuleFor(ruleSet: RuleSetContent, model: AllocationModel): OrderRule | undefined {
  return ruleSet.orders.find(({ models }) => models.includes(model));
}

/** Threshold code to euro cents. */
export function thresholdsOf(ruleSet: RuleSetContent): Readonly<Record<string, number>> {
  return Object.fromEntries(ruleSet.thresholds.map(({ threshold, amountCents }) => [threshold, amountCents]));
}

/**
 * The rule set that a canonical text holds. Fails when the text is not one, or is not its own canonical form:
 * a hash over a text that says the same in other characters would be another hash. Never throws.
 */
export function parseRuleSet(canonical: string): Outcome<RuleSet, readonly Finding[]> {
  let source: unknown;
  try {
    source = JSON.parse(canonical);
  } catch {
    return failed([formFinding('', 'NOT_CANONICAL', 'dit is geen JSON', 'this is no JSON')]);
  }
  const content = contentOf(source);
  if (content.kind === 'FAILED') return content;
  const ruleSet = ruleSetOf(content.value.rules, content.value.sources, content.value);
  if (ruleSet.canonical === canonical) return ok(ruleSet);
  return failed([
    formFinding('', 'NOT_CANONICAL', 'dit is niet de canonieke tekst', 'this is not the canonical text'),
  ]);
}

interface ReadContent extends RuleSetBeside {
  readonly rules: readonly Rule[];
  readonly sources: readonly RuleSource[];
}

const RULE_LISTS = [
  'scope',
  'admission',
  'groups',
  'orders',
  'quotas',
  'thresholds',
  'restrictions',
  'sanctions',
  'reactionLimits',
] as const;

/** Only the rules are read member by member: whatever else is off shows in the comparison with the canonical text. */
function contentOf(source: unknown): Outcome<ReadContent, readonly Finding[]> {
  const shape = formFinding('', 'WRONG_TYPE', 'dit is geen regelset', 'this is no rule set');
  if (typeof source !== 'object' || source === null) return failed([shape]);
  const members = source as Readonly<Record<string, unknown>>;
  const ruleSources: unknown[] = [];
  for (const key of RULE_LISTS) {
    const list = members[key] ?? (key === 'reactionLimits' ? [] : undefined);
    if (!Array.isArray(list)) return failed([shape]);
    ruleSources.push(
      ...list.map((item: unknown) => (key === 'groups' ? (item as { rule?: unknown } | null)?.rule : item)),
    );
  }
  const { sources, terms } = members;
  if (!Array.isArray(sources) || !sources.every(isSource) || !isTerms(terms)) return failed([shape]);
  const rules: Rule[] = [];
  for (const ruleSource of ruleSources) {
    const rule = parseRule(ruleSource);
    if (rule.kind === 'FAILED') return rule;
    rules.push(rule.value);
  }
  const reading = startReading();
  const reader = new SourceReader(
    { urgencyCategories: members['urgencyCategories'], openNorms: members['openNorms'] },
    [],
    reading,
  );
  const urgencyCategories = reader.objects('urgencyCategories').map(readUrgencyCategory);
  const openNorms = reader.objects('openNorms').map(readOpenNorm);
  if (reading.findings.length > 0) return failed(reading.findings);
  return ok({ rules, sources, terms, urgencyCategories, openNorms });
}

function isSource(source: unknown): source is RuleSource {
  if (typeof source !== 'object' || source === null) return false;
  const { instrument, owner, layer, version } = source as Readonly<Record<string, unknown>>;
  return [instrument, owner, layer, version].every((member) => typeof member === 'string');
}

function isTerms(terms: unknown): terms is Readonly<Record<string, number>> {
  return (
    typeof terms === 'object' &&
    terms !== null &&
    Object.values(terms).every((value) => Number.isSafeInteger(value))
  );
}

function seal(content: RuleSetContent): RuleSet {
  const canonical = canonicalJson(content);
  return deepFreeze({
    ...content,
    canonical,
    hash: createHash('sha256').update(canonical, 'utf8').digest('hex'),
  });
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

function byLayerAndId(one: Rule, other: Rule): number {
  return layerDepth(one.layer) - layerDepth(other.layer) || compareText(one.id, other.id);
}

function byCode(one: { readonly code: string }, other: { readonly code: string }): number {
  return compareText(one.code, other.code);
}

function bySource(one: RuleSource, other: RuleSource): number {
  return (
    layerDepth(one.layer) - layerDepth(other.layer) ||
    compareText(one.owner, other.owner) ||
    compareText(one.instrument, other.instrument) ||
    compareText(one.version, other.version)
  );
}
