import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { Finding } from '../../../rules/finding.ts';
import { complexesIn, gapFindings, type Place, type Publication } from './plan-publication.ts';
import type { Regulation } from './regulation.ts';
import {
  ruleSetsInForce,
  type PublishedVersion,
  type RuleSetPeriod,
  type UnresolvedPeriod,
} from './rule-sets-in-force.ts';

/** What withdrawing a published version writes. */
export interface Withdrawal {
  /** Earlier versions that get their end back: their declared one, or the day on which a later version takes over. */
  readonly restored: readonly { readonly version: Regulation; readonly until: CalendarDate | null }[];
  readonly ruleSets: Publication['ruleSets'];
  readonly complexRuleSets: Publication['complexRuleSets'];
  /** Where no rule set follows any more, though a regulation is in force. */
  readonly unresolved: readonly UnresolvedPeriod[];
  /** Days between an earlier and a later version that no version covers any more. */
  readonly gaps: readonly Finding[];
}

/**
 * What withdrawing `withdrawn` writes. `known` is everything published that holds in `places`, all places that the
 * version touches. What the version had ended is as if the version had never been.
 */
export function planWithdrawal(
  withdrawn: Regulation,
  known: readonly PublishedVersion[],
  places: readonly Place[],
): Withdrawal {
  const isSameInstrument = ({ owner, code }: Regulation) =>
    owner === withdrawn.owner && code === withdrawn.code;
  const others = known.filter(
    ({ regulation }) => !isSameInstrument(regulation) || regulation.version !== withdrawn.version,
  );
  const restored: { version: Regulation; until: CalendarDate | null }[] = [];
  const versions = others.map((version): PublishedVersion => {
    const { regulation, inForce } = version;
    if (!isSameInstrument(regulation) || inForce.until !== withdrawn.version) return version;
    const until = endWithout(regulation, others.map((other) => other.regulation).filter(isSameInstrument));
    if (until === inForce.until) return version;
    restored.push({ version: regulation, until });
    return { regulation, inForce: { from: inForce.from, until } };
  });
  const unresolved: UnresolvedPeriod[] = [];
  const resolved = ({ municipality, region }: Place, complex: string | null): readonly RuleSetPeriod[] => {
    const through = ruleSetsInForce(versions, municipality, region, complex);
    unresolved.push(...through.unresolved);
    return through.resolved;
  };
  const ruleSets = places.map((place) => ({ ...place, inForce: resolved(place, null) }));
  const complexRuleSets = places.flatMap((place) =>
    complexesIn(place.municipality, versions).map((complex) => {
      return { municipality: place.municipality, complex, inForce: resolved(place, complex) };
    }),
  );
  const next = versions
    .filter(({ regulation }) => isSameInstrument(regulation) && regulation.version > withdrawn.version)
    .sort((one, other) => compareText(one.regulation.version, other.regulation.version))
    .at(0);
  const gaps = next === undefined ? [] : gapFindings(next.regulation, versions);
  return { restored, ruleSets, complexRuleSets, unresolved, gaps };
}

/** Its declared end, or the first day of the next version when that comes earlier. */
function endWithout({ version, validity }: Regulation, versions: readonly Regulation[]): CalendarDate | null {
  const [next] = versions
    .map((other) => other.version)
    .filter((other) => other > version)
    .sort();
  if (next === undefined) return validity.until;
  return validity.until === null || next < validity.until ? next : validity.until;
}
