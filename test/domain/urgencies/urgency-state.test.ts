import { describe, expect, it } from 'vitest';
import {
  URGENCY_STATUSES,
  URGENCY_STEPS,
  urgencyAfter,
} from '../../../subgraphs/urgencies/domain/urgency-state.ts';

describe('the status of an urgency', () => {
  it('is decided once, ends once it was granted, and never comes back', () => {
    const after = URGENCY_STATUSES.map((status) => [
      status,
      Object.fromEntries(
        URGENCY_STEPS.map((step) => [step, urgencyAfter(status, step)]).filter(
          ([, next]) => next !== undefined,
        ),
      ),
    ]);
    expect(Object.fromEntries(after)).toEqual({
      REQUESTED: { GRANT: 'GRANTED', REJECT: 'REJECTED' },
      GRANTED: { END: 'ENDED' },
      REJECTED: {},
      ENDED: {},
    });
  });
});
