import { describe, expect, it } from 'vitest';
import { calendarDate, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import {
  exclusionsOn,
  incomeTestsOn,
  lastMoveOn,
  presentAddressOn,
  tiesOn,
} from '../../../subgraphs/registrations/domain/facts-on.ts';

const ON = calendarDate('2026-03-01');

describe('the ties of a day', () => {
  const tie = (kind: 'RESIDENCE' | 'EMPLOYMENT', from: string, until: string | null) => ({
    kind,
    fromDay: calendarDate(from),
    untilDay: until === null ? null : calendarDate(until),
  });

  it('are those that had begun, of the kind asked for', () => {
    const begun = tie('RESIDENCE', '2026-03-01', null);
    const later = tie('RESIDENCE', '2026-03-02', null);
    const work = tie('EMPLOYMENT', '2026-01-01', null);
    expect(tiesOn([begun, later, work], 'RESIDENCE', ON)).toEqual([begun]);
    expect(tiesOn([begun, later, work], 'EMPLOYMENT', ON)).toEqual([work]);
  });

  it('have an end only where it was known: a past one counts for who lived there before', () => {
    const ended = tie('RESIDENCE', '2010-01-01', '2026-03-01');
    const endsLater = tie('RESIDENCE', '2010-01-01', '2026-03-02');
    expect(tiesOn([ended, endsLater], 'RESIDENCE', ON).map(({ untilDay }) => untilDay)).toEqual([
      '2026-03-01',
      null,
    ]);
  });
});

describe('the income tests of a day', () => {
  const test = (threshold: string, atMost: boolean, testedOn: string, validUntil: string | null = null) => ({
    threshold,
    atMost,
    testedOn: calendarDate(testedOn),
    validUntil: validUntil === null ? null : calendarDate(validUntil),
  });
  const outcomes = (...tests: ReturnType<typeof test>[]) =>
    incomeTestsOn(tests, ON).map(({ threshold, atMost }) => `${threshold} ${atMost}`);

  it('are the latest of each threshold', () => {
    const tests = [
      test('LOW', true, '2025-01-01'),
      test('LOW', false, '2026-01-01'),
      test('HIGH', true, '2024-01-01'),
    ];
    expect(outcomes(...tests)).toEqual(['LOW false', 'HIGH true']);
    expect(outcomes(...tests.toReversed())).toEqual(['HIGH true', 'LOW false']);
  });

  it('leave out what was tested later and what no longer holds, and then the one before counts', () => {
    expect(outcomes(test('LOW', true, '2026-03-02'))).toEqual([]);
    expect(outcomes(test('LOW', true, '2026-03-01', '2026-03-02'))).toEqual(['LOW true']);
    expect(outcomes(test('LOW', true, '2025-01-01'), test('LOW', false, '2025-06-01', '2026-03-01'))).toEqual(
      ['LOW true'],
    );
  });

  it('hold, of two on one day, the one that was recorded last', () => {
    expect(outcomes(test('LOW', true, '2026-01-01'), test('LOW', false, '2026-01-01'))).toEqual([
      'LOW false',
    ]);
  });
});

describe('sanctions, moves and addresses of a day', () => {
  it('last up to the day that is named, not on it', () => {
    const until = (day: string) => ({ untilDay: calendarDate(day) });
    expect(exclusionsOn([until('2026-03-01'), until('2026-03-02')], ON)).toEqual([until('2026-03-02')]);
  });

  it('leave out what had not happened yet', () => {
    const move = (on: CalendarDate) => ({ on, searchValueDays: 5 });
    expect(lastMoveOn(move(ON), ON)).toEqual(move(ON));
    expect(lastMoveOn(move(calendarDate('2026-03-02')), ON)).toBeNull();
    expect(lastMoveOn(null, ON)).toBeNull();
    expect(presentAddressOn(ON, ON)).toBe(ON);
    expect(presentAddressOn(calendarDate('2026-03-02'), ON)).toBeNull();
    expect(presentAddressOn(null, ON)).toBeNull();
  });
});
