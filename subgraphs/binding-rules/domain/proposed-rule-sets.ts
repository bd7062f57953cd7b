import { addDays } from '../../../platform/primitives/calendar-date.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import type { MunicipalityCode } from '../../../rules/area.ts';
import type { RuleSet } from '../../../rules/rule-set.ts';
import type { Surroundings } from './check-draft.ts';
import type { Regulation } from './regulation.ts';
import { resolveRuleSet } from './resolve-rule-set.ts';

/** At most so many places are shown; a region counts fewer. */
export const PLACES_MAXIMUM = 60;

/** What a draft would change in one municipality. */
export interface ProposedRuleSet {
  readonly municipality: MunicipalityCode;
  /** On the draft's first day, were it published; null when the rules together do not decide. */
  readonly ruleSet: RuleSet | null;
  /** On the day before; null where none were in force. */
  readonly current: RuleSet | null;
}

/**
 * The rule sets of the places that a regulation touches as they would be on its first day were it published, whatever
 * else keeps it from being published, beside those of the day before. Places without any rules on both days are left
 * out; of the others the first by code.
 */
export function proposedRuleSets(
  regulation: Regulation,
  { known, places }: Surroundings,
): readonly ProposedRuleSet[] {
  const first = regulation.version;
  const before = addDays(first, -1);
  const published = known.filter(
    ({ regulation: { owner, code } }) => owner !== regulation.owner || code !== regulation.code,
  );
  const proposed = [
    ...published,
    { regulation: { ...regulation, status: 'PUBLISHED' as const }, inForce: regulation.validity },
  ];
  return [...places]
    .sort((one, other) => (one.municipality < other.municipality ? -1 : 1))
    .map(({ municipality, region }) => {
      const on = (versions: Surroundings['known'], day: typeof first): RuleSet | null => {
        const regulations = versions
          .filter(({ inForce }) => periodHolds(inForce, day))
          .map((version) => version.regulation);
        const resolved = resolveRuleSet(regulations, {
          region: region ?? '',
          municipality,
          complex: regulation.complex,
          on: day,
        });
        return resolved.kind === 'OK' ? resolved.value : null;
      };
      return { municipality, ruleSet: on(proposed, first), current: on(known, before) };
    })
    .filter(({ ruleSet, current }) => ruleSet !== null || current !== null)
    .slice(0, PLACES_MAXIMUM);
}
