import { expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { SortRule } from '../../../rules/rule.ts';
import { usedPriority } from '../../../rules/used-priority.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { home, seeker, TODAY } from './examples.ts';

const { groups } = corpusRuleSet('GM0402', '2025-06-01');
const group = (code: string): SortRule => groups.find(({ rule }) => rule.code === code)!.rule;
const urgency = (category: string, said: object = {}) => ({
  category,
  statutoryGroup: null,
  municipality: 'GM0402',
  validity: { from: calendarDate('2025-01-01'), until: calendarDate('2025-12-01') },
  decidedOn: calendarDate('2025-01-01'),
  directMediation: false,
  searchProfile: {
    dwellingTypes: [],
    minimumRooms: null,
    maximumRooms: null,
    maximumRentCents: null,
    minimumAreaM2: null,
    accessibility: 'NONE' as const,
    municipalities: [],
  },
  ...said,
});

it('names the grounds of the group and the urgency that placed somebody', () => {
  const facts = seeker({
    urgencies: [urgency('SOCIAL', { validity: { from: TODAY, until: null } }), urgency('MEDICAL')],
  });
  expect(usedPriority(group('URGENT'), facts, home(), TODAY)).toEqual({
    groupCode: 'URGENT',
    grounds: ['URGENCY'],
    urgencyCategory: 'SOCIAL',
    urgencyCategories: ['MEDICAL', 'SOCIAL'],
  });
});

it('names no urgency that did not place somebody, and none that is over', () => {
  const over = urgency('MEDICAL', { validity: { from: calendarDate('2024-01-01'), until: TODAY } });
  expect(
    usedPriority(group('OTHERS'), seeker({ urgencies: [over, urgency('SOCIAL')] }), home(), TODAY),
  ).toEqual({
    groupCode: 'OTHERS',
    grounds: [],
    urgencyCategory: null,
    urgencyCategories: ['SOCIAL'],
  });
});
