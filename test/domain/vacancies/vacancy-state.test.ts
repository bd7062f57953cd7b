import { describe, expect, it } from 'vitest';
import {
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
});
