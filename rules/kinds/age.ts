import {
  addYears,
  ageOn,
  lastBirthText,
  type CalendarDate,
} from '../../platform/primitives/calendar-date.ts';
import type { LeafKind } from '../condition-kind.ts';

/**
 * Any or all of the applicants have an age within these bounds, in completed years.
 * See Huisvestingswet 2014 art. 9(1) and 11, and Wet op de huurtoeslag art. 18 for the young.
 */
export interface AgeCondition {
  readonly kind: 'age';
  readonly of: 'ANY' | 'ALL';
  readonly minimum: number | null;
  readonly maximum: number | null;
}

export const AGE: LeafKind<AgeCondition> = {
  kind: 'age',
  shape: 'LEAF',
  title: { nl: 'leeftijd', en: 'age' },
  see: 'Huisvestingswet 2014 art. 9(1), 11',
  looksAt: 'SEEKER',

  parse(reader) {
    const of = reader.oneOf('of', ['ANY', 'ALL']);
    const minimum = reader.optionalInteger('minimum', 0, 150);
    const maximum = reader.optionalInteger('maximum', 0, 150);
    if (minimum === null && maximum === null)
      reader.report('MISSING', 'hier ontbreekt een grens', 'missing: a bound');
    if (minimum !== null && maximum !== null && minimum > maximum) {
      reader.report(
        'CONTRADICTION',
        'de ondergrens ligt boven de bovengrens',
        'the minimum exceeds the maximum',
      );
    }
    return { kind: 'age', of, minimum, maximum };
  },
  compile(condition) {
    const { minimum, maximum } = condition;
    const all = condition.of === 'ALL';
    // A ranking asks for one day thousands of times in a row; then an age is two comparisons of texts.
    let lastOn: CalendarDate | undefined;
    let bornBy = '';
    let bornAfter = '';
    return (facts, _vacancy, on) => {
      if (on !== lastOn) {
        bornBy = lastBirthText(on, minimum ?? 0);
        bornAfter = maximum === null ? '' : lastBirthText(on, maximum + 1);
        lastOn = on;
      }
      for (const birthDate of facts.applicantBirthDates) {
        if ((birthDate <= bornBy && birthDate > bornAfter) !== all) return !all;
      }
      return all;
    };
  },
  examine(condition, facts, _vacancy, on) {
    const ages = facts.applicantBirthDates.map((birthDate) => ageOn(birthDate, on));
    const within = ages.filter(
      (age) =>
        !(condition.minimum !== null && age < condition.minimum) &&
        !(condition.maximum !== null && age > condition.maximum),
    );
    const holds = condition.of === 'ALL' ? within.length === ages.length : within.length > 0;
    return { holds, observed: { ages: [...ages].sort((one, other) => one - other).join(', ') } };
  },
  describe(condition) {
    const who =
      condition.of === 'ALL'
        ? { nl: 'alle aanvragers zijn', en: 'all applicants are' }
        : { nl: 'een van de aanvragers is', en: 'one of the applicants is' };
    const { minimum, maximum } = condition;
    if (minimum === null)
      return { nl: `${who.nl} ten hoogste ${maximum} jaar`, en: `${who.en} at most ${maximum} years old` };
    if (maximum === null)
      return { nl: `${who.nl} ${minimum} jaar of ouder`, en: `${who.en} ${minimum} or older` };
    return {
      nl: `${who.nl} ${minimum} tot en met ${maximum} jaar`,
      en: `${who.en} ${minimum} to ${maximum} years old`,
    };
  },
  contrast(condition, wanted, facts, _vacancy, on) {
    if (!wanted) return null;
    const within = (birthDate: CalendarDate): CalendarDate => {
      const age = ageOn(birthDate, on);
      if (condition.minimum !== null && age < condition.minimum) return addYears(on, -condition.minimum);
      if (condition.maximum !== null && age > condition.maximum) return addYears(on, -condition.maximum);
      return birthDate;
    };
    const applicantBirthDates = facts.applicantBirthDates.map(within);
    const { of, minimum, maximum } = condition;
    return { code: 'AGE', parameters: { of, minimum, maximum }, facts: { ...facts, applicantBirthDates } };
  },
};
