import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { JudgementFact } from '../../../rules/facts.ts';
import { faults, holds, home, seeker } from './examples.ts';

describe('judged', () => {
  const judgement = (special: Partial<JudgementFact> = {}): JudgementFact => ({
    norm: 'HARDSHIP',
    municipality: 'GM0402',
    met: true,
    validity: { from: calendarDate('2025-01-01'), until: calendarDate('2026-01-01') },
    ...special,
  });
  const met = (special: Partial<JudgementFact>, day = '2025-06-01'): boolean =>
    holds(
      { kind: 'judged', norm: 'HARDSHIP' },
      seeker({ judgements: [judgement(special)] }),
      home(),
      calendarDate(day),
    );

  it('finds a judgement of this municipality on this norm while it is valid', () => {
    expect(met({})).toBe(true);
    expect(met({}, '2024-12-31')).toBe(false);
    expect(met({}, '2025-01-01')).toBe(true);
    expect(met({}, '2026-01-01')).toBe(false);
    expect(met({ validity: { from: calendarDate('2025-01-01'), until: null } }, '2030-01-01')).toBe(true);
  });

  it('does not take a judgement that the norm is not met, of another norm, or of another municipality', () => {
    expect(met({ met: false })).toBe(false);
    expect(met({ norm: 'INTEREST' })).toBe(false);
    expect(met({ municipality: 'GM0406' })).toBe(false);
  });

  it('never computes what a person must judge', () => {
    expect(holds({ kind: 'judged', norm: 'HARDSHIP' })).toBe(false);
    expect(faults({ kind: 'judged' })).toEqual(['MISSING norm']);
  });
});
