/** Status of a registration (inschrijving). */
export const REGISTRATION_STATUSES = ['ACTIVE', 'DORMANT', 'ENDED'] as const;
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number];

/** What can be done with a registration. */
export const REGISTRATION_STEPS = ['REST', 'WAKE', 'CHANGE_SEARCH_PROFILE', 'END'] as const;
export type RegistrationStep = (typeof REGISTRATION_STEPS)[number];

const TRANSITIONS: Readonly<
  Record<RegistrationStatus, Partial<Record<RegistrationStep, RegistrationStatus>>>
> = {
  ACTIVE: { REST: 'DORMANT', CHANGE_SEARCH_PROFILE: 'ACTIVE', END: 'ENDED' },
  DORMANT: { WAKE: 'ACTIVE', CHANGE_SEARCH_PROFILE: 'DORMANT', END: 'ENDED' },
  ENDED: {},
};

/**
 * The status after a step, or undefined when the status does not allow it. An ended registration stays ended, for its
 * time is over: who comes back registers anew.
 */
export function registrationAfter(
  status: RegistrationStatus,
  step: RegistrationStep,
): RegistrationStatus | undefined {
  return TRANSITIONS[status][step];
}

/** Whether a registration of this status may react to a vacancy: one that sleeps keeps its time and does not search. */
export function mayReact(status: RegistrationStatus): boolean {
  return status === 'ACTIVE';
}
