import { factsOf } from '../../demonstration/facts.ts';
import { offersOf } from '../../demonstration/offers.ts';
import { REFERENCE_DAY } from '../../demonstration/reference.ts';
import { incomeThresholds, rulesOfCorpus } from '../../demonstration/rules-in-force.ts';
import { REGIONS_AT } from '../../demonstration/scale.ts';
import { seekersOf } from '../../demonstration/seekers.ts';
import { stockOf } from '../../demonstration/stock.ts';
import { grantUrgencies } from '../../demonstration/urgencies.ts';
import { addYears, calendarDate, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { assess } from '../../rules/assess.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import { compileCondition, type Condition } from '../../rules/condition.ts';
import type { CandidateFacts, VacancyFacts } from '../../rules/facts.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { traceCondition } from '../../rules/trace.ts';
import { CORPUS } from '../../subgraphs/binding-rules/subgraph.ts';
import { peersOf } from './engine/peers.ts';
import { measure, type Measured } from './measure.ts';
import { figure, report, type BenchRow } from './result.ts';

/**
 * Measures the rule engine alone, without a database: the rules of Gooi en Vechtstreek on the reference day over 5,452 made-up
 * seekers and one home, as closures and traced; and one predicate of five clauses beside libraries of rule expressions. Whether all
 * give the same answers for everybody is looked at first.
 */
const CANDIDATES = 5_452;
const GOAL_PER_SECOND = 2_000_000;
const GOAL_TRACED_MICROS = 100;
const runs = process.argv.includes('--quick') ? 20 : 200;

const rules = await rulesOfCorpus(CORPUS);
const scale = REGIONS_AT.full.find(({ region }) => region === 'GOOI')!;
const seekers = seekersOf({ ...scale, registrations: CANDIDATES }, CANDIDATES, rules);
grantUrgencies(seekers, { ...scale, urgencies: Math.round(CANDIDATES / 40) }, rules);
const candidates = seekers.map((seeker) => factsOf(seeker, REFERENCE_DAY));
const { offers } = offersOf(scale, stockOf(scale, 40, rules).dwellings, rules);
const { facts: home, ruleSet } = offers.find(
  ({ row }) => row.municipality === 'GM0402' && row.model === 'OFFER' && row.status === 'PUBLISHED',
)!;
const [threshold] = incomeThresholds(ruleSet).keys();

/**
 * Five clauses that real rules are made of: lawfully resident, one of the applicants 23 or older, two to five persons, an income
 * below the first threshold, and no sanction on the day.
 */
function predicate(limit: string, vacancy: VacancyFacts, on: CalendarDate) {
  const condition: Condition = {
    kind: 'all',
    of: [
      { kind: 'lawful-residence' },
      { kind: 'age', of: 'ANY', minimum: 23, maximum: null },
      { kind: 'household', minimumPersons: 2, maximumPersons: 5, minimumChildren: null },
      { kind: 'income-at-most', threshold: limit },
      { kind: 'not-excluded' },
    ],
  };
  // The libraries know no ages: they get the day before which one must be born, which is less work than ours.
  const bornBy = addYears(on, -23);
  const persons = { '+': [{ var: 'adults' }, { var: 'children' }] };
  const stands = { and: [{ '===': [{ var: 'model' }, vacancy.model] }, { '>': [{ var: 'until' }, on] }] };
  const jsonLogic = {
    and: [
      { '===': [{ var: 'lawfulResidence' }, true] },
      { some: [{ var: 'applicantBirthDates' }, { '<=': [{ var: '' }, bornBy] }] },
      { '<=': [2, persons, 5] },
      { '===': [{ var: `incomeAtMost.${limit}` }, true] },
      { none: [{ var: 'exclusions' }, stands] },
    ],
  };
  const cel = [
    'f.lawfulResidence',
    `f.applicantBirthDates.exists(d, d <= "${bornBy}")`,
    'f.adults + f.children >= 2.0 && f.adults + f.children <= 5.0',
    `"${limit}" in f.incomeAtMost && f.incomeAtMost["${limit}"]`,
    `!f.exclusions.exists(e, e.model == "${vacancy.model}" && e.until > "${on}")`,
  ].join(' && ');
  return { condition, jsonLogic, cel };
}

/** Microseconds for one candidate, of runs over all of them. */
function rowOf(
  question: string,
  variant: string,
  { median, least, most, cpu }: Measured,
  times = 1,
): BenchRow {
  const each = CANDIDATES * times;
  return {
    question,
    variant,
    median: median / times,
    least: least / times,
    most: most / times,
    cpu: { engine: cpu / times },
    more: { eachMicros: (median * 1000) / each, perSecond: Math.round((each * 1000) / median) },
  };
}

async function fullAssessments(set: RuleSet): Promise<readonly BenchRow[]> {
  const compiled = compileRuleSet(set);
  const question = `assess ${CANDIDATES} seekers by the whole rule set`;
  const differing = candidates.filter((facts) => {
    const [quick, traced] = [compiled(facts, home, facts.on), assess(facts, home, set, facts.on)];
    if (traced.kind === 'REFUSED') return quick.admitted;
    return quick.groupRank !== traced.group.rank || quick.orderValue !== traced.orderValue;
  });
  if (differing.length > 0) throw new Error(`${differing.length} seekers are judged in two ways`);
  const all = (work: (facts: CandidateFacts) => unknown) => () => {
    for (const facts of candidates) work(facts);
  };
  const closures = await measure(
    all((facts) => compiled(facts, home, facts.on)),
    runs,
  );
  const traced = await measure(
    all((facts) => assess(facts, home, set, facts.on)),
    Math.ceil(runs / 10),
  );
  return [rowOf(question, 'closures', closures), rowOf(question, 'traced, with every reason', traced)];
}

async function onePredicate(): Promise<readonly BenchRow[]> {
  const on = calendarDate(REFERENCE_DAY);
  const { condition, jsonLogic, cel } = predicate(threshold!, home, on);
  const closure = compileCondition(condition);
  const peers = await peersOf({ jsonLogic, cel });
  const ways: readonly (readonly [string, (facts: CandidateFacts) => boolean])[] = [
    ['closures', (facts) => closure(facts, home, on)],
    ['traced', (facts) => traceCondition(condition, facts, home, on).holds],
    ...peers.map(({ name, version, test }) => [`${name} ${version}`, test] as const),
  ];
  const expected = candidates.map(ways[0]![1]);
  const holding = expected.filter(Boolean).length;
  if (holding === 0 || holding === CANDIDATES) throw new Error('a predicate that tells nobody apart');
  for (const [name, test] of ways) {
    const other = candidates.filter((facts, index) => test(facts) !== expected[index]);
    if (other.length > 0) throw new Error(`${name} judges ${other.length} seekers otherwise`);
  }
  const question = `one predicate of five clauses over ${CANDIDATES} seekers, of whom ${holding} meet it`;
  const rows: BenchRow[] = [];
  for (const [name, test] of ways) {
    let met = 0;
    const took = await measure(() => {
      for (const facts of candidates) met += test(facts) ? 1 : 0;
    }, runs);
    if (met % holding !== 0) throw new Error(`${name} changed its mind`);
    rows.push(rowOf(question, name, took));
  }
  return rows;
}

const full = await fullAssessments(ruleSet);
const ofPredicate = await onePredicate();
const { perSecond } = full[0]!.more!;
const micros = full[1]!.more!['eachMicros']!;
const ours = ofPredicate[0]!;
report({
  family: 'engine',
  configuration: {
    rules: `GM0402 on ${REFERENCE_DAY}, ${ruleSet.hash.slice(0, 12)}`,
    candidates: CANDIDATES,
    runs,
    database: 'none',
  },
  rows: [...full, ...ofPredicate],
  goals: [
    {
      goal: 'full assessments as closures, a second on one core',
      bound: `at least ${GOAL_PER_SECOND.toLocaleString('en')}`,
      measured: perSecond!.toLocaleString('en'),
      met: perSecond! >= GOAL_PER_SECOND,
      reason: `The fastest run: ${Math.round((CANDIDATES * 1000) / full[0]!.least).toLocaleString('en')}.`,
    },
    {
      goal: 'one traced explanation',
      bound: `under ${GOAL_TRACED_MICROS} microseconds`,
      measured: `${figure(micros)} microseconds`,
      met: micros < GOAL_TRACED_MICROS,
    },
    ...ofPredicate.slice(2).map(({ variant, median }) => ({
      goal: `the same predicate as ${variant}, as a closure`,
      bound: 'faster',
      measured: `${figure(median / ours.median)} times as fast`,
      met: median > ours.median,
    })),
  ],
});
