import { daysBetween } from '../../platform/primitives/calendar-date.ts';
import type { LeafKind } from '../condition-kind.ts';
import type { VacancyFacts } from '../facts.ts';

/**
 * When this offer was published, the home had been offered without result for at least this many weeks. See Huisvestingswet 2014 art. 17: binding
 * priority lapses after fruitless offering for the term of the regulation, at most thirteen weeks.
 */
export interface OfferedForCondition {
  readonly kind: 'offered-for';
  readonly minimumWeeks: number;
}

export const OFFERED_FOR: LeafKind<OfferedForCondition> = {
  kind: 'offered-for',
  shape: 'LEAF',
  title: { nl: 'vruchteloos aangeboden', en: 'offered in vain' },
  see: 'Huisvestingswet 2014 art. 17',
  looksAt: 'VACANCY',

  parse: (reader) => ({ kind: 'offered-for', minimumWeeks: reader.integer('minimumWeeks', 1, 52) }),
  compile(condition) {
    const days = condition.minimumWeeks * 7;
    let last: VacancyFacts | undefined;
    let holds = false;
    // A ranking asks for one home thousands of times in a row.
    return (_facts, vacancy) => {
      if (vacancy !== last) {
        last = vacancy;
        holds = daysBetween(vacancy.offeredSince, vacancy.publishedOn) >= days;
      }
      return holds;
    };
  },
  examine(condition, _facts, { offeredSince, publishedOn }) {
    const days = daysBetween(offeredSince, publishedOn);
    return { holds: days >= condition.minimumWeeks * 7, observed: { offeredSince, days } };
  },
  describe: ({ minimumWeeks }) => ({
    nl: `de woning is ten minste ${minimumWeeks} ${minimumWeeks === 1 ? 'week' : 'weken'} vruchteloos aangeboden`,
    en: `the home was offered in vain for at least ${minimumWeeks} ${minimumWeeks === 1 ? 'week' : 'weeks'}`,
  }),
  contrast: () => null,
};
