import type { Role, Viewer } from '../../platform/viewer.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';

export { ANONYMOUS };

/** Somebody of an organisation, in one role. */
export function memberOf(organisation: string, role: Role): Viewer {
  return { role, person: `test ${role}`, organisation, registration: null, purpose: 'test' };
}

export function allocatorOf(corporation: string): Viewer {
  return memberOf(corporation, 'ALLOCATOR');
}

export function registrarOf(code: string): Viewer {
  return memberOf(code, 'REGISTRAR');
}

export function officerOf(municipality: string): Viewer {
  return memberOf(municipality, 'URGENCY_OFFICER');
}

/** Who decides on housing permits. */
export function permitOfficerOf(municipality: string): Viewer {
  return memberOf(municipality, 'PERMIT_OFFICER');
}

/** The seeker whose registration it is. */
export function seekerOf(registration: string): Viewer {
  return {
    role: 'SEEKER',
    person: `seeker ${registration}`,
    organisation: null,
    registration,
    purpose: 'test',
  };
}

export const AUDITOR: Viewer = {
  role: 'AUDITOR',
  person: 'test auditor',
  organisation: 'AUDIT',
  registration: null,
  purpose: 'test',
};
export const ANALYST: Viewer = {
  role: 'ANALYST',
  person: 'test analyst',
  organisation: 'UNIV',
  registration: null,
  purpose: 'test',
};
export const HUB: Viewer = {
  role: 'HUB',
  person: null,
  organisation: null,
  registration: null,
  purpose: 'test',
};
