import { describe, expect, it } from 'vitest';
import { faults, holds, home, seeker, tie } from './examples.ts';

describe('binding', () => {
  const regional = { kind: 'binding', level: 'REGION', basis: 'EITHER', residence: true, employment: true };
  const sixYearsNow = { kind: 'binding', level: 'MUNICIPALITY', basis: 'SOCIAL', unbrokenYears: 6 };
  const sixOfTen = { ...sixYearsNow, withinYears: 10 };
  const living = (...residences: ReturnType<typeof tie>[]) => seeker({ residences });

  it('holds for who lives or works there on the day', () => {
    expect(holds(regional, living(tie('GM0406', '2025-01-01')))).toBe(true);
    expect(holds(regional, seeker({ employments: [tie('GM0417', '2025-05-01')] }))).toBe(true);
    expect(holds(regional, living(tie('GM0363', '2000-01-01')))).toBe(false);
  });

  it('does not count who left on the day itself, or comes tomorrow', () => {
    expect(holds(regional, living(tie('GM0406', '2020-01-01', '2025-06-01')))).toBe(false);
    expect(holds(regional, living(tie('GM0406', '2025-06-02')))).toBe(false);
  });

  it('tells region, municipality and core apart', () => {
    const inCore = living(tie('GM0402', '2025-01-01', null, 'GM0402-C01'));
    const inOtherCore = living(tie('GM0402', '2025-01-01', null, 'GM0402-C02'));
    const core = { ...regional, level: 'CORE' };
    expect(holds({ ...regional, level: 'MUNICIPALITY' }, living(tie('GM0406', '2025-01-01')))).toBe(false);
    expect(holds({ ...regional, level: 'MUNICIPALITY' }, inOtherCore)).toBe(true);
    expect(holds(core, inCore)).toBe(true);
    expect(holds(core, inOtherCore)).toBe(false);
    expect(holds(core, inCore, home({ place: { ...home().place, core: null } }))).toBe(false);
  });

  it('counts work for an economic binding only, residence for a social one only', () => {
    const economic = { kind: 'binding', level: 'REGION', basis: 'ECONOMIC', employment: true };
    const social = { kind: 'binding', level: 'REGION', basis: 'SOCIAL', residence: true };
    const worker = seeker({ employments: [tie('GM0402', '2025-01-01')] });
    expect(holds(economic, worker)).toBe(true);
    expect(holds(social, worker)).toBe(false);
    expect(holds(economic, living(tie('GM0402', '2025-01-01')))).toBe(false);
  });

  it('takes six unbroken years now to the day', () => {
    expect(holds(sixYearsNow, living(tie('GM0402', '2019-06-01')))).toBe(true);
    expect(holds(sixYearsNow, living(tie('GM0402', '2019-06-02')))).toBe(false);
  });

  it('joins stays that touch and breaks at one day away', () => {
    // 2018-01-01 to 2022-01-01 and on: seven years and five months in all.
    expect(
      holds(sixYearsNow, living(tie('GM0402', '2022-01-01'), tie('GM0402', '2018-01-01', '2022-01-01'))),
    ).toBe(true);
    expect(
      holds(sixYearsNow, living(tie('GM0402', '2022-01-02'), tie('GM0402', '2018-01-01', '2022-01-01'))),
    ).toBe(false);
  });

  it('does not join stays in another municipality', () => {
    expect(
      holds(sixYearsNow, living(tie('GM0402', '2022-01-01'), tie('GM0406', '2010-01-01', '2022-01-01'))),
    ).toBe(false);
    expect(
      holds(
        { ...sixYearsNow, level: 'REGION' },
        living(tie('GM0402', '2022-01-01'), tie('GM0406', '2010-01-01', '2022-01-01')),
      ),
    ).toBe(true);
  });

  it('finds six unbroken years anywhere in the last ten for who has left', () => {
    // The window is 2015-06-01 to 2025-06-01.
    expect(holds(sixOfTen, living(tie('GM0402', '2016-01-01', '2022-01-01')))).toBe(true);
    expect(holds(sixYearsNow, living(tie('GM0402', '2016-01-01', '2022-01-01')))).toBe(false);
    expect(holds(sixOfTen, living(tie('GM0402', '2016-01-01', '2021-12-31')))).toBe(false);
  });

  it('counts only what lies inside the window of ten years', () => {
    expect(holds(sixOfTen, living(tie('GM0402', '1990-01-01', '2021-06-01')))).toBe(true);
    expect(holds(sixOfTen, living(tie('GM0402', '1990-01-01', '2021-05-31')))).toBe(false);
  });

  it('refuses ties that do not belong to the basis, and a window shorter than the stay', () => {
    expect(faults({ ...sixYearsNow, basis: 'ECONOMIC' })).toEqual(['CONTRADICTION basis']);
    expect(faults({ kind: 'binding', level: 'CORE', basis: 'EITHER' })).toEqual(['CONTRADICTION basis']);
    expect(faults({ ...sixYearsNow, withinYears: 5 })).toEqual(['CONTRADICTION withinYears']);
  });
});
