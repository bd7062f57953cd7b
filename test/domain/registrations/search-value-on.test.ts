import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import {
  registrationDaysOn,
  searchValueOn,
  type Waiting,
} from '../../../subgraphs/registrations/domain/search-value-on.ts';

const GOOI = { retainedPercent: 75, transitionalUntil: calendarDate('2016-01-01') };

/** Registered in 2020, leaves a home without ever having moved through the register. */
const WAITING: Waiting = {
  registeredOn: calendarDate('2020-01-01'),
  lastMove: null,
  leavesSelfContainedHome: true,
  presentAddressSince: calendarDate('2018-01-01'),
};

describe('registration time', () => {
  it('is 0 on the day of registration, 366 after the leap year that follows, and null before', () => {
    const on = (day: string) => registrationDaysOn(WAITING, calendarDate(day));
    expect([on('2019-12-31'), on('2020-01-01'), on('2021-01-01')]).toEqual([null, 0, 366]);
  });
});

describe('search value', () => {
  const value = (waiting: Partial<Waiting>, on: string, scheme = GOOI) =>
    searchValueOn({ ...WAITING, ...waiting }, scheme, calendarDate(on));

  it('is the registration time of who never moved through the register', () => {
    // 2020-01-01 to 2020-01-31: 30 days.
    expect(value({}, '2020-01-31')).toEqual({
      days: 30,
      waitingDays: 30,
      retainedDays: 0,
      transitionalDays: 0,
    });
    expect(value({}, '2019-12-31')).toBeNull();
  });

  it('keeps three quarters of the value with which the home was obtained, rounded down', () => {
    const lastMove = { on: calendarDate('2024-03-01'), searchValueDays: 1001 };
    // 2024-03-01 to 2024-03-11: 10 days. 75% of 1001 = 750.75, so 750. Together 760.
    expect(value({ lastMove, presentAddressSince: lastMove.on }, '2024-03-11')).toEqual({
      days: 760,
      waitingDays: 10,
      retainedDays: 750,
      transitionalDays: 0,
    });
  });

  it('keeps nothing for who leaves no self-contained home', () => {
    const lastMove = { on: calendarDate('2024-03-01'), searchValueDays: 1001 };
    expect(value({ lastMove, leavesSelfContainedHome: false }, '2024-03-11')).toMatchObject({
      days: 10,
      retainedDays: 0,
    });
  });

  it('counts residence at the same address up to the stated day, and no day twice', () => {
    const since = (presentAddressSince: string) =>
      value({ presentAddressSince: calendarDate(presentAddressSince) }, '2020-01-31');
    // 2015-01-01 up to 2016-01-01: 365 days, besides the 30 of the registration.
    expect(since('2015-01-01')).toMatchObject({ days: 395, waitingDays: 30, transitionalDays: 365 });
    expect(since('2016-01-01')).toMatchObject({ days: 30, transitionalDays: 0 });
    // Registered in 2015: from then on the days are registration time, so only the year before counts as residence.
    const registeredOn = calendarDate('2015-01-01');
    expect(
      value({ registeredOn, presentAddressSince: calendarDate('2014-01-01') }, '2015-01-11'),
    ).toMatchObject({
      waitingDays: 10,
      transitionalDays: 365,
    });
  });

  it('knows of no move and no address that lay in the future on the day asked about', () => {
    const lastMove = { on: calendarDate('2024-03-01'), searchValueDays: 1521 };
    const moved = { lastMove, presentAddressSince: lastMove.on };
    expect(value(moved, '2024-02-29')).toEqual({
      days: 1520,
      waitingDays: 1520,
      retainedDays: 0,
      transitionalDays: 0,
    });
    // 75% of 1521 = 1140.75.
    expect(value(moved, '2024-03-01')).toMatchObject({ days: 1140, waitingDays: 0 });
  });
});
