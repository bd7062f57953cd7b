/** Status of an urgency (VERA VOORRANGSREGELINGSTATUS): AAN, GEC, AFG, VER. */
export const URGENCY_STATUSES = ['REQUESTED', 'GRANTED', 'REJECTED', 'ENDED'] as const;
export type UrgencyStatus = (typeof URGENCY_STATUSES)[number];

/** What a municipality can do with an urgency. */
export const URGENCY_STEPS = ['GRANT', 'REJECT', 'END'] as const;
export type UrgencyStep = (typeof URGENCY_STEPS)[number];

const TRANSITIONS: Readonly<Record<UrgencyStatus, Partial<Record<UrgencyStep, UrgencyStatus>>>> = {
  REQUESTED: { GRANT: 'GRANTED', REJECT: 'REJECTED' },
  GRANTED: { END: 'ENDED' },
  REJECTED: {},
  ENDED: {},
};

/** The status after a step, or undefined when the status does not allow it. A rejected or ended urgency stays so: a new request is a new urgency. */
export function urgencyAfter(status: UrgencyStatus, step: UrgencyStep): UrgencyStatus | undefined {
  return TRANSITIONS[status][step];
}
