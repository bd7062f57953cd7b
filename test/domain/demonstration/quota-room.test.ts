import { beforeAll, describe, expect, it } from 'vitest';
import { quotaRoom } from '../../../demonstration/quota-room.ts';
import { rulesOfCorpus } from '../../../demonstration/rules-in-force.ts';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { RuleSet } from '../../../rules/rule-set.ts';
import { CORPUS } from '../../../subgraphs/binding-rules/subgraph.ts';
import type { Publication } from '../../../subgraphs/vacancies/subgraph.ts';

describe('the room of a quota', () => {
  let ruleSet: RuleSet;
  beforeAll(async () => {
    ruleSet = (await rulesOfCorpus(CORPUS)).ruleSetOn('GM0402', calendarDate('2026-03-02'));
  });

  const plain: Publication = {
    owner: 'L0001',
    region: 'GOOI',
    municipality: 'GM0402',
    core: null,
    publishedOn: calendarDate('2026-03-02'),
    model: 'OFFER',
    labels: [],
  };
  const local: Publication = { ...plain, labels: ['LOCAL_BINDING'] };

  it('opens with the fourth publication, for a quarter of the supply rounded down', () => {
    const room = quotaRoom();
    for (let published = 0; published < 3; published += 1) {
      expect(room.admits(local, ruleSet)).toBe(false);
      room.take(plain);
    }
    expect(room.admits(local, ruleSet)).toBe(true);
    room.take(local);
    expect(room.admits(local, ruleSet)).toBe(false);
  });

  it('is counted for each municipality and each year by itself', () => {
    const room = quotaRoom();
    for (let published = 0; published < 3; published += 1) room.take(plain);
    expect(room.admits(local, ruleSet)).toBe(true);
    expect(room.admits({ ...local, municipality: 'GM0406' }, ruleSet)).toBe(false);
    expect(room.admits({ ...local, publishedOn: calendarDate('2027-01-04') }, ruleSet)).toBe(false);
  });

  it('is shared by the labels that one quota names', () => {
    const room = quotaRoom();
    for (let published = 0; published < 3; published += 1) room.take(plain);
    room.take({ ...plain, labels: ['VITAL_PROFESSION'] });
    expect(room.admits(local, ruleSet)).toBe(false);
  });

  it('of a number ends at that number, for the whole region', () => {
    const room = quotaRoom();
    const draw: Publication = { ...plain, model: 'URGENT_SEEKER_LOTTERY' };
    for (let published = 0; published < 50; published += 1) {
      expect(room.admits(draw, ruleSet)).toBe(true);
      room.take({ ...draw, municipality: published % 2 === 0 ? 'GM0402' : 'GM0406' });
    }
    expect(room.admits(draw, ruleSet)).toBe(false);
    expect(room.admits(plain, ruleSet)).toBe(true);
  });
});
