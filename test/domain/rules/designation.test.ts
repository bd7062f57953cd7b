import { expect, it } from 'vitest';
import { designationOf } from '../../../rules/designation.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { home } from './examples.ts';

const HILVERSUM = corpusRuleSet('GM0402', '2025-06-01');
const AMERSFOORT = corpusRuleSet('GM0307', '2025-06-01');

it('is the rule that names the segment of the home', () => {
  expect(designationOf(HILVERSUM, home())).toMatchObject({
    code: 'SOCIAL_RENT',
    citation: { article: '1.2' },
  });
  expect(designationOf(AMERSFOORT, home({ segment: 'MID_RENT' }))).toBeDefined();
});

it('is none for a segment that the regulation leaves free, or without any such rule', () => {
  expect(designationOf(HILVERSUM, home({ segment: 'MID_RENT' }))).toBeUndefined();
  expect(designationOf(AMERSFOORT, home({ segment: 'FREE_SECTOR' }))).toBeUndefined();
  const { scope } = HILVERSUM;
  expect(designationOf({ ...HILVERSUM, scope: [] }, home())).toBeUndefined();
  // A rule that asks for something else than a segment designates nothing.
  const other = scope.filter(({ code }) => code === 'YOUTH_DRAW_HOME');
  expect(other).toHaveLength(1);
  const small = home({ model: 'LOTTERY', areaM2: 40 });
  expect(designationOf({ ...HILVERSUM, scope: other }, small)).toBeUndefined();
});
