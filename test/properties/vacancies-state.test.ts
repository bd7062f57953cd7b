import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  VACANCY_STATUSES,
  VACANCY_STEPS,
  vacancyAfter,
  type VacancyStatus,
  type VacancyStep,
} from '../../subgraphs/vacancies/domain/vacancy-state.ts';

/** The statuses that a vacancy has when every step is tried in turn and a step that is not allowed changes nothing. */
function history(steps: readonly VacancyStep[], start: VacancyStatus = 'DRAFT'): readonly VacancyStatus[] {
  const statuses = [start];
  for (const step of steps) statuses.push(vacancyAfter(statuses.at(-1)!, step) ?? statuses.at(-1)!);
  return statuses;
}

const steps = fc.array(fc.constantFrom(...VACANCY_STEPS), { maxLength: 20 });

describe('whatever is tried with a vacancy', () => {
  it('it never goes back', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        const places = history(tried).map((status) => VACANCY_STATUSES.indexOf(status));
        expect(places).toEqual([...places].sort((one, other) => one - other));
      }),
    );
  });

  it('it is let only after it was published, closed and offered', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        const passed = history(tried);
        fc.pre(passed.includes('LET'));
        expect([...new Set(passed)]).toEqual(['DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING', 'LET']);
      }),
      { examples: [[['PUBLISH', 'CLOSE', 'OFFER', 'LET', 'WITHDRAW']]] },
    );
  });

  it('nothing follows letting or withdrawing', () => {
    fc.assert(
      fc.property(fc.constantFrom<VacancyStatus>('LET', 'WITHDRAWN'), steps, (end, tried) => {
        expect(new Set(history(tried, end))).toEqual(new Set([end]));
      }),
    );
  });
});
