import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { QuotaRule } from '../../../rules/rule.ts';
import { rulesOf } from '../../../rules/rule-set.ts';
import {
  capsOnLetting,
  countedIn,
  countsLetting,
  lettingRoom,
  type CountedLetting,
} from '../../../subgraphs/allocation/domain/letting-quota.ts';
import { lettingRoomInWords } from '../../../subgraphs/allocation/domain/letting-room-in-words.ts';
import { permitAllows } from '../../../subgraphs/allocation/domain/permit.ts';
import { rulesWith } from '../../support/course.ts';

const PLACE = { owner: 'L0001', region: 'GOOI', municipality: 'GM0402', core: null };
const URGENT: CountedLetting = {
  model: 'OFFER',
  groupCode: 'URGENT',
  grounds: ['URGENCY'],
  urgencyCategories: ['MEDICAL'],
};
const LOCAL: CountedLetting = { ...URGENT, groupCode: 'LOCAL_BINDING', grounds: ['LOCAL_BINDING'] };

function quota(said: object): QuotaRule {
  const base = { code: 'CAP', stage: 'QUOTA', direction: 'CAP', counts: 'LETTINGS', period: 'CALENDAR_YEAR' };
  const limit = { kind: 'SHARE', basisPoints: 2500, denominator: 'LETTINGS', rounding: 'DOWN' };
  const subject = { kind: 'GROUPS', groups: ['URGENT'] };
  const rules = rulesOf(rulesWith({ ...base, per: 'MUNICIPALITY', limit, subject, ...said }));
  return rules.find(({ code }) => code === 'CAP') as QuotaRule;
}
const roomAfter = (rule: QuotaRule, lettings: number, taken: number) => {
  const { area, period } = countedIn(rule, PLACE, calendarDate('2026-11-02'));
  return lettingRoom(rule, area, period, { lettings, taken });
};

describe('a cap on lettings', () => {
  it('is held for who gets a home, and not for a label or model, which the ledger of publications holds', () => {
    expect(capsOnLetting([quota({})], URGENT)).toHaveLength(1);
    expect(capsOnLetting([quota({})], LOCAL)).toHaveLength(0);
    expect(capsOnLetting([quota({ subject: { kind: 'MODELS', models: ['OFFER'] } })], URGENT)).toHaveLength(
      0,
    );
    expect(capsOnLetting([quota({ direction: 'FLOOR' })], URGENT)).toHaveLength(0);
    const categories = quota({ subject: { kind: 'URGENCY_CATEGORIES', categories: ['MEDICAL'] } });
    expect(capsOnLetting([categories], { ...LOCAL })).toHaveLength(1);
    expect(capsOnLetting([categories], { ...LOCAL, urgencyCategories: [] })).toHaveLength(0);
  });

  it('counts a label when the home went with priority on its ground, and not when it merely bore it', () => {
    const labels = quota({ subject: { kind: 'LABELS', labels: ['LOCAL_BINDING'] } });
    expect(countsLetting(labels, LOCAL)).toBe(true);
    expect(countsLetting(labels, URGENT)).toBe(false);
  });

  it('has the letting itself in what a share is of', () => {
    expect(roomAfter(quota({}), 2, 0).room).toBe(0);
    expect(roomAfter(quota({}), 3, 0).room).toBe(1);
    expect(roomAfter(quota({ limit: { kind: 'NUMBER', count: 2 } }), 9, 2).room).toBe(0);
  });

  it('says its arithmetic in both languages', () => {
    expect(lettingRoomInWords(roomAfter(quota({}), 3, 0))).toEqual({
      nl: 'Van 2026-01-01 tot 2027-01-01: ten hoogste 25% van 3 verhuringen, naar beneden afgerond: 0. Zo verhuurd: 0. Er kunnen er nog 1 bij.',
      en: 'From 2026-01-01 to 2027-01-01: at most 25% of 3 lettings, rounded down: 0. Let so: 0. 1 more can be added.',
    });
    expect(lettingRoomInWords(roomAfter(quota({ direction: 'FLOOR' }), 8, 1)).nl).toContain(
      'Er ontbreken er 1.',
    );
  });
});

it('a permit stands in the way of a letting only where the home is designated and none was granted', () => {
  expect(permitAllows(false, undefined)).toBe(true);
  expect(permitAllows(true, undefined)).toBe(false);
  for (const status of ['REQUESTED', 'REFUSED', 'LAPSED'] as const)
    expect(permitAllows(true, { status })).toBe(false);
  expect(permitAllows(true, { status: 'GRANTED' })).toBe(true);
});
