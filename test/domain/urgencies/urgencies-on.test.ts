import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { urgenciesOn } from '../../../subgraphs/urgencies/domain/urgencies-on.ts';
import { URGENCY_STATUSES } from '../../../subgraphs/urgencies/domain/urgency-state.ts';
import { requestedUrgencyRow, urgencyRow } from '../../support/urgencies.ts';

/** Valid from 2026-06-01 up to 2026-12-01. */
const holds = (said: Parameters<typeof urgencyRow>[1], on: string) =>
  urgenciesOn([urgencyRow(1, said)], calendarDate(on)).length === 1;

describe('the urgencies of a day', () => {
  it('hold from the first day of their validity up to the first day after it', () => {
    const days = ['2026-05-31', '2026-06-01', '2026-11-30', '2026-12-01'];
    expect(days.filter((day) => holds({}, day))).toEqual(['2026-06-01', '2026-11-30']);
    expect(holds({ validUntil: null }, '2036-01-01')).toBe(true);
  });

  it('count only from the day of the decision, also where the validity goes back further', () => {
    const decidedOn = calendarDate('2026-07-01');
    expect(holds({ decidedOn }, '2026-06-30')).toBe(false);
    expect(holds({ decidedOn }, '2026-07-01')).toBe(true);
  });

  it('stay what they were on days before an early end', () => {
    const ended = { status: 'ENDED', validUntil: calendarDate('2026-09-01') } as const;
    expect(holds(ended, '2026-08-31')).toBe(true);
    expect(holds(ended, '2026-09-01')).toBe(false);
  });

  it('are never those asked for or rejected', () => {
    const on = '2026-07-01';
    expect(URGENCY_STATUSES.filter((status) => holds({ status }, on))).toEqual(['GRANTED', 'ENDED']);
    expect(urgenciesOn([requestedUrgencyRow(1)], calendarDate(on))).toEqual([]);
  });
});
