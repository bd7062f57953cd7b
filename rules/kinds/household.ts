import { joined, type BilingualText } from '../bilingual-text.ts';
import type { LeafKind } from '../condition-kind.ts';

/** The household that will live in the home has this many persons and children. See Huisvestingswet 2014 art. 11 (size of the home). */
export interface HouseholdCondition {
  readonly kind: 'household';
  readonly minimumPersons: number | null;
  readonly maximumPersons: number | null;
  readonly minimumChildren: number | null;
}

export const HOUSEHOLD: LeafKind<HouseholdCondition> = {
  kind: 'household',
  shape: 'LEAF',
  title: { nl: 'huishouden', en: 'household' },
  see: 'Huisvestingswet 2014 art. 11',
  looksAt: 'SEEKER',

  parse(reader) {
    const minimumPersons = reader.optionalInteger('minimumPersons', 1, 50);
    const maximumPersons = reader.optionalInteger('maximumPersons', 1, 50);
    const minimumChildren = reader.optionalInteger('minimumChildren', 1, 50);
    if (minimumPersons === null && maximumPersons === null && minimumChildren === null) {
      reader.report('MISSING', 'hier ontbreekt een grens', 'missing: a bound');
    }
    if (minimumPersons !== null && maximumPersons !== null && minimumPersons > maximumPersons) {
      reader.report(
        'CONTRADICTION',
        'de ondergrens ligt boven de bovengrens',
        'the minimum exceeds the maximum',
      );
    }
    return { kind: 'household', minimumPersons, maximumPersons, minimumChildren };
  },
  compile(condition) {
    const minimumPersons = condition.minimumPersons ?? 0;
    const maximumPersons = condition.maximumPersons ?? Number.MAX_SAFE_INTEGER;
    const minimumChildren = condition.minimumChildren ?? 0;
    return (facts) => {
      const persons = facts.adults + facts.children;
      return persons >= minimumPersons && persons <= maximumPersons && facts.children >= minimumChildren;
    };
  },
  examine(condition, facts) {
    const { adults, children } = facts;
    const tooFew = condition.minimumPersons !== null && adults + children < condition.minimumPersons;
    const tooMany = condition.maximumPersons !== null && adults + children > condition.maximumPersons;
    const tooFewChildren = condition.minimumChildren !== null && children < condition.minimumChildren;
    return {
      holds: !tooFew && !tooMany && !tooFewChildren,
      observed: { persons: adults + children, children },
    };
  },
  describe(condition) {
    const { minimumPersons, maximumPersons, minimumChildren } = condition;
    const bounds: BilingualText[] = [];
    if (minimumPersons !== null)
      bounds.push({ nl: `ten minste ${minimumPersons} personen`, en: `at least ${minimumPersons} persons` });
    if (maximumPersons !== null)
      bounds.push({ nl: `ten hoogste ${maximumPersons} personen`, en: `at most ${maximumPersons} persons` });
    if (minimumChildren !== null) {
      const children =
        minimumChildren === 1 ? { nl: 'kind', en: 'child' } : { nl: 'kinderen', en: 'children' };
      bounds.push({
        nl: `ten minste ${minimumChildren} ${children.nl}`,
        en: `at least ${minimumChildren} ${children.en}`,
      });
    }
    const all = joined(bounds, { nl: ' en ', en: ' and ' });
    return { nl: `het huishouden telt ${all.nl}`, en: `the household has ${all.en}` };
  },
  contrast(condition, wanted, facts) {
    if (!wanted) return null;
    const { minimumPersons, maximumPersons, minimumChildren } = condition;
    const children = Math.max(facts.children, minimumChildren ?? 0);
    const persons = Math.min(
      Math.max(facts.adults + children, minimumPersons ?? 0),
      maximumPersons ?? Number.MAX_SAFE_INTEGER,
    );
    // One adult at the least signs the lease; who is added to reach the number is counted as a child, who leaves too.
    const adults = Math.max(1, Math.min(facts.adults, persons - (minimumChildren ?? 0)));
    return {
      code: 'HOUSEHOLD',
      parameters: { minimumPersons, maximumPersons, minimumChildren },
      facts: { ...facts, adults, children: persons - adults },
    };
  },
};
