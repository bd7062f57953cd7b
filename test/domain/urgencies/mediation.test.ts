import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { mayRecordSignature } from '../../../subgraphs/urgencies/domain/care-contract.ts';
import { waitingSince } from '../../../subgraphs/urgencies/domain/waiting-since.ts';

describe('the clock of mediation', () => {
  const [early, late] = [calendarDate('2026-05-01'), calendarDate('2026-06-01')];

  it('begins with the decision, or with the first day of its validity when that is later', () => {
    expect(waitingSince({ decidedOn: early, validFrom: early })).toBe(early);
    expect(waitingSince({ decidedOn: early, validFrom: late })).toBe(late);
    expect(waitingSince({ decidedOn: late, validFrom: early })).toBe(late);
  });

  it('does not run before there is a decision', () => {
    expect(waitingSince({ decidedOn: null, validFrom: early })).toBeNull();
  });
});

describe('the signatures under a care contract', () => {
  it('are recorded by each organisation for itself, and by either for the seeker', () => {
    expect(mayRecordSignature('CARE_PROVIDER', 'CARE_PROVIDER', true)).toBe(true);
    expect(mayRecordSignature('CARE_PROVIDER', 'MUNICIPALITY', true)).toBe(false);
    expect(mayRecordSignature('URGENCY_OFFICER', 'MUNICIPALITY', true)).toBe(true);
    expect(mayRecordSignature('URGENCY_OFFICER', 'CARE_PROVIDER', true)).toBe(false);
    for (const recorder of ['CARE_PROVIDER', 'URGENCY_OFFICER'] as const)
      expect(mayRecordSignature(recorder, 'SEEKER', true)).toBe(true);
  });

  it('of a provider that the hub does not know are recorded by the municipality', () => {
    expect(mayRecordSignature('URGENCY_OFFICER', 'CARE_PROVIDER', false)).toBe(true);
  });
});
