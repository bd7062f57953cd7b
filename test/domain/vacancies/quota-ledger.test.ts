import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { parseRule } from '../../../rules/read-rule.ts';
import { quotaArea, quotaPeriod } from '../../../rules/quota.ts';
import type { QuotaRule } from '../../../rules/rule.ts';
import {
  capsOn,
  roomOf,
  type Publication,
  type Supply,
} from '../../../subgraphs/vacancies/domain/quota-ledger.ts';
import { roomInWords } from '../../../subgraphs/vacancies/domain/room-in-words.ts';

const SHARE = { kind: 'SHARE', basisPoints: 2500, denominator: 'PUBLICATIONS', rounding: 'DOWN' };

function quota(special: Readonly<Record<string, unknown>> = {}): QuotaRule {
  const parsed = parseRule({
    id: 'model@2024-01-01#LOCAL',
    code: 'LOCAL',
    layer: 'REGIONAL_MODEL',
    citation: { instrument: 'model', title: 'Model', article: '4.4', text: 'Tekst.', version: '2024-01-01' },
    stage: 'QUOTA',
    subject: { kind: 'LABELS', labels: ['LOCAL_BINDING', 'VITAL_PROFESSION'] },
    counts: 'PUBLICATIONS',
    limit: SHARE,
    period: 'CALENDAR_YEAR',
    per: 'MUNICIPALITY',
    ...special,
  });
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  return parsed.value as QuotaRule;
}

const PLACE = { owner: 'L0001', region: 'GOOI', municipality: 'GM0402', core: null };
const YEAR = quotaPeriod({ period: 'CALENDAR_YEAR' }, calendarDate('2026-03-02'));
const supplies = (local: number, plain: number): readonly Supply[] => [
  { model: 'OFFER', labels: ['LOCAL_BINDING'], count: local },
  { model: 'OFFER', labels: [], count: plain },
];
const room = (rule: QuotaRule, local: number, plain: number) =>
  roomOf(rule, quotaArea(rule, PLACE), YEAR, supplies(local, plain));

describe('the period of a quota', () => {
  it.each([
    ['HALF_YEAR', '2026-06-30', '2026-01-01', '2026-07-01'],
    ['HALF_YEAR', '2026-07-01', '2026-07-01', '2027-01-01'],
    ['CALENDAR_YEAR', '2026-12-31', '2026-01-01', '2027-01-01'],
    ['TWO_CALENDAR_YEARS', '2026-01-01', '2026-01-01', '2028-01-01'],
    ['TWO_CALENDAR_YEARS', '2027-12-31', '2026-01-01', '2028-01-01'],
  ] as const)('of %s holds %s', (period, on, from, until) => {
    expect(quotaPeriod({ period }, calendarDate(on))).toEqual({ from, until });
  });
});

describe('the area of a quota', () => {
  it('is the one that it counts per; a municipality without cores is one core', () => {
    const code = (per: QuotaRule['per'], core: string | null = null) =>
      quotaArea({ per }, { ...PLACE, core }).code;
    expect([code('MUNICIPALITY'), code('REGION'), code('CORPORATION')]).toEqual(['GM0402', 'GOOI', 'L0001']);
    expect([code('CORE'), code('CORE', 'GM0402-C01')]).toEqual(['GM0402', 'GM0402-C01']);
  });
});

describe('the caps on a home', () => {
  const home: Publication = { ...PLACE, publishedOn: calendarDate('2026-03-02'), model: 'OFFER', labels: [] };

  it('are those that count its labels or its model, and no targets', () => {
    const draws = quota({
      id: 'model@2024-01-01#DRAWS',
      code: 'DRAWS',
      subject: { kind: 'MODELS', models: ['LOTTERY'] },
    });
    const floor = quota({ id: 'model@2024-01-01#FLOOR', code: 'FLOOR', direction: 'FLOOR' });
    const groups = quota({ subject: { kind: 'GROUPS', groups: ['URGENT'] }, counts: 'LETTINGS' });
    const codes = (special: Partial<Publication>) =>
      capsOn([draws, quota(), floor, groups], { ...home, ...special }).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ labels: ['VITAL_PROFESSION'] })).toEqual(['LOCAL']);
    expect(codes({ model: 'LOTTERY', labels: ['LOCAL_BINDING'] })).toEqual(['DRAWS', 'LOCAL']);
  });

  it('may be on one category of direct mediation, and then count no other', () => {
    const own = quota({ subject: { kind: 'MEDIATION_CATEGORIES', categories: ['OWN_DISCRETION'] } });
    const capped = (special: Partial<Publication>) => capsOn([own], { ...home, ...special }).length;
    expect(capped({ model: 'DIRECT_MEDIATION', category: 'OWN_DISCRETION' })).toBe(1);
    expect(capped({ model: 'DIRECT_MEDIATION', category: 'CARE_OUTFLOW' })).toBe(0);
    expect(capped({})).toBe(0);
  });
});

describe('the room of a quota', () => {
  it('of a share counts each next home in the supply too', () => {
    expect(room(quota(), 0, 2)).toMatchObject({ supply: 2, taken: 0, limit: 0, room: 0 });
    expect(room(quota(), 0, 3)).toMatchObject({ supply: 3, limit: 0, room: 1 });
    expect(room(quota(), 1, 3)).toMatchObject({ supply: 4, taken: 1, limit: 1, room: 0 });
    expect(room(quota(), 0, 30)).toMatchObject({ limit: 7, room: 10 });
  });

  it('of a number is what is left of it', () => {
    const fifty = quota({ limit: { kind: 'NUMBER', count: 50 } });
    expect(room(fifty, 49, 1000)).toMatchObject({ limit: 50, room: 1, overdrawn: 0 });
    expect(room(fifty, 51, 0)).toMatchObject({ room: 0, overdrawn: 1 });
  });

  it('rounds as the rule declares', () => {
    const rounding = (way: string) => room(quota({ limit: { ...SHARE, rounding: way } }), 0, 6).limit;
    expect([rounding('DOWN'), rounding('NEAREST'), rounding('UP')]).toEqual([1, 2, 2]);
  });

  it('has no bound when the whole may be taken', () => {
    expect(room(quota({ limit: { ...SHARE, basisPoints: 10_000 } }), 5, 0).room).toBeNull();
  });

  it('says how far a cap is passed when supply was withdrawn, and gives nothing until that is made good', () => {
    expect(room(quota(), 2, 2)).toMatchObject({ limit: 1, room: 0, overdrawn: 1 });
  });

  it('of a target says what is missing and bounds nothing', () => {
    const floor = quota({ direction: 'FLOOR' });
    expect(room(floor, 1, 7)).toMatchObject({ limit: 2, room: null, shortfall: 1, overdrawn: 0 });
    expect(room(floor, 3, 5)).toMatchObject({ shortfall: 0 });
  });

  it('of who gets a home is not known when it is published, and no number is made up', () => {
    const groups = quota({ subject: { kind: 'GROUPS', groups: ['URGENT'] }, counts: 'LETTINGS' });
    expect(room(groups, 1, 7)).toMatchObject({ taken: null, room: null, shortfall: 0 });
  });

  it('can be read as sentences with the arithmetic in them', () => {
    const text = (rule: QuotaRule, local: number, plain: number) => roomInWords(room(rule, local, plain)).nl;
    expect(text(quota(), 9, 32)).toBe(
      'Van 2026-01-01 tot 2027-01-01: ten hoogste 25% van 41 woningen, naar beneden afgerond: 10. Gepubliceerd: 9. Er kunnen er nog 1 bij.',
    );
    expect(text(quota(), 2, 2)).toContain('Dat zijn er 1 te veel, doordat aanbod is ingetrokken');
    expect(text(quota(), 1, 3)).toContain('Er kan nu niets bij.');
    expect(text(quota({ limit: { ...SHARE, basisPoints: 10_000 } }), 1, 0)).toContain(
      'van 1 woning, naar beneden afgerond: 1. Gepubliceerd: 1. Er is geen grens.',
    );
    expect(text(quota({ direction: 'FLOOR' }), 1, 7)).toContain(
      'ten minste 25% van 8 woningen, naar beneden afgerond: 2. Gepubliceerd: 1. Er ontbreken er 1.',
    );
    expect(text(quota({ direction: 'FLOOR' }), 3, 5)).toContain('Dat is genoeg.');
    expect(text(quota({ limit: { kind: 'NUMBER', count: 50 } }), 0, 0)).toContain(
      'ten hoogste 50. Gepubliceerd: 0. Er kunnen er nog 50 bij.',
    );
    const groups = quota({ subject: { kind: 'GROUPS', groups: ['URGENT'] }, counts: 'LETTINGS' });
    expect(text(groups, 1, 7)).toContain('Dit wordt geteld bij verhuring, niet bij publicatie.');
  });
});
