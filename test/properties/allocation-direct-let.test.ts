import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import { orderValue } from '../../rules/order-value.ts';
import { ruleSetOf, rulesOf, type RuleSet } from '../../rules/rule-set.ts';
import { closesEarly } from '../../subgraphs/allocation/closing/close-early.ts';
import { freeze, type Standing } from '../../subgraphs/allocation/domain/freeze.ts';
import { home, seeker } from '../domain/rules/examples.ts';
import { corpusRuleSet } from '../scenarios/corpus.ts';

const ON = calendarDate('2025-06-01');
const HILVERSUM = corpusRuleSet('GM0402', '2025-06-01');
/** Hilversum, where homes that are directly to let go to who reacts first. */
const FIRST: RuleSet = ruleSetOf(
  rulesOf(HILVERSUM).map((rule) =>
    rule.stage === 'ORDER' && rule.models.includes('DIRECT_LET')
      ? { ...rule, order: { kind: 'REACTION_TIME' } }
      : rule,
  ),
  HILVERSUM.sources,
  HILVERSUM,
);
const DIRECT = home({ model: 'DIRECT_LET' });

const standing: fc.Arbitrary<Standing> = fc
  .record({
    id: fc.uuid(),
    reactedAt: fc.integer({ min: 0, max: 600 }),
    registeredOn: fc.constantFrom('2010-01-01', '2020-01-01', '2025-05-01'),
  })
  .map(({ id, reactedAt, registeredOn }) => ({
    id,
    registration: id,
    active: true,
    facts: seeker({
      registeredOn: calendarDate(registeredOn),
      incomeAtMost: { INCOME_GOOI: true },
      reactedAt: new Date(Date.UTC(2025, 4, 30, 12, 0, reactedAt)).toISOString(),
    }),
  }));
const decide = compileRuleSet(FIRST);
const order = (all: readonly Standing[]) =>
  freeze(all, decide, DIRECT, ON, (registration) => registration).placed.map(({ id }) => id);

describe('a home that is directly to let', () => {
  it('goes by the moment of reacting, however long somebody waits', () => {
    fc.assert(
      fc.property(fc.uniqueArray(standing, { selector: ({ id }) => id, maxLength: 12 }), (all) => {
        const at = new Map(all.map(({ id, facts }) => [id, facts.reactedAt!]));
        const moments = order(all).map((id) => at.get(id)!);
        expect(moments).toHaveLength(all.length);
        expect(moments).toEqual(moments.toSorted());
      }),
    );
  });

  it('keeps everybody in place whoever reacts later, so that closing early takes nothing from them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(standing, { selector: ({ id }) => id, minLength: 1, maxLength: 10 }),
        fc.uniqueArray(standing, { selector: ({ id }) => id, maxLength: 5 }),
        (first, more) => {
          const last = first
            .map(({ facts }) => facts.reactedAt!)
            .toSorted()
            .at(-1)!;
          const later = more
            .filter(({ id }) => first.every((one) => one.id !== id))
            .map((one, index) => {
              const reactedAt = new Date(Date.parse(last) + 1 + index).toISOString();
              return { ...one, facts: { ...one.facts, reactedAt } };
            });
          expect(order([...first, ...later]).slice(0, first.length)).toEqual(order(first));
        },
      ),
    );
  });

  it('closes early only where nobody who came later could go first', () => {
    expect(closesEarly(FIRST, DIRECT, { reactionCount: 1 })).toBe(true);
    expect(closesEarly(FIRST, DIRECT, { reactionCount: 0 })).toBe(false);
    expect(closesEarly(HILVERSUM, DIRECT, { reactionCount: 1 })).toBe(false);
    expect(closesEarly(FIRST, home({ model: 'OFFER' }), { reactionCount: 1 })).toBe(false);
    // Another group for such homes could bring somebody later to the top.
    const grouped = ruleSetOf(
      rulesOf(FIRST).map((rule) =>
        rule.code === 'STARTER' ? { ...rule, appliesTo: { kind: 'always' as const } } : rule,
      ),
      FIRST.sources,
      FIRST,
    );
    expect(closesEarly(grouped, DIRECT, { reactionCount: 1 })).toBe(false);
  });

  it('puts who did not react yet last', () => {
    expect(orderValue({ kind: 'REACTION_TIME' }, seeker(), ON)).toBe(0);
    const reacted = seeker({ reactedAt: '2025-05-30T12:00:00.000Z' });
    expect(orderValue({ kind: 'REACTION_TIME' }, reacted, ON)).toBeGreaterThan(0);
  });
});
