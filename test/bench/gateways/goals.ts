import { figure, type BenchRow, type GoalOutcome } from '../result.ts';
import type { QuestionName } from './questions.ts';
import { VARIANTS, type VariantName } from './variants.ts';

/** Names of rows that are no variant. */
export const FLOOR = 'the SQL alone, through the policies';
export const FLOOR_WITHOUT_POLICIES = 'the SQL alone, without policies';
export const HUB_PAST_THE_DOOR = 'hub, one process, asked within it';

/** What was measured of one question, by who answered. */
export type RowsOfQuestion = ReadonlyMap<string, BenchRow>;

interface Bound {
  readonly question: QuestionName;
  readonly title: string;
  readonly bound: number;
}

const AGAINST_APOLLO: readonly Bound[] = [
  { question: 'by-id', title: 'one registration by id', bound: 1 / 10 },
  { question: 'vacancies', title: 'a page of 20', bound: 1 / 8 },
  { question: 'worst', title: 'the worst federated shape', bound: 1 / 4 },
];
const AGAINST_FASTEST: readonly Bound[] = [
  { question: 'by-id', title: 'one registration by id', bound: 2 / 5 },
  { question: 'vacancies', title: 'a page of 20', bound: 1 / 4 },
  { question: 'worst', title: 'the worst federated shape', bound: 1 / 3 },
];
const AGAINST_MONOLITH: readonly Bound[] = AGAINST_FASTEST.map((one) => ({ ...one, bound: 1.3 }));
const HOT: readonly Bound[] = [
  { question: 'position', title: 'my position', bound: 1 / 2 },
  { question: 'ranking', title: 'a page of a ranking', bound: 1 / 2 },
  { question: 'vacancies', title: 'a page of vacancies', bound: 1 / 2 },
];

const GATEWAYS: readonly VariantName[] = ['apollo', 'apolloInProcess', 'hive', 'hiveRust', 'mercurius'];
const COMPILED_MONOLITHS: readonly VariantName[] = ['monolithYoga', 'monolithMercurius'];

/** Every goal of this family beside its ratio; one whose rows were not measured is not met, and says so. */
export function goalsOf(rows: ReadonlyMap<QuestionName, RowsOfQuestion>): readonly GoalOutcome[] {
  const hub = VARIANTS.hub;
  const outcome = ({ question, title, bound }: Bound, other: string, names: readonly string[]) =>
    costGoal(`${title}: CPU of all processes, against ${other}`, bound, rows.get(question), hub, names);
  const named = (names: readonly VariantName[]) => names.map((name) => VARIANTS[name]);
  return [
    ...AGAINST_APOLLO.map((one) => outcome(one, 'the Apollo gateway over HTTP', [VARIANTS.apollo])),
    ...AGAINST_FASTEST.map((one) => outcome(one, 'the cheapest gateway of npm', named(GATEWAYS))),
    ...AGAINST_MONOLITH.map((one) =>
      outcome(one, 'the cheapest single server with compiled execution', named(COMPILED_MONOLITHS)),
    ),
    ...HOT.flatMap((one) => [
      rateGoal(`${one.title}: requests a second, against the same SQL`, one, rows, HUB_PAST_THE_DOOR),
      rateGoal(`${one.title} over HTTP: requests a second, against the same SQL`, one, rows, hub),
    ]),
  ];
}

/** CPU per request of all processes together, milliseconds. */
export function totalCpu({ cpu }: BenchRow): number {
  return Object.values(cpu).reduce((sum, one) => sum + one, 0);
}

function costGoal(
  goal: string,
  bound: number,
  rows: RowsOfQuestion | undefined,
  own: string,
  others: readonly string[],
): GoalOutcome {
  const ours = rows?.get(own);
  const measured = others.flatMap((name) => rows?.get(name) ?? []);
  const cheapest = measured.toSorted((one, other) => totalCpu(one) - totalCpu(other))[0];
  if (ours === undefined || cheapest === undefined) return notMeasured(goal, `at most ${figure(bound)}`);
  const ratio = totalCpu(ours) / totalCpu(cheapest);
  const floor = rows?.get(FLOOR);
  // What nobody who asks this SQL can go below, so that a goal beneath it is seen to be one.
  const least = floor === undefined ? '' : `; the SQL alone takes ${figure(totalCpu(floor))}`;
  return {
    goal,
    bound: `at most ${figure(bound)}`,
    measured: figure(ratio),
    met: ratio <= bound,
    reason: `${figure(totalCpu(ours))} ms against ${figure(totalCpu(cheapest))} of ${cheapest.variant}${least}`,
  };
}

function rateGoal(
  goal: string,
  { question, bound }: Bound,
  rows: ReadonlyMap<QuestionName, RowsOfQuestion>,
  own: string,
): GoalOutcome {
  const ours = rows.get(question)?.get(own)?.more?.['perSecond'];
  const floor = rows.get(question)?.get(FLOOR)?.more?.['perSecond'];
  if (ours === undefined || floor === undefined) return notMeasured(goal, `at least ${figure(bound)}`);
  return {
    goal,
    bound: `at least ${figure(bound)}`,
    measured: figure(ours / floor),
    met: ours / floor >= bound,
    reason: `${figure(ours)} a second against ${figure(floor)}`,
  };
}

function notMeasured(goal: string, bound: string): GoalOutcome {
  return { goal, bound, measured: 'not measured', met: false, reason: 'the run left out who it compares' };
}
