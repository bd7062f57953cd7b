import type { AllocationModel } from '../../../rules/facts.ts';

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

/** Steps that follow from what allocation decides, and the status that each leads to. */
const ALLOCATION_STEPS = { CLOSE: 'CLOSED', OFFER: 'OFFERING', LET: 'LET', WITHDRAW: 'WITHDRAWN' } as const;
export type AllocationStep = keyof typeof ALLOCATION_STEPS;

export type StepOutcome =
  | { readonly kind: 'TAKE'; readonly status: VacancyStatus }
  /** It was taken before. */
  | { readonly kind: 'TAKEN' }
  | { readonly kind: 'REFUSED'; readonly code: 'VACANCY_STATE' | 'VACANCY_STILL_OPEN' };

/** Statuses that a vacancy passes through on its way to being let, in their order. */
const WAY: readonly VacancyStatus[] = ['DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING', 'LET'];

/**
 * What a step of allocation does to a vacancy at a moment. A step that lies behind it was taken before, so that whoever
 * does not know whether the step came through may ask again; a withdrawn vacancy takes no other step. Closing `early` is for
 * homes that go to who reacts first.
 */
export function stepOn(
  {
    status,
    closesAt,
    model,
  }: { readonly status: VacancyStatus; readonly closesAt: string | null; readonly model: AllocationModel },
  step: AllocationStep,
  now: string,
  early = false,
): StepOutcome {
  const target = ALLOCATION_STEPS[step];
  const isBehind = WAY.includes(target) && WAY.indexOf(target) <= WAY.indexOf(status);
  if (status === target || isBehind) return { kind: 'TAKEN' };
  const next = vacancyAfter(status, step);
  if (next === undefined || status === 'DRAFT') return { kind: 'REFUSED', code: 'VACANCY_STATE' };
  const mayBeEarly = early && model === 'DIRECT_LET';
  if (step === 'CLOSE' && !mayBeEarly && closesAt !== null && Date.parse(now) < Date.parse(closesAt))
    return { kind: 'REFUSED', code: 'VACANCY_STILL_OPEN' };
  return { kind: 'TAKE', status: next };
}

/** Whether nobody may choose by which home it is: the draw among urgent seekers is for one suitable home anywhere in the region. */
export function isBlind({
  model,
  status,
}: {
  readonly model: AllocationModel;
  readonly status: VacancyStatus;
}): boolean {
  return model === 'URGENT_SEEKER_LOTTERY' && status !== 'LET';
}
