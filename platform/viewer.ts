/** The roles of `schema/scalars.graphql`, in its order. */
export const ROLES = [
  'ANONYMOUS',
  'SEEKER',
  'REGISTRAR',
  'ALLOCATOR',
  'URGENCY_OFFICER',
  'PERMIT_OFFICER',
  'PUBLISHER',
  'APPROVER',
  'CARE_PROVIDER',
  'ANALYST',
  'AUDITOR',
  'HUB',
] as const;

export type Role = (typeof ROLES)[number];

/**
 * Who is asking. One viewer speaks in one role, so that a reading is recorded under the task it was made for.
 * `organisation` is the owner code the viewer may write under; `registration` is a seeker's own registration.
 */
export interface Viewer {
  readonly role: Role;
  readonly person: string | null;
  readonly organisation: string | null;
  readonly registration: string | null;
  readonly purpose: string;
}

export const ANONYMOUS: Viewer = Object.freeze({
  role: 'ANONYMOUS',
  person: null,
  organisation: null,
  registration: null,
  purpose: 'public information',
});

/**
 * The hub, asking another owner for facts on behalf of `viewer` and for one named task.
 * The person and organisation stay those of who caused the reading, so that the record of readings names them.
 */
export function hubOnBehalfOf(viewer: Viewer, purpose: string): Viewer {
  return {
    role: 'HUB',
    person: viewer.person,
    organisation: viewer.organisation,
    registration: viewer.registration,
    purpose,
  };
}

/** What an asker is called in a record: the organisation, or the seeker's registration, also when the hub asks for them. */
export function readerOrganisation(viewer: Viewer): string {
  const name = viewer.role === 'SEEKER' ? viewer.registration : (viewer.organisation ?? viewer.registration);
  return name ?? 'anonymous';
}
