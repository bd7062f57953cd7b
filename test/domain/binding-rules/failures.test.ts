import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { checkDraft, gapWarnings } from '../../../subgraphs/binding-rules/domain/check-draft.ts';
import { failureInWords } from '../../../subgraphs/binding-rules/domain/failure-in-words.ts';
import {
  alreadyPublished,
  complexesIn,
  gapFindings,
} from '../../../subgraphs/binding-rules/domain/plan-publication.ts';
import { planWithdrawal } from '../../../subgraphs/binding-rules/domain/plan-withdrawal.ts';
import { proposedRuleSets } from '../../../subgraphs/binding-rules/domain/proposed-rule-sets.ts';
import {
  extentFindings,
  ruleSetFindings,
} from '../../../subgraphs/binding-rules/domain/regulation-extent.ts';
import type { ResolveFailure } from '../../../subgraphs/binding-rules/domain/resolve-rule-set.ts';
import type { PublishedVersion } from '../../../subgraphs/binding-rules/domain/rule-sets-in-force.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { goldenText } from '../../support/explained.ts';
import { CORPUS, regulation, source } from '../rules-regulation/examples.ts';
import { saidOfFinding, sections } from './said.ts';

const GOLDEN = new URL('failures.golden.txt', import.meta.url);
const OWN = 'huisvestingsverordening-gm0402';
const PLACES = [{ municipality: 'GM0402', region: 'GOOI' }];
const day = calendarDate;
const KNOWN: readonly PublishedVersion[] = CORPUS.map((each) => ({
  regulation: each,
  inForce: each.validity,
}));
const WITHOUT_OWN = KNOWN.filter(({ regulation: { code } }) => code !== OWN);

const FAILURES: readonly ResolveFailure[] = [
  { kind: 'NO_FRAMEWORK' },
  { kind: 'NO_MUNICIPAL_REGULATION', municipality: 'GM0402' },
  { kind: 'NO_REGIONAL_MODEL', model: 'gooi-model' },
  { kind: 'AMBIGUOUS_REGULATION', owner: 'GM0402', regulations: ['a@1', 'b@1'] },
  { kind: 'AMBIGUOUS_RANK', rank: 5, rules: ['a#A', 'b#B'] },
  { kind: 'AMBIGUOUS_ORDER', model: 'LOTTERY', rules: ['a#A', 'b#B'] },
  { kind: 'AMBIGUOUS_THRESHOLD', threshold: 'LIMIT', rules: ['a#A', 'b#B'] },
  { kind: 'NO_ORDER', model: 'OFFER' },
  { kind: 'NO_LAST_GROUP' },
  { kind: 'UNKNOWN_THRESHOLD', threshold: 'LIMIT', rule: 'a#A' },
  { kind: 'UNKNOWN_TERM', term: 'SHARE', filledBy: OWN },
  { kind: 'TERM_OUT_OF_BOUNDS', term: 'SHARE', value: 9, filledBy: OWN },
  { kind: 'TERM_NOT_FILLED', term: 'SHARE', declaredBy: 'gooi-model' },
];

const version = (from: string, until: string | null, special = {}) =>
  regulation({ code: OWN, validity: { from, until }, ...special });
type Days = readonly [from: string, until: string | null];
const published = (...periods: readonly Days[]): readonly PublishedVersion[] =>
  periods.map(([from, until]) => {
    const each = version(from, until);
    return { regulation: each, inForce: each.validity };
  });

/** What a draft of Hilversum is told on a day. */
const told = (special: object, known = WITHOUT_OWN, today = '2023-06-01') => {
  const draft = source({ code: OWN, ...special });
  const name = { owner: 'GM0402', instrument: OWN };
  return checkDraft(draft, name, { known, places: PLACES }, day(today));
};

describe('why something cannot be published', () => {
  it('is said in the words that were reviewed', () => {
    const sort = (code: string, rank: number) => ({
      code,
      article: '1',
      stage: 'SORT',
      rank,
      condition: { kind: 'leaves-home' },
    });
    const lots = Array.from({ length: 301 }, (_, index) => sort(`S${index}`, 1000 + index));
    const articles = Array.from({ length: 201 }, (_, index) => ({ article: String(index), text: 'x' }));
    const large = regulation({ articles, rules: lots, title: 'x'.repeat(301), code: 'é' });
    const ruleSet = corpusRuleSet('GM0402', '2026-09-01');
    const many = { ...ruleSet, groups: Array.from({ length: 51 }, () => ruleSet.groups[0]!) };
    const gap = (failure: ResolveFailure) => ({
      municipality: 'GM0402',
      complex: null,
      period: { from: day('2026-01-01'), until: null },
      failure,
    });
    const drafts: readonly (readonly [string, ReturnType<typeof checkDraft>])[] = [
      ['nothing', told({})],
      ['an unreadable text', told({ rules: 'x' })],
      ['another instrument', told({ code: 'iets-anders' })],
      ['a day that has passed', told({}, WITHOUT_OWN, '2024-01-01')],
      [
        'published before',
        told({ status: 'DRAFT' }, [...WITHOUT_OWN, ...published(['2024-01-01', '2028-01-01'])]),
      ],
      [
        'published otherwise',
        told({ title: 'Anders' }, [...WITHOUT_OWN, ...published(['2024-01-01', '2028-01-01'])]),
      ],
      ['a later version', told({}, [...WITHOUT_OWN, ...published(['2027-01-01', '2028-01-01'])])],
      ['a gap before', told({}, [...WITHOUT_OWN, ...published(['2022-01-01', '2023-01-01'])])],
      ['a gap after', told({}, [...WITHOUT_OWN, ...published(['2029-01-01', '2030-01-01'])])],
      [
        'no law',
        told(
          {},
          WITHOUT_OWN.filter(({ regulation: { owner } }) => owner !== 'RIJK'),
        ),
      ],
      [
        'no model',
        told(
          {},
          WITHOUT_OWN.filter(({ regulation: { owner } }) => owner !== 'GOOI'),
        ),
      ],
      ['no order for a model', told({ adopts: null })],
      [
        'warnings beside errors',
        told({ validity: { from: '2025-01-01', until: '2029-01-01' }, argument: null }),
      ],
    ];
    const text = sections([
      [
        'failures',
        FAILURES.map((failure) => `${failureInWords(failure).nl} | ${failureInWords(failure).en}`),
      ],
      ['already published', [saidOfFinding(alreadyPublished({ version: day('2024-01-01') }))]],
      ['too large', extentFindings(large).map(saidOfFinding)],
      ['not too large', extentFindings(version('2024-01-01', null)).map(saidOfFinding)],
      [
        'a rule set with too many groups',
        ruleSetFindings(many, 'GM0402', gap(FAILURES[0]!).period).map(saidOfFinding),
      ],
      ['a rule set', ruleSetFindings(ruleSet, 'GM0402', gap(FAILURES[0]!).period).map(saidOfFinding)],
      ['gaps', gapWarnings(FAILURES.map(gap)).map(saidOfFinding)],
      ...drafts.map(
        ([title, { findings, publication }]) =>
          [
            `${title}: ${publication === null ? 'refused' : 'publishable'}`,
            findings.map(saidOfFinding),
          ] as const,
      ),
    ]);
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  it('is shown of fifty places at most', () => {
    const gap = {
      municipality: 'GM0402',
      complex: null,
      period: { from: day('2026-01-01'), until: null },
      failure: FAILURES[0]!,
    };
    expect(gapWarnings(Array.from({ length: 60 }, () => gap))).toHaveLength(50);
  });
});

describe('the days between versions', () => {
  const found = (from: string, until: string | null, ...others: readonly Days[]) =>
    gapFindings(version(from, until), published(...others)).map(({ path }) => path);

  it('are covered before and after, whichever versions stand around it', () => {
    expect(found('2022-01-01', '2023-01-01')).toEqual([]);
    expect(found('2022-01-01', '2023-01-01', ['2020-01-01', '2022-01-01'], ['2023-01-01', null])).toEqual([]);
    expect(found('2022-01-02', '2023-01-01', ['2020-01-01', '2022-01-01'])).toEqual(['validity.from']);
    expect(found('2022-01-01', '2022-12-31', ['2023-01-01', null])).toEqual(['validity.until']);
    expect(found('2022-01-01', null, ['2023-01-01', null])).toEqual([]);
    expect(found('2022-01-01', '2023-01-01', ['2020-01-01', null])).toEqual([]);
    expect(
      found('2022-06-01', '2022-07-01', ['2020-01-01', '2021-01-01'], ['2021-01-01', '2022-01-01']),
    ).toEqual(['validity.from']);
    expect(found('2022-06-01', '2022-07-01', ['2020-01-01', null], ['2021-01-01', '2022-01-01'])).toEqual([]);
    expect(
      found(
        '2022-01-01',
        '2022-07-01',
        ['2024-01-01', null],
        ['2023-01-01', '2024-01-01'],
        ['2020-01-01', '2021-01-01'],
      ),
    ).toEqual(['validity.from', 'validity.until']);
  });

  it('matter for layers whose versions follow on each other, and not for an agreement', () => {
    const agreement = { ...version('2022-06-01', '2022-07-01'), layer: 'REGIONAL_AGREEMENT' as const };
    expect(gapFindings(agreement, published(['2020-01-01', '2021-01-01']))).toEqual([]);
  });
});

describe('withdrawing a version', () => {
  const ofOwn = (from: string, until: string | null, end = until): PublishedVersion => {
    const each = version(from, until);
    return { regulation: each, inForce: { from: each.validity.from, until: end === null ? null : day(end) } };
  };
  const plan = (withdrawn: string, ...versions: readonly PublishedVersion[]) => {
    const found = versions.find(({ regulation: { version: of } }) => of === withdrawn)!;
    const { restored, gaps, ruleSets, complexRuleSets, unresolved } = planWithdrawal(
      found.regulation,
      [...WITHOUT_OWN, ...versions],
      PLACES,
    );
    return {
      restored: restored.map(({ version: { version: of }, until }) => `${of} ${until}`),
      gaps: gaps.map(({ path }) => path),
      periods: ruleSets.flatMap(({ inForce }) =>
        inForce.map(({ period }) => `${period.from} ${period.until}`),
      ),
      complexes: complexRuleSets.length,
      unresolved: unresolved.length,
    };
  };

  it('gives the version that it had ended its own end back, or the first day of the next', () => {
    const first = ofOwn('2022-01-01', '2025-01-01', '2024-01-01');
    expect(plan('2024-01-01', first, ofOwn('2024-01-01', '2027-01-01')).restored).toEqual([
      '2022-01-01 2025-01-01',
    ]);
    const third = ofOwn('2024-06-01', '2028-01-01');
    expect(
      plan('2024-01-01', first, ofOwn('2024-01-01', '2027-01-01', '2024-06-01'), third).restored,
    ).toEqual(['2022-01-01 2024-06-01']);
    const endless = ofOwn('2022-01-01', null, '2024-01-01');
    expect(plan('2024-01-01', endless, ofOwn('2024-01-01', '2027-01-01')).restored).toEqual([
      '2022-01-01 null',
    ]);
    expect(plan('2024-01-01', endless, ofOwn('2024-01-01', null, '2024-06-01'), third).restored).toEqual([
      '2022-01-01 2024-06-01',
    ]);
    const ended = ofOwn('2022-01-01', '2024-01-01');
    expect(plan('2024-01-01', ended, ofOwn('2024-01-01', '2027-01-01')).restored).toEqual([]);
  });

  it('tells which days are left without rules, and resolves what is left', () => {
    const second = ofOwn('2024-01-01', '2025-01-01');
    const left = plan(
      '2024-01-01',
      ofOwn('2022-01-01', '2024-01-01'),
      second,
      ofOwn('2025-01-01', '2028-01-01'),
    );
    expect(left.gaps).toEqual(['validity.from']);
    expect(left.periods.some((period) => period.startsWith('2024'))).toBe(false);
    expect(left.periods.some((period) => period.startsWith('2025'))).toBe(true);
    expect(plan('2024-01-01', second).gaps).toEqual([]);
  });
});

describe('the complexes of a municipality', () => {
  it('are those that an agreement was ever made for, each once, in order', () => {
    const agreement = (complex: string | null, owner = 'GM0402') => {
      const each = { ...version('2024-01-01', null), complex, owner };
      return { regulation: each, inForce: each.validity };
    };
    expect(
      complexesIn('GM0402', [
        agreement('L0002:1'),
        agreement(null),
        agreement('L0001:1'),
        agreement('L0001:1'),
        agreement('L0000:1', 'GM0406'),
      ]),
    ).toEqual(['L0001:1', 'L0002:1']);
  });
});

describe('the rule sets that a draft would give', () => {
  const model = CORPUS.find(({ code, version: of }) => code === 'gooi-model' && of === '2024-01-01')!;
  const places = ['GM0406', 'GM0402', 'GM9999'].map((municipality) => ({ municipality, region: 'GOOI' }));

  it('are given for each place with rules before or after, in the order of their codes', () => {
    const proposed = proposedRuleSets(model, { known: KNOWN, places });
    expect(proposed.map(({ municipality }) => municipality)).toEqual(['GM0402', 'GM0406']);
    for (const { ruleSet, current } of proposed) {
      expect(ruleSet).not.toBeNull();
      expect(current).not.toBeNull();
      expect(ruleSet?.hash).not.toBe(current?.hash);
    }
    expect(proposed[0]?.ruleSet?.hash).toBe(corpusRuleSet('GM0402', '2024-01-01').hash);
    expect(proposed[0]?.current?.hash).toBe(corpusRuleSet('GM0402', '2023-12-31').hash);
  });

  it('are of the draft itself, also where another version of it is published', () => {
    const other = { ...model, rules: model.rules.filter(({ stage }) => stage !== 'QUOTA') };
    const [first] = proposedRuleSets(other, { known: KNOWN, places });
    expect(first?.ruleSet?.quotas.some(({ citation }) => citation.instrument === 'gooi-model')).toBe(false);
    expect(first?.current?.hash).toBe(corpusRuleSet('GM0402', '2023-12-31').hash);
  });

  it('are none where the rules do not decide', () => {
    const silent = { ...model, rules: [] };
    expect(proposedRuleSets(silent, { known: KNOWN, places }).map(({ ruleSet }) => ruleSet)).toEqual([
      null,
      null,
    ]);
  });
});
