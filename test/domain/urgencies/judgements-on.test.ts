import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { judgementsOn } from '../../../subgraphs/urgencies/domain/judgements-on.ts';

const judgement = (
  id: string,
  judgedOn: string,
  validFrom: string,
  validUntil: string | null,
  special = {},
) => ({
  owner: 'GM0402',
  id,
  norm: 'HARDSHIP',
  judgedOn: calendarDate(judgedOn),
  validFrom: calendarDate(validFrom),
  validUntil: validUntil === null ? null : calendarDate(validUntil),
  ...special,
});

const on = (day: string, ...judgements: ReturnType<typeof judgement>[]) =>
  judgementsOn(judgements, calendarDate(day)).map(({ id }) => id);

describe('the judgements that hold on a day', () => {
  const first = judgement('1', '2026-01-10', '2026-01-15', '2026-07-15');

  it('hold from their first day to their last, and not before they were made', () => {
    expect(on('2026-01-14', first)).toEqual([]);
    expect(on('2026-01-15', first)).toEqual(['1']);
    expect(on('2026-07-14', first)).toEqual(['1']);
    expect(on('2026-07-15', first)).toEqual([]);
    expect(on('2026-01-09', judgement('1', '2026-01-10', '2026-01-05', null))).toEqual([]);
  });

  it('give way to a later one of the same municipality and norm from the day on which that begins', () => {
    const later = judgement('2', '2026-03-01', '2026-04-01', '2026-05-01');
    expect(on('2026-03-15', first, later)).toEqual(['1']);
    expect(on('2026-04-01', later, first)).toEqual(['2']);
    expect(on('2026-05-01', first, later)).toEqual([]);
  });

  it('of one day are taken in the order in which they were recorded', () => {
    const same = judgement('2', '2026-01-10', '2026-01-15', null);
    expect(on('2026-02-01', same, first)).toEqual(['2']);
  });

  it('of other municipalities and norms stand beside each other', () => {
    const elsewhere = judgement('2', '2026-03-01', '2026-03-01', null, { owner: 'GM0406' });
    const other = judgement('3', '2026-03-01', '2026-03-01', null, { norm: 'INTEREST' });
    expect(on('2026-04-01', first, elsewhere, other)).toEqual(['1', '2', '3']);
  });
});
