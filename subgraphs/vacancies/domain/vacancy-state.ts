/** Status of a vacancy (VERA PUBLICATIESTATUS): VOO, GEP, (closed), AAN, AFG, ING. */
export const VACANCY_STATUSES = ['DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING', 'LET', 'WITHDRAWN'] as const;
export type VacancyStatus = (typeof VACANCY_STATUSES)[number];

/** What a corporation, or time, does with a vacancy. */
export const VACANCY_STEPS = ['PUBLISH', 'CLOSE', 'OFFER', 'LET', 'WITHDRAW'] as const;
export type VacancyStep = (typeof VACANCY_STEPS)[number];

const TRANSITIONS: Readonly<Record<VacancyStatus, Partial<Record<VacancyStep, VacancyStatus>>>> = {
  DRAFT: { PUBLISH: 'PUBLISHED', WITHDRAW: 'WITHDRAWN' },
  PUBLISHED: { CLOSE: 'CLOSED', WITHDRAW: 'WITHDRAWN' },
  CLOSED: { OFFER: 'OFFERING', WITHDRAW: 'WITHDRAWN' },
  OFFERING: { LET: 'LET', WITHDRAW: 'WITHDRAWN' },
  // A home that is let, and one that was withdrawn, are offered anew as a new vacancy.
  LET: {},
  WITHDRAWN: {},
};

/** The status after a step, or undefined when the status does not allow it. */
export function vacancyAfter(status: VacancyStatus, step: VacancyStep): VacancyStatus | undefined {
  return TRANSITIONS[status][step];
}
