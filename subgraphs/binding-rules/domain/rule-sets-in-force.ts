import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { periodHolds, type Period } from '../../../platform/primitives/period.ts';
import type { MunicipalityCode, RegionCode } from '../../../rules/area.ts';
import type { RuleSet } from '../../../rules/rule-set.ts';
import type { Regulation } from './regulation.ts';
import { resolveRuleSet, type ResolveFailure } from './resolve-rule-set.ts';

/** A published regulation, and while it is in force: a next version may have ended it before its declared end. */
export interface PublishedVersion {
  readonly regulation: Regulation;
  readonly inForce: Period;
}

/** The one rule set of a municipality during a period. */
export interface RuleSetPeriod {
  readonly period: Period;
  readonly ruleSet: RuleSet;
}

/** A period in which a municipality has a regulation, and yet no one rule set. */
export interface UnresolvedPeriod {
  readonly municipality: MunicipalityCode;
  /** Null for the homes of no complex with an agreement of its own. */
  readonly complex: string | null;
  readonly period: Period;
  readonly failure: ResolveFailure;
}

export interface RuleSetsInForce {
  readonly resolved: readonly RuleSetPeriod[];
  readonly unresolved: readonly UnresolvedPeriod[];
}

/**
 * The rule sets of a municipality through time, in order, from the first day of its first regulation to the last of
 * its last. Rules change only on a day on which a regulation or an amount begins or ends, so each stretch between two
 * such days is resolved once; stretches with the same rules become one period. For a complex only the periods in which
 * an agreement for it is in force are given: outside them its homes follow the rules of the municipality.
 */
export function ruleSetsInForce(
  versions: readonly PublishedVersion[],
  municipality: MunicipalityCode,
  region: RegionCode | null,
  complex: string | null = null,
): RuleSetsInForce {
  const applying = versions.filter(
    ({ regulation: { layer, owner, complex: about } }) =>
      (about === null || about === complex) &&
      (layer === 'FRAMEWORK' || owner === municipality || owner === region),
  );
  const own = applying.filter(({ regulation: { layer } }) => layer === 'MUNICIPAL');
  const resolved: RuleSetPeriod[] = [];
  const unresolved: UnresolvedPeriod[] = [];
  for (const period of stretches(changeDays(applying))) {
    const holds = ({ inForce }: PublishedVersion): boolean => periodHolds(inForce, period.from);
    if (!own.some(holds)) continue;
    if (
      complex !== null &&
      !applying.some((version) => version.regulation.layer === 'COMPLEX' && holds(version))
    )
      continue;
    const regulations = applying.filter(holds).map(({ regulation }) => regulation);
    const outcome = resolveRuleSet(regulations, {
      region: region ?? '',
      municipality,
      complex,
      on: period.from,
    });
    if (outcome.kind === 'FAILED')
      unresolved.push({ municipality, complex, period, failure: outcome.failure });
    else append(resolved, { period, ruleSet: outcome.value });
  }
  return { resolved, unresolved };
}

function append(periods: RuleSetPeriod[], next: RuleSetPeriod): void {
  const last = periods.at(-1);
  if (
    last === undefined ||
    last.period.until !== next.period.from ||
    last.ruleSet.hash !== next.ruleSet.hash
  ) {
    periods.push(next);
  } else {
    periods[periods.length - 1] = { ...last, period: { from: last.period.from, until: next.period.until } };
  }
}

/** Every day on which something begins or ends, in order. */
function changeDays(versions: readonly PublishedVersion[]): readonly CalendarDate[] {
  const periods = versions.flatMap(({ regulation, inForce }) => [
    inForce,
    ...regulation.rules.filter((rule) => rule.stage === 'THRESHOLD').map(({ validity }) => validity),
  ]);
  const days = periods.flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
  return [...new Set(days)].sort();
}

function stretches(days: readonly CalendarDate[]): readonly Period[] {
  return days.map((from, index) => ({ from, until: days[index + 1] ?? null }));
}
