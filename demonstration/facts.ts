import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { CandidateFacts } from '../rules/facts.ts';
import { assembleCandidate, type SeekerCase } from '../subgraphs/allocation/subgraph.ts';
import {
  exclusionsOn,
  incomeTestsOn,
  lastMoveOn,
  presentAddressOn,
  tiesOn,
  type RegistrationRow,
  type TieRow,
} from '../subgraphs/registrations/subgraph.ts';
import { urgenciesOn } from '../subgraphs/urgencies/subgraph.ts';
import type { Seeker } from './seeker.ts';

/**
 * The facts of a seeker as they stood on a day before it moved: put together by the functions that registrations,
 * urgencies and allocation use for a real reaction, so that no fact here could not have come from there.
 */
export function factsOf(seeker: Seeker, on: CalendarDate): CandidateFacts {
  const facts = assembleCandidate({
    id: seeker.id,
    facts: registeredFacts(seeker, on),
    urgencyFacts: urgencyFacts(seeker, on),
    // Nobody was judged in the demonstration.
    judgementFacts: [],
  });
  if (facts.kind === 'FAILED') throw new TypeError('a seeker of the demonstration without facts');
  return facts.value;
}

function registeredFacts({ row, ties, tests, exclusions }: Seeker, on: CalendarDate): SeekerCase['facts'] {
  return {
    on,
    active: row.status === 'ACTIVE',
    registeredOn: row.registeredOn,
    lawfulResidence: row.lawfulResidence,
    applicantBirthDates: row.applicantBirthDates,
    adults: row.adults,
    children: row.children,
    residences: tiesOn(ties, 'RESIDENCE', on).map(answered),
    employments: tiesOn(ties, 'EMPLOYMENT', on).map(answered),
    leavesSelfContainedHome: row.leavesSelfContainedHome,
    presentAddressSince: presentAddressOn(row.presentAddressSince, on),
    lastMove: lastMoveOn(lastMoveOf(row), on),
    incomeTests: incomeTestsOn(tests, on),
    vitalProfession: row.vitalProfession,
    accessibility: row.accessibility,
    activeSearchMonths: row.activeSearchMonths,
    situationPoints: row.situationPoints,
    exclusions: exclusionsOn(exclusions, on).map(({ model, untilDay, reason }) => ({
      model,
      until: untilDay,
      reason,
    })),
  };
}

function lastMoveOf({ lastMoveOn: on, lastMoveSearchValueDays: searchValueDays }: RegistrationRow) {
  return on === null || searchValueDays === null ? null : { on, searchValueDays };
}

function urgencyFacts({ urgencies }: Seeker, on: CalendarDate): SeekerCase['urgencyFacts'] {
  return urgenciesOn(urgencies, on).map((urgency) => ({
    category: urgency.category,
    statutoryGroup: urgency.statutoryGroup,
    municipality: urgency.owner,
    decidedOn: urgency.decidedOn,
    validFrom: urgency.validFrom,
    validUntil: urgency.validUntil,
    directMediation: urgency.directMediation,
    searchProfile: {
      dwellingTypes: urgency.profileDwellingTypes,
      minimumRooms: urgency.profileMinimumRooms,
      maximumRooms: urgency.profileMaximumRooms,
      maximumRentCents: urgency.profileMaximumRentCents,
      minimumAreaM2: urgency.profileMinimumAreaM2,
      accessibility: urgency.profileAccessibility,
      municipalities: urgency.profileMunicipalities,
    },
  }));
}

function answered({ municipality, core, fromDay, untilDay }: TieRow) {
  return {
    municipality: { code: municipality },
    core: core === null ? null : { code: core },
    from: fromDay,
    until: untilDay,
  };
}
