import { describe, expect, it } from 'vitest';
import {
  stepOn,
  VACANCY_STATUSES,
  VACANCY_STEPS,
  vacancyAfter,
} from '../../../subgraphs/vacancies/domain/vacancy-state.ts';

describe('the status of a vacancy', () => {
  it('goes from draft to let by publishing, closing, offering and letting', () => {
    const path = (['PUBLISH', 'CLOSE', 'OFFER', 'LET'] as const).reduce<string[]>(
      (statuses, step) => [...statuses, vacancyAfter(statuses.at(-1) as never, step) ?? 'NOT ALLOWED'],
      ['DRAFT'],
    );
    expect(path).toEqual(['DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING', 'LET']);
  });

  it('may become withdrawn as long as the home is not let', () => {
    const withdrawable = VACANCY_STATUSES.filter(
      (status) => vacancyAfter(status, 'WITHDRAW') === 'WITHDRAWN',
    );
    expect(withdrawable).toEqual(['DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING']);
  });

  it('allows from each status only the next step and withdrawing', () => {
    const allowed = VACANCY_STATUSES.map((status) => [
      status,
      VACANCY_STEPS.filter((step) => vacancyAfter(status, step) !== undefined),
    ]);
    expect(Object.fromEntries(allowed)).toEqual({
      DRAFT: ['PUBLISH', 'WITHDRAW'],
      PUBLISHED: ['CLOSE', 'WITHDRAW'],
      CLOSED: ['OFFER', 'WITHDRAW'],
      OFFERING: ['LET', 'WITHDRAW'],
      LET: [],
      WITHDRAWN: [],
    });
  });

  it('closes before its time only a home that goes to who reacts first, and only when it is meant', () => {
    const open = { status: 'PUBLISHED', closesAt: '2026-11-09T19:00:00Z' } as const;
    const close = (model: 'DIRECT_LET' | 'OFFER', early: boolean) =>
      stepOn({ ...open, model }, 'CLOSE', '2026-11-03T10:00:00Z', early).kind;
    expect(close('DIRECT_LET', true)).toBe('TAKE');
    expect(close('DIRECT_LET', false)).toBe('REFUSED');
    expect(close('OFFER', true)).toBe('REFUSED');
  });
});
