import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import type { MunicipalityCode, RegionCode } from '../../../rules/area.ts';
import type { AllocationModel } from '../../../rules/facts.ts';
import { ALLOCATION_MODELS } from '../../../rules/facts.ts';
import type { Rule } from '../../../rules/rule.ts';
import { ruleSetOf, type RuleSet } from '../../../rules/rule-set.ts';
import { leavesOf } from '../../../rules/condition.ts';
import { exemptingRules } from './exempting-rules.ts';
import { fillOpenTerms, type FillFailure } from './fill-open-terms.ts';
import type { Regulation } from './regulation.ts';
import { conditionsOf, withResolvedLeaves } from './resolved-leaves.ts';
import { schemeOf } from './urgency-scheme.ts';

/** For which home, on which day. */
export interface ResolveRequest {
  readonly region: RegionCode;
  readonly municipality: MunicipalityCode;
  /** Code of the complex, where an agreement for it may exist. */
  readonly complex: string | null;
  /** Day of publication. */
  readonly on: CalendarDate;
}

/** Why there is no single rule set: something is missing, or two things of one rank differ. Never a silent pick. */
export type ResolveFailure =
  | { readonly kind: 'NO_FRAMEWORK' }
  | { readonly kind: 'NO_MUNICIPAL_REGULATION'; readonly municipality: MunicipalityCode }
  | { readonly kind: 'NO_REGIONAL_MODEL'; readonly model: string }
  | { readonly kind: 'AMBIGUOUS_REGULATION'; readonly owner: string; readonly regulations: readonly string[] }
  | { readonly kind: 'AMBIGUOUS_RANK'; readonly rank: number; readonly rules: readonly string[] }
  | { readonly kind: 'AMBIGUOUS_ORDER'; readonly model: AllocationModel; readonly rules: readonly string[] }
  | { readonly kind: 'AMBIGUOUS_THRESHOLD'; readonly threshold: string; readonly rules: readonly string[] }
  | { readonly kind: 'NO_ORDER'; readonly model: AllocationModel }
  | { readonly kind: 'NO_LAST_GROUP' }
  | { readonly kind: 'UNKNOWN_THRESHOLD'; readonly threshold: string; readonly rule: string }
  | FillFailure;

/**
 * The rules of a place on a day: framework, the regional model that the municipal regulation takes over, what the
 * region agreed, the municipal regulation, and the agreement for a complex, resolved to one. Only published regulations count. The
 * order in which regulations are given makes no difference.
 */
export function resolveRuleSet(
  regulations: readonly Regulation[],
  request: ResolveRequest,
): Outcome<RuleSet, ResolveFailure> {
  const applying = applyingRegulations(regulations, request);
  if (applying.kind === 'FAILED') return applying;
  const filled = fillOpenTerms(applying.value);
  if (filled.kind === 'FAILED') return filled;
  const urgencyCategories = schemeOf(applying.value);
  const inForce = filled.value.rules.filter(
    (rule) => rule.stage !== 'THRESHOLD' || periodHolds(rule.validity, request.on),
  );
  const rules = withResolvedLeaves(
    [...inForce, ...applying.value.flatMap(exemptingRules)],
    urgencyCategories.map(({ code }) => code),
  );
  const fault = faultOf(rules);
  if (fault !== undefined) return failed(fault);
  const sources = applying.value.map(({ code: instrument, owner, layer, version, validity }) => {
    return { instrument, owner, layer, version, validity };
  });
  const openNorms = applying.value.flatMap((regulation) => regulation.openNorms);
  return ok(ruleSetOf(rules, sources, { terms: filled.value.terms, urgencyCategories, openNorms }));
}

/** The regulations that hold, from high to low. */
export function applyingRegulations(
  regulations: readonly Regulation[],
  request: ResolveRequest,
): Outcome<readonly Regulation[], ResolveFailure> {
  const inForce = regulations.filter(
    (regulation) => regulation.status === 'PUBLISHED' && periodHolds(regulation.validity, request.on),
  );
  const framework = inForce
    .filter(({ layer }) => layer === 'FRAMEWORK')
    .sort((one, other) => compareText(one.code, other.code));
  if (framework.length === 0) return failed({ kind: 'NO_FRAMEWORK' });
  const twice = framework.find((regulation, index) => framework[index - 1]?.code === regulation.code);
  if (twice !== undefined) return ambiguous(framework.filter(({ code }) => code === twice.code));

  const municipal = inForce.filter(
    ({ layer, owner }) => layer === 'MUNICIPAL' && owner === request.municipality,
  );
  const [own] = municipal;
  if (own === undefined)
    return failed({ kind: 'NO_MUNICIPAL_REGULATION', municipality: request.municipality });
  if (municipal.length > 1) return ambiguous(municipal);

  const models = inForce.filter(
    ({ layer, owner, code }) => layer === 'REGIONAL_MODEL' && owner === request.region && code === own.adopts,
  );
  if (own.adopts !== null && models.length === 0)
    return failed({ kind: 'NO_REGIONAL_MODEL', model: own.adopts });
  if (models.length > 1) return ambiguous(models);

  const agreements = inForce
    .filter(({ layer, owner }) => layer === 'REGIONAL_AGREEMENT' && owner === request.region)
    .sort((one, other) => compareText(one.code, other.code));
  const agreedTwice = agreements.find((regulation, index) => agreements[index - 1]?.code === regulation.code);
  if (agreedTwice !== undefined) return ambiguous(agreements.filter(({ code }) => code === agreedTwice.code));

  const complexes = inForce.filter(
    ({ layer, complex, owner }) =>
      layer === 'COMPLEX' &&
      owner === request.municipality &&
      complex !== null &&
      complex === request.complex,
  );
  if (complexes.length > 1) return ambiguous(complexes);
  return ok([...framework, ...models, ...agreements, own, ...complexes]);
}

/** What makes a set of rules undecided; undefined when it decides every case. */
export function faultOf(rules: readonly Rule[]): ResolveFailure | undefined {
  return rankFault(rules) ?? orderFault(rules) ?? thresholdFault(rules);
}

function rankFault(rules: readonly Rule[]): ResolveFailure | undefined {
  const sorts = rules.filter((rule) => rule.stage === 'SORT').sort((one, other) => one.rank - other.rank);
  for (const { rank } of sorts) {
    const same = sorts.filter((rule) => rule.rank === rank);
    if (same.length > 1) return { kind: 'AMBIGUOUS_RANK', rank, rules: idsOf(same) };
  }
  const last = sorts.at(-1);
  // Without a group for everybody else some admitted seekers would have no place at all.
  const open =
    last?.condition.kind === 'always' && last.appliesTo.kind === 'always' && last.grounds.length === 0;
  return open ? undefined : { kind: 'NO_LAST_GROUP' };
}

function orderFault(rules: readonly Rule[]): ResolveFailure | undefined {
  const orders = rules.filter((rule) => rule.stage === 'ORDER');
  for (const model of ALLOCATION_MODELS) {
    const same = orders.filter(({ models }) => models.includes(model));
    if (same.length === 0) return { kind: 'NO_ORDER', model };
    if (same.length > 1) return { kind: 'AMBIGUOUS_ORDER', model, rules: idsOf(same) };
  }
  return undefined;
}

function thresholdFault(rules: readonly Rule[]): ResolveFailure | undefined {
  const thresholds = rules.filter((rule) => rule.stage === 'THRESHOLD');
  for (const { threshold } of thresholds) {
    const same = thresholds.filter((rule) => rule.threshold === threshold);
    if (same.length > 1) return { kind: 'AMBIGUOUS_THRESHOLD', threshold, rules: idsOf(same) };
  }
  for (const rule of rules) {
    const unknown = namedThresholds(rule).find(
      (name) => !thresholds.some(({ threshold }) => threshold === name),
    );
    if (unknown !== undefined) return { kind: 'UNKNOWN_THRESHOLD', threshold: unknown, rule: rule.id };
  }
  return undefined;
}

/** The thresholds that a rule compares an income or a rent with. */
export function namedThresholds(rule: Rule): readonly string[] {
  return conditionsOf(rule)
    .flatMap(leavesOf)
    .filter((leaf) => leaf.kind === 'income-at-most' || leaf.kind === 'rent-at-most')
    .map(({ threshold }) => threshold);
}

function ambiguous(same: readonly Regulation[]): Outcome<never, ResolveFailure> {
  const regulations = same.map(({ code, version }) => `${code}@${version}`).sort();
  return failed({ kind: 'AMBIGUOUS_REGULATION', owner: same[0]?.owner ?? '', regulations });
}

function idsOf(rules: readonly Rule[]): readonly string[] {
  return rules.map(({ id }) => id).sort();
}
