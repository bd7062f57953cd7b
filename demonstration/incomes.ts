import { addDays, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import { compareText } from '../platform/primitives/compare-text.ts';
import type { RegionCode } from '../rules/area.ts';
import type { IncomeTestRow, RegistrationRow } from '../subgraphs/registrations/subgraph.ts';
import type { Randomness, Weights } from './randomness.ts';
import { incomeThresholds, type RulesInForce } from './rules-in-force.ts';

/** Yearly income of a first applicant, in whole thousands of euros. */
const INCOMES: Weights<readonly [minimum: number, maximum: number]> = [
  [[14, 20], 26],
  [[21, 28], 30],
  [[29, 36], 24],
  [[37, 46], 15],
  [[47, 64], 5],
];

/**
 * A made-up yearly income in cents. It exists only while the demonstration is made: what is kept of it is, as in life,
 * the outcome of comparisons.
 */
export function yearlyIncomeCents(age: number, adults: number, randomness: Randomness): number {
  const [minimum, maximum] = randomness.weighted(INCOMES);
  const first = randomness.between(minimum, maximum) * 100_000;
  const cents = randomness.below(100_000);
  const second = adults > 1 && age < 67 ? randomness.between(0, 14) * 100_000 : 0;
  return first + second + cents;
}

interface Tested {
  readonly row: RegistrationRow;
  readonly incomeCents: number;
  readonly seeking: boolean;
  readonly region: RegionCode;
  readonly rules: RulesInForce;
}

/** A round of comparisons: when it was made, and the first day on which its outcomes no longer hold. */
interface Round {
  readonly from: CalendarDate;
  readonly days: number;
  /** Who registers from this day on belongs to the next round. */
  readonly until: CalendarDate;
  readonly validUntil: CalendarDate;
}

/** The first round holds until the second is made, so that a seeker always has outcomes that hold. */
const ROUNDS: readonly Round[] = [
  {
    from: '2025-01-15' as CalendarDate,
    days: 120,
    until: '2026-01-15' as CalendarDate,
    validUntil: '2026-07-01' as CalendarDate,
  },
  {
    from: '2026-01-15' as CalendarDate,
    days: 120,
    until: '2027-01-15' as CalendarDate,
    validUntil: '2027-07-01' as CalendarDate,
  },
];

/** Thresholds by round and region; every seeker asks for the same ones. */
const thresholdsByRound = new WeakMap<RulesInForce, Map<string, ReadonlyMap<string, number>>>();

/**
 * The outcomes of comparing an income with every threshold that the rules of both regions of the demonstration and of the own one name: each year anew for who
 * seeks, and at the last registration or not at all for who does not.
 */
export function incomeTestsOf(tested: Tested, randomness: Randomness): readonly IncomeTestRow[] {
  const { row, seeking, incomeCents } = tested;
  const rows: IncomeTestRow[] = [];
  for (const round of seeking ? ROUNDS : ROUNDS.slice(0, 1)) {
    const day = addDays(round.from, randomness.below(round.days));
    if (row.registeredOn >= round.until || (!seeking && randomness.chance(600))) continue;
    // A later registration is tested on its own day.
    const testedOn = day < row.registeredOn ? row.registeredOn : day;
    for (const [threshold, amountCents] of thresholdsOf(tested, round)) {
      rows.push({
        owner: row.owner,
        registration: row.id,
        number: rows.length + 1,
        threshold,
        atMost: incomeCents <= amountCents,
        testedOn,
        validUntil: round.validUntil,
      });
    }
  }
  return rows;
}

function thresholdsOf({ rules, region }: Tested, round: Round): ReadonlyMap<string, number> {
  const known = thresholdsByRound.get(rules) ?? new Map<string, ReadonlyMap<string, number>>();
  thresholdsByRound.set(rules, known);
  const key = `${region} ${round.from}`;
  const found = known.get(key) ?? gather(rules, region, round);
  known.set(key, found);
  return found;
}

function gather(rules: RulesInForce, own: RegionCode, round: Round): ReadonlyMap<string, number> {
  const amounts = new Map<string, number>();
  for (const region of new Set(['GOOI', 'AMSTERDAM', own])) {
    for (const municipality of rules.municipalitiesOf(region)) {
      for (const [threshold, amount] of incomeThresholds(rules.ruleSetOn(municipality, round.from))) {
        amounts.set(threshold, amount);
      }
    }
  }
  return new Map([...amounts].sort(([one], [other]) => compareText(one, other)));
}
