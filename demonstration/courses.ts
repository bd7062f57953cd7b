import { addDays, daysBetween, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import { compareText } from '../platform/primitives/compare-text.ts';
import type { VacancyRow } from '../subgraphs/vacancies/subgraph.ts';
import { dayOfWeek } from './moments.ts';
import type { Randomness, Weights } from './randomness.ts';
import { PAST_YEAR_FROM, REFERENCE_DAY } from './reference.ts';
import type { RegionScale } from './scale.ts';

/** When a vacancy is open, and what came of it. */
export interface Course {
  readonly publishedOn: CalendarDate;
  readonly closesOn: CalendarDate;
  readonly status: VacancyRow['status'];
  readonly letOn: CalendarDate | null;
}

const OPEN_DAYS: Weights<number> = [
  [5, 15],
  [7, 60],
  [10, 10],
  [14, 15],
];

/** The courses of a region's vacancies, in the order of their publication. None opens or closes on the reference day. */
export function coursesOf(scale: RegionScale, randomness: Randomness): readonly Course[] {
  const courses: Course[] = [];
  const days = daysBetween(PAST_YEAR_FROM, REFERENCE_DAY) - 2;
  for (let index = 0; index < scale.closedVacancies + scale.withdrawn; index += 1) {
    const closesOn = addDays(PAST_YEAR_FROM, randomness.below(days));
    const publishedOn = workday(addDays(closesOn, -randomness.weighted(OPEN_DAYS)));
    const course = closedCourse(closesOn, randomness);
    const withdrawn = index >= scale.closedVacancies;
    courses.push({ closesOn, publishedOn, ...(withdrawn ? { status: 'WITHDRAWN', letOn: null } : course) });
  }
  for (let index = 0; index < scale.openVacancies; index += 1) {
    const closesOn = addDays(REFERENCE_DAY, randomness.between(1, 13));
    const begun = addDays(closesOn, -randomness.weighted(OPEN_DAYS));
    const publishedOn = workday(
      begun < REFERENCE_DAY ? begun : addDays(REFERENCE_DAY, -randomness.between(1, 5)),
    );
    courses.push({ publishedOn, closesOn, status: 'PUBLISHED', letOn: null });
  }
  // A stable sort, so that vacancies of one day keep the order they were made in.
  return courses.sort((one, other) => compareText(one.publishedOn, other.publishedOn));
}

/** The longer ago it closed, the likelier that it is let. */
function closedCourse(closesOn: CalendarDate, randomness: Randomness): Pick<Course, 'status' | 'letOn'> {
  const days = daysBetween(closesOn, REFERENCE_DAY);
  const let_ = days >= 45 ? 1000 : days >= 14 ? 600 : days >= 7 ? 120 : 0;
  if (!randomness.chance(let_)) {
    return { status: randomness.chance(days >= 14 ? 1000 : 550) ? 'OFFERING' : 'CLOSED', letOn: null };
  }
  return { status: 'LET', letOn: addDays(closesOn, randomness.between(5, Math.min(40, days - 1))) };
}

/** The day itself, or the Friday before a weekend. */
function workday(day: CalendarDate): CalendarDate {
  const weekday = dayOfWeek(day);
  return weekday === 0 ? addDays(day, -2) : weekday === 6 ? addDays(day, -1) : day;
}
