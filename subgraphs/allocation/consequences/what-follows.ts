import { dayInNetherlands } from '../../../platform/clock.ts';
import { formatGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { CandidateFacts } from '../../../rules/facts.ts';
import type { Consequence } from '../store/consequences.ts';

/** What other owners are told of a decision; each is one that may be told twice. */

/** A corporation may read the file of a candidate because of a vacancy, or no longer. */
export function accessTo(registration: string, vacancy: GlobalId, now: string, ended: boolean): Consequence {
  const grant = {
    registration,
    organisation: vacancy.owner,
    vacancy: formatGlobalId(vacancy),
    on: dayInNetherlands(now),
    ended,
  };
  return {
    owner: vacancy.owner,
    subject: `${registration} ${vacancy.id}`,
    operation: 'GrantFile',
    variables: { file: grant, urgencies: grant },
    madeAt: now,
  };
}

/** A seeker may see the mediated home that is offered to them. */
export function sightOf(registration: string, vacancy: GlobalId, now: string): Consequence {
  return {
    owner: vacancy.owner,
    subject: `${registration} sees ${vacancy.id}`,
    operation: 'ShowVacancy',
    variables: { input: { vacancy: formatGlobalId(vacancy), registration } },
    madeAt: now,
  };
}

/** A household was housed by mediation, and its urgency ends. */
export function housedBy(owner: string, urgency: string, on: CalendarDate, now: string): Consequence {
  return {
    owner,
    subject: `${urgency} housed`,
    operation: 'EndHousedUrgency',
    variables: { input: { urgency, on } },
    madeAt: now,
  };
}

/** A rule excludes a seeker from a model until a day. */
export function exclusionOf(
  owner: string,
  registration: string,
  { model, until, reason }: CandidateFacts['exclusions'][number],
  now: string,
): Consequence {
  return {
    owner,
    subject: `${registration} ${model} ${reason}`,
    operation: 'RecordExclusion',
    variables: { input: { registration, model, until, reason } },
    madeAt: now,
  };
}

/** A household moved. */
export function moveOf(owner: string, registration: string, on: CalendarDate, now: string): Consequence {
  return {
    owner,
    subject: `${registration} move`,
    operation: 'RecordMove',
    variables: { input: { registration, on } },
    madeAt: now,
  };
}

/** A vacancy is let, or offered no more. */
export function stepOf(
  vacancy: GlobalId,
  step: 'LET' | 'WITHDRAW',
  now: string,
  reason?: string,
): Consequence {
  const input = { vacancy: formatGlobalId(vacancy), step, ...(reason === undefined ? {} : { reason }) };
  return {
    owner: vacancy.owner,
    subject: formatGlobalId(vacancy),
    operation: 'TakeVacancyStep',
    variables: { input },
    madeAt: now,
  };
}
