import { describe, expect, it } from 'vitest';
import {
  mayReact,
  REGISTRATION_STATUSES,
  REGISTRATION_STEPS,
  registrationAfter,
} from '../../../subgraphs/registrations/domain/registration-state.ts';

describe('the status of a registration', () => {
  it('allows to rest and to wake, keeps through a change of profile, and never comes back from its end', () => {
    const after = REGISTRATION_STATUSES.map((status) => [
      status,
      Object.fromEntries(
        REGISTRATION_STEPS.map((step) => [step, registrationAfter(status, step)]).filter(
          ([, next]) => next !== undefined,
        ),
      ),
    ]);
    expect(Object.fromEntries(after)).toEqual({
      ACTIVE: { REST: 'DORMANT', CHANGE_SEARCH_PROFILE: 'ACTIVE', END: 'ENDED' },
      DORMANT: { WAKE: 'ACTIVE', CHANGE_SEARCH_PROFILE: 'DORMANT', END: 'ENDED' },
      ENDED: {},
    });
  });

  it('lets only an active one react', () => {
    expect(REGISTRATION_STATUSES.filter(mayReact)).toEqual(['ACTIVE']);
  });
});
