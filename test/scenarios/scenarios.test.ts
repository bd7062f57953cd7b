import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { assess, type Assessment, type Reason } from '../../rules/assess.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import { drawnLot, tieBreakLot } from '../../rules/draw.ts';
import { counterfactuals } from '../../rules/explain.ts';
import type { CandidateFacts, Tie, UrgencyFact, VacancyFacts } from '../../rules/facts.ts';
import { rank } from '../../rules/rank.ts';
import { placeIn } from '../../subgraphs/binding-rules/domain/area-table.ts';
import { home, seeker, urgency } from '../domain/rules/examples.ts';
import { corpusAreas, corpusRuleSet } from './corpus.ts';

/** Members of a reason that a scenario states; each stated one must be equal. */
type ExpectedReason = Partial<Pick<Reason, 'instrument' | 'version' | 'article' | 'code' | 'outcome'>>;

interface Case {
  readonly title: string;
  readonly on: string;
  readonly vacancy?: Partial<VacancyFacts>;
  /** Names from the top; DRAWN checks that the lots of the seed decide inside each group. */
  readonly order: readonly string[] | 'DRAWN';
  readonly groups?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, number>>;
  /** Every reason that refuses, sorted by code within an instrument. */
  readonly refused?: Readonly<Record<string, readonly ExpectedReason[]>>;
  readonly reasons?: Readonly<Record<string, readonly ExpectedReason[]>>;
  readonly without?: Readonly<Record<string, readonly ExpectedReason[]>>;
  readonly counterfactuals?: Readonly<
    Record<string, readonly { readonly code: string; readonly group: string }[]>
  >;
}

interface Scenario {
  readonly title: string;
  readonly municipality: string;
  readonly core?: string;
  /** The complex that the home is part of. */
  readonly complex?: string;
  readonly seed?: string;
  readonly vacancy?: Partial<VacancyFacts>;
  readonly candidates: Readonly<Record<string, Partial<CandidateFacts>>>;
  readonly cases: readonly Case[];
}

/** Who is within every limit on income, and not in the target group of rent benefit. */
const WITHIN_ALL_LIMITS = {
  INCOME_GOOI: true,
  INCOME_AMSTERDAM: true,
  INCOME_AMERSFOORT: true,
  INCOME_PARKSTAD: true,
  INCOME_LIMIT_SINGLE: false,
};

const FOLDER = new URL('.', import.meta.url);
const AREAS = corpusAreas();

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
for (const file of files) {
  const scenario = parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Scenario;
  describe(scenario.title, () => {
    for (const each of scenario.cases) it(each.title, () => check(scenario, each));
  });
}

function check(scenario: Scenario, each: Case): void {
  const on = calendarDate(each.on);
  const ruleSet = corpusRuleSet(scenario.municipality, each.on, scenario.complex ?? null);
  const place = placeIn(AREAS, scenario.municipality, scenario.core ?? null);
  if (place === undefined) throw new Error(`no such place: ${scenario.municipality}`);
  const vacancy = home({
    place,
    complex: scenario.complex ?? null,
    publishedOn: on,
    offeredSince: on,
    closesOn: on,
    ...scenario.vacancy,
    ...each.vacancy,
  });
  const candidates = Object.entries(scenario.candidates).map(([name, facts]) => {
    const full = candidateFacts(facts, each.on);
    const lot = scenario.seed === undefined ? tieBreakLot(vacancy.id, name) : drawnLot(scenario.seed, name);
    return { name, facts: full, lot, assessment: assess(full, vacancy, ruleSet, on) };
  });
  const named = (name: string) => {
    const found = candidates.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no such candidate: ${name}`);
    return found;
  };

  const refused = candidates.filter(({ assessment }) => assessment.kind === 'REFUSED');
  expect(refused.map(({ name }) => name).sort()).toEqual(Object.keys(each.refused ?? {}).sort());
  for (const [name, expected] of Object.entries(each.refused ?? {})) {
    const { reasons } = named(name).assessment;
    expect(reasons).toHaveLength(expected.length);
    for (const reason of expected) expectReason(reasons, { outcome: 'NOT_MET', ...reason });
  }

  // The order is that of the closures; groups and values that of the explanation.
  const compiled = compileRuleSet(ruleSet);
  const ranked = rank(
    candidates
      .map(({ name, facts, lot }) => ({ name, lot, ...compiled(facts, vacancy, on) }))
      .filter(({ admitted }) => admitted),
  );
  if (each.order === 'DRAWN') {
    expect(ranked.length).toBeGreaterThan(1);
    for (const [index, candidate] of ranked.entries()) {
      const next = ranked[index + 1];
      if (next !== undefined && next.groupRank === candidate.groupRank)
        expect(candidate.lot < next.lot).toBe(true);
    }
  } else expect(ranked.map(({ name }) => name)).toEqual(each.order);

  const admitted = candidates.filter(({ assessment }) => assessment.kind === 'ADMITTED');
  if (each.groups !== undefined) {
    expect(Object.fromEntries(admitted.map(({ name, assessment }) => [name, groupOf(assessment)]))).toEqual(
      each.groups,
    );
  }
  for (const [name, value] of Object.entries(each.values ?? {}))
    expect(named(name).assessment).toMatchObject({ orderValue: value });
  for (const [name, expected] of Object.entries(each.reasons ?? {})) {
    for (const reason of expected) expectReason(named(name).assessment.reasons, reason);
  }
  for (const [name, unexpected] of Object.entries(each.without ?? {})) {
    for (const reason of unexpected) {
      expect(named(name).assessment.reasons).not.toContainEqual(expect.objectContaining(reason));
    }
  }
  for (const [name, expected] of Object.entries(each.counterfactuals ?? {})) {
    const found = counterfactuals(named(name).facts, vacancy, ruleSet, on);
    if (expected.length === 0) expect(found).toEqual([]);
    for (const { code, group } of expected) {
      expect(found).toContainEqual(expect.objectContaining({ code, groupCode: group }));
    }
  }
}

function expectReason(reasons: readonly Reason[], expected: ExpectedReason): void {
  expect(reasons).toContainEqual(expect.objectContaining(expected));
}

function groupOf(assessment: Assessment): string {
  return assessment.kind === 'ADMITTED' ? assessment.group.code : assessment.kind;
}

/** Completes what a scenario leaves out: incomes are at most every limit, ties have no core and no end. */
function candidateFacts(facts: Partial<CandidateFacts>, on: string): CandidateFacts {
  const complete = (tie: Partial<Tie>): Tie => ({ core: null, until: null, ...tie }) as Tie;
  return seeker({
    on: calendarDate(on),
    incomeAtMost: WITHIN_ALL_LIMITS,
    ...facts,
    residences: (facts.residences ?? []).map(complete),
    employments: (facts.employments ?? []).map(complete),
    urgencies: (facts.urgencies ?? []).map((each: Partial<UrgencyFact>) => urgency(each)),
  });
}
