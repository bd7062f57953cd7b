import { calendarDate, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Condition } from '../../../rules/condition.ts';
import { compileCondition, parseCondition } from '../../../rules/condition.ts';
import type { CandidateFacts, Tie, UrgencyFact, VacancyFacts } from '../../../rules/facts.ts';
import { traceCondition } from '../../../rules/trace.ts';

/** The day on which every example is judged, unless it says otherwise. */
export const TODAY = calendarDate('2025-06-01');

/** A seeker about whom nothing is special: thirty years old, alone, living outside every region. */
export function seeker(special: Partial<CandidateFacts> = {}): CandidateFacts {
  return {
    on: TODAY,
    registeredOn: calendarDate('2020-06-01'),
    lawfulResidence: true,
    applicantBirthDates: [calendarDate('1995-01-01')],
    adults: 1,
    children: 0,
    residences: [],
    employments: [],
    leavesSelfContainedHome: false,
    presentAddressSince: null,
    lastMove: null,
    incomeAtMost: {},
    vitalProfession: null,
    accessibility: 'NONE',
    activeSearchMonths: 0,
    situationPoints: 0,
    urgencies: [],
    exclusions: [],
    judgements: [],
    ...special,
  };
}

/** A three-room social home in the core GM0402-C01 of Hilversum, in a region of three municipalities. */
export function home(special: Partial<VacancyFacts> = {}): VacancyFacts {
  return {
    id: 'L0001:example',
    model: 'OFFER',
    segment: 'SOCIAL_RENT',
    labels: [],
    place: {
      region: 'GOOI',
      municipality: 'GM0402',
      core: 'GM0402-C01',
      regionMunicipalities: ['GM0402', 'GM0406', 'GM0417'],
    },
    dwellingType: 'APARTMENT',
    rooms: 3,
    areaM2: 70,
    rentCents: 65_000,
    accessibility: 'NONE',
    publishedOn: TODAY,
    complex: null,
    offeredSince: TODAY,
    closesOn: calendarDate('2025-06-08'),
    ...special,
  };
}

/** A stay or work in a municipality since a day, until another. */
export function tie(
  municipality: string,
  from: string,
  until: string | null = null,
  core: string | null = null,
): Tie {
  return { municipality, core, from: calendarDate(from), until: until === null ? null : calendarDate(until) };
}

/** A valid urgency of Hilversum without bounds on the home. */
export function urgency(special: Partial<UrgencyFact> = {}): UrgencyFact {
  return {
    category: 'MEDICAL',
    statutoryGroup: null,
    municipality: 'GM0402',
    validity: { from: calendarDate('2025-01-01'), until: calendarDate('2026-01-01') },
    decidedOn: calendarDate('2024-12-20'),
    directMediation: false,
    searchProfile: {
      dwellingTypes: [],
      minimumRooms: null,
      maximumRooms: null,
      maximumRentCents: null,
      minimumAreaM2: null,
      accessibility: 'NONE',
      municipalities: [],
    },
    ...special,
  };
}

/** The condition that a source states. Throws with the findings when it states none. */
export function condition(source: unknown): Condition {
  const parsed = parseCondition(source);
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  return parsed.value;
}

/** The codes and paths of what is wrong with a source; empty when nothing is. */
export function faults(source: unknown): readonly string[] {
  const parsed = parseCondition(source);
  return parsed.kind === 'OK' ? [] : parsed.failure.map(({ code, path }) => `${code} ${path}`);
}

/** Whether a condition holds; throws when its closure and its trace do not say the same. */
export function holds(
  source: unknown,
  facts: CandidateFacts = seeker(),
  vacancy: VacancyFacts = home(),
  on: CalendarDate = TODAY,
): boolean {
  const tree = condition(source);
  const fast = compileCondition(tree)(facts, vacancy, on);
  const traced = traceCondition(tree, facts, vacancy, on).holds;
  if (fast !== traced) throw new Error(`closure says ${fast}, trace says ${traced}: ${JSON.stringify(tree)}`);
  return fast;
}
