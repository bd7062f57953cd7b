import { daysBetween, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { CandidateFacts } from './facts.ts';
import type { Order, PointsComponent } from './rule.ts';

/** A moment that no reaction comes after: values of REACTION_TIME count down to it. */
const NO_LATER_MS = Date.UTC(2200, 0, 1);

/**
 * The value that orders inside a group, bigger is earlier: days for REGISTRATION_TIME and SEARCH_VALUE, thousandths
 * of a point for POINTS, milliseconds that a reaction is before 2200 for REACTION_TIME (0 for who did not react yet), 0 for
 * DRAW (there the lot alone decides). Never negative, always whole.
 */
export function orderValue(order: Order, facts: CandidateFacts, on: CalendarDate): number {
  switch (order.kind) {
    case 'REGISTRATION_TIME':
      return waitingDays(facts.registeredOn, on);
    case 'REACTION_TIME':
      return facts.reactedAt === undefined ? 0 : NO_LATER_MS - Date.parse(facts.reactedAt);
    case 'SEARCH_VALUE':
      return searchValueDays(order.retainedPercent, order.transitionalUntil, facts, on);
    case 'POINTS': {
      let sum = 0;
      for (const component of order.components) sum += pointsOf(component, facts, on);
      return sum;
    }
    case 'DRAW':
      return 0;
  }
}

/** What a household's waiting consists of. */
export type Waiting = Pick<
  CandidateFacts,
  'registeredOn' | 'lastMove' | 'leavesSelfContainedHome' | 'presentAddressSince'
>;

/** A search value (zoekwaarde) in its parts, days. */
export interface SearchValueParts {
  readonly waitingDays: number;
  readonly retainedDays: number;
  readonly transitionalDays: number;
}

/**
 * Search value (zoekwaarde) in days: the days registered since the last move, plus for who leaves a self-contained
 * home the retained percent of the search value with which that home was obtained, rounded down. Under the
 * transitional rule residence at the present address up to the stated day counts too; a day counts once.
 */
export function searchValueParts(
  retainedPercent: number,
  transitionalUntil: CalendarDate | null,
  { registeredOn, lastMove, leavesSelfContainedHome, presentAddressSince }: Waiting,
  on: CalendarDate,
): SearchValueParts {
  const since = lastMove !== null && lastMove.on > registeredOn ? lastMove.on : registeredOn;
  let retainedDays = 0;
  let transitionalDays = 0;
  if (leavesSelfContainedHome) {
    if (lastMove !== null) retainedDays = Math.floor((lastMove.searchValueDays * retainedPercent) / 100);
    if (transitionalUntil !== null && presentAddressSince !== null) {
      // What lies after `since` is already counted as waiting.
      const end = transitionalUntil < on ? transitionalUntil : on;
      transitionalDays = waitingDays(presentAddressSince, end < since ? end : since);
    }
  }
  return { waitingDays: waitingDays(since, on), retainedDays, transitionalDays };
}

/** The parts of a search value together, days. */
export function searchValueDays(
  retainedPercent: number,
  transitionalUntil: CalendarDate | null,
  waiting: Waiting,
  on: CalendarDate,
): number {
  const parts = searchValueParts(retainedPercent, transitionalUntil, waiting, on);
  return parts.waitingDays + parts.retainedDays + parts.transitionalDays;
}

function pointsOf(component: PointsComponent, facts: CandidateFacts, on: CalendarDate): number {
  const { thousandths, maximumThousandths } = component;
  const points = thousandthsOf(component, thousandths, facts, on);
  return maximumThousandths !== null && points > maximumThousandths ? maximumThousandths : points;
}

function thousandthsOf(
  component: PointsComponent,
  thousandths: number,
  facts: CandidateFacts,
  on: CalendarDate,
): number {
  switch (component.component) {
    case 'WAITING':
      return Math.floor((waitingDays(facts.registeredOn, on) * thousandths) / component.perDays);
    case 'SEARCHING':
      return facts.activeSearchMonths * thousandths;
    case 'SITUATION':
      return facts.situationPoints * thousandths;
    case 'STARTER':
      return facts.leavesSelfContainedHome ? 0 : thousandths;
  }
}

function waitingDays(since: CalendarDate, on: CalendarDate): number {
  return since < on ? daysBetween(since, on) : 0;
}
