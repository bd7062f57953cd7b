import { calendarDate, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { consideration } from '../subgraphs/allocation/subgraph.ts';
import { courseOf, type HomeCourse } from './home-course.ts';
import type { Considered } from './lettings.ts';
import type { Ranked } from './rankings.ts';

/** What happened to each home that somebody was offered, worked out once; in the order of the homes. */
export type HomeCourses = ReadonlyMap<Ranked, HomeCourse>;

export function coursesOfHomes(considered: readonly Considered[]): HomeCourses {
  return new Map(considered.map((one) => [one.ranked, courseOf(one)]));
}

/** Whom a corporation considers: from the offer until it ended, or the home was let. */
export function* considerationRows(courses: HomeCourses): Generator<typeof consideration.$inferSelect> {
  for (const { offers, letting } of courses.values()) {
    for (const { owner, reaction, status, madeAt, endedAt } of offers) {
      const until = status === 'ACCEPTED' ? letting!.recordedAt : endedAt;
      yield { owner, reaction, since: dayOf(madeAt), endedOn: until === null ? null : dayOf(until) };
    }
  }
}

/** Of a moment in the hours of an office, at which the day is the same in UTC. */
function dayOf(moment: string): CalendarDate {
  return calendarDate(moment.slice(0, 10));
}
