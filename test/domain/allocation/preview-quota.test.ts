import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { ruleSetOf, rulesOf, type RuleSet } from '../../../rules/rule-set.ts';
import type { QuotaRule } from '../../../rules/rule.ts';
import { previewResult } from '../../../subgraphs/allocation/domain/preview-result.ts';
import { previewTally } from '../../../subgraphs/allocation/domain/preview-tally.ts';
import type { FrozenHome } from '../../../subgraphs/allocation/domain/replay-home.ts';
import { RULES } from '../../support/allocation.ts';
import { replayed } from '../../support/frozen-homes.ts';
import { FROM_28, HILVERSUM, pastHomes, YEAR } from '../../support/previews.ts';

const SECRET = 'a secret of the test';

/** The rules of Hilversum with their quotas changed. */
function withQuotas(change: (quota: QuotaRule) => QuotaRule | null, of: RuleSet = RULES): RuleSet {
  const rules = rulesOf(of).flatMap((rule) => {
    const kept = rule.stage === 'QUOTA' ? change(rule) : rule;
    return kept === null ? [] : [kept];
  });
  return ruleSetOf(rules, of.sources, of);
}

function told(homes: readonly FrozenHome[], proposed: RuleSet, municipalities = [HILVERSUM], period = YEAR) {
  const pinned = replayed(RULES);
  const places = municipalities.map((municipality) => ({
    municipality,
    proposed: replayed(proposed),
    current: pinned,
  }));
  const { tally, add } = previewTally(places, SECRET);
  for (const home of homes) add(home, pinned);
  return { tally, result: previewResult(tally, places, [], period, SECRET) };
}

const quotaOf = ({ result }: ReturnType<typeof told>, code: string, area = HILVERSUM) =>
  result.quotas.find((quota) => quota.code === code && quota.area === area);

/** Homes with the label of local binding, whose young candidate is bound to the place. */
const labelled = (count: number) =>
  pastHomes(count).map((home) => ({
    ...home,
    vacancy: { ...home.vacancy, labels: ['LOCAL_BINDING'] as const },
  }));

describe('a quota in a preview', () => {
  it('is held against the homes that were replayed: a share of them, or a number for the length of the period', () => {
    const preview = told([...labelled(10), ...pastHomes(40).slice(10)], RULES, [HILVERSUM, 'GM0406']);
    expect(quotaOf(preview, 'LOCAL_BINDING_SHARE')).toMatchObject({
      homes: 40,
      ofKind: 10,
      limitBefore: 10,
      limitAfter: 10,
    });
    expect(quotaOf(preview, 'YOUTH_DRAW_NUMBER', 'GOOI')).toMatchObject({
      homes: 40,
      ofKind: 0,
      limitAfter: 350,
    });
    const half = { from: YEAR.from, until: calendarDate('2026-01-01') };
    const short = told(pastHomes(24), RULES, [HILVERSUM, 'GM0406'], half);
    expect(quotaOf(short, 'YOUTH_DRAW_NUMBER', 'GOOI')).toMatchObject({ limitAfter: 175 });
  });

  it('shows the limit of the day before beside the proposed one, and neither where a rule is not there', () => {
    const lower = withQuotas((quota) =>
      quota.code === 'LOCAL_BINDING_SHARE' && quota.limit.kind === 'SHARE'
        ? { ...quota, limit: { ...quota.limit, basisPoints: 1_000 } }
        : quota,
    );
    expect(quotaOf(told(pastHomes(40), lower), 'LOCAL_BINDING_SHARE')).toMatchObject({
      limitBefore: 10,
      limitAfter: 4,
    });
    const gone = withQuotas((quota) => (quota.code === 'LOCAL_BINDING_SHARE' ? null : quota));
    expect(quotaOf(told(pastHomes(40), gone), 'LOCAL_BINDING_SHARE')).toMatchObject({
      limitBefore: 10,
      limitAfter: null,
    });
  });

  it('counts homes that go with the priority, and not those that merely bear the label', () => {
    const { tally } = told(labelled(30), FROM_28);
    const share = tally.quotas.get(`LOCAL_BINDING_SHARE ${HILVERSUM}`)!;
    expect([share.homes, share.ofKind]).toEqual([30, 30]);
    // All who stood there live in Hilversum long enough, so each home goes with priority, whoever is first.
    const counted = [share.before.counted.count, share.after.counted.count];
    const groups = [...tally.groups].filter(([, { before }]) => before.count > 0).map(([code]) => code);
    expect(groups).toEqual(['LOCAL_BINDING']);
    expect(counted).toEqual([30, 30]);
    const plain = told(pastHomes(30), FROM_28).tally.quotas.get(`LOCAL_BINDING_SHARE ${HILVERSUM}`)!;
    expect([plain.before.counted.count, plain.after.counted.count]).toEqual([0, 0]);
  });

  it('that counts in the whole region is left out where the region is not replayed, and said to be', () => {
    const one = told(pastHomes(30), RULES);
    expect(quotaOf(one, 'YOUTH_DRAW_NUMBER', 'GOOI')).toBeUndefined();
    expect(one.result.findings).toContainEqual(
      expect.objectContaining({ code: 'QUOTA_LEFT_OUT', subject: 'YOUTH_DRAW_NUMBER' }),
    );
    // Suitable rent is known only when a home is let.
    expect(one.result.findings).toContainEqual(
      expect.objectContaining({ code: 'QUOTA_LEFT_OUT', subject: 'SUITABLE_RENT' }),
    );
  });

  it('that municipalities of a region fill in differently is shown as the first of them has it, in whatever order', () => {
    const places = [HILVERSUM, 'GM0406'].map((municipality, index) => ({
      municipality,
      proposed: replayed(
        withQuotas((quota) =>
          quota.code === 'YOUTH_DRAW_NUMBER'
            ? { ...quota, limit: { kind: 'NUMBER', count: 300 + index } }
            : quota,
        ),
      ),
      current: replayed(RULES),
    }));
    const homes = [...pastHomes(15), ...pastHomes(15, 'GM0406')];
    for (const order of [homes, [...homes].reverse()]) {
      const { tally, add } = previewTally(places, SECRET);
      for (const home of order) add(home, replayed(RULES));
      const { quotas } = previewResult(tally, places, [], YEAR, SECRET);
      expect(quotas.find(({ code }) => code === 'YOUTH_DRAW_NUMBER')).toMatchObject({ limitAfter: 300 });
    }
  });
});
