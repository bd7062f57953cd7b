import { connect, type Database } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import {
  addDays,
  calendarDate,
  dayNumber,
  type CalendarDate,
} from '../../platform/primitives/calendar-date.ts';
import type { CandidateFacts, VacancyFacts } from '../../rules/facts.ts';
import { ruleSetOf, rulesOf, type RuleSet } from '../../rules/rule-set.ts';
import { tieBreakLot } from '../../rules/draw.ts';
import { assembleCandidate, assembleVacancy } from '../../subgraphs/allocation/domain/assemble-facts.ts';
import type { FrozenHome } from '../../subgraphs/allocation/domain/replay-home.ts';
import type { AnsweredDraft } from '../../subgraphs/allocation/draft-rules.ts';
import { drainPreviews, type DrainSettings } from '../../subgraphs/allocation/previews/drain-previews.ts';
import { RULES, seekerCase, vacancyCase, vacancyId } from './allocation.ts';
import { registrationId } from './registrations.ts';

export const HILVERSUM = 'GM0402';
export const DRAFT = `${HILVERSUM}:d0000000-0000-7000-8000-000000000001`;
/** The last full year before the day on which the suites of allocation stand. */
export const YEAR = { from: calendarDate('2025-07-01'), until: calendarDate('2026-07-01') };

/** The rules of Hilversum, with nobody admitted who is younger than 28. */
export const FROM_28 = ruleSetOf(
  rulesOf(RULES).map((rule) =>
    rule.code === 'ADULT' && rule.stage === 'SELECT'
      ? { ...rule, condition: { kind: 'age', of: 'ALL', minimum: 28, maximum: null } as const }
      : rule,
  ),
  RULES.sources,
  RULES,
);

/** A draft of Hilversum as the binding-rules subgraph answers it. */
export function answeredDraft(ruleSet: RuleSet | null = FROM_28, id = DRAFT): AnsweredDraft {
  const text = (of: RuleSet | null) => (of === null ? null : { hash: of.hash, canonical: of.canonical });
  return {
    id,
    revision: 3,
    owner: id.slice(0, 6),
    proposedRuleSets: [
      { municipality: { code: id.slice(0, 6) }, ruleSet: text(ruleSet), current: text(RULES) },
    ],
  };
}

/** Facts of somebody who was born and registered in these years, on a day. */
export function factsOf(birthYear: number, registered: CalendarDate, on: CalendarDate): CandidateFacts {
  const said = {
    on,
    applicantBirthDates: [calendarDate(`${birthYear}-05-05`)],
    registeredOn: registered,
    // Of the Gooi, where their home is.
    residences: [{ municipality: { code: HILVERSUM }, core: null, from: registered, until: null }],
  };
  const assembled = assembleCandidate(seekerCase('', said));
  if (assembled.kind === 'FAILED') throw new TypeError(assembled.failure);
  return assembled.value;
}

/**
 * So many homes in a municipality, one a week from `from` on, each with five who stood for it: the longest registered is
 * young, all others are not.
 */
export function pastHomes(count: number, municipality = HILVERSUM, from = YEAR.from): readonly FrozenHome[] {
  return Array.from({ length: count }, (_none, index) => {
    const on = addDays(from, index * 7);
    const number = Number(municipality.slice(2)) * 100_000 + dayNumber(on);
    const id = vacancyId(number);
    return {
      id,
      vacancy: vacancyOf(id, municipality, on),
      candidates: Array.from({ length: 5 }, (_nobody, place) => {
        const registration = registrationId('R0001', number * 10 + place);
        const facts = factsOf(
          place === 0 ? 2002 : 1960 + place * 8,
          calendarDate(`20${10 + place}-01-01`),
          on,
        );
        return { registration, facts, on, lot: tieBreakLot(id, registration) };
      }),
    };
  });
}

function vacancyOf(id: string, municipality: string, on: CalendarDate): VacancyFacts {
  const answered = vacancyCase(id);
  const dwelling = {
    ...answered.dwelling,
    municipality: { ...answered.dwelling.municipality!, code: municipality },
  };
  const dates = { publishedOn: addDays(on, -7), offeredSince: addDays(on, -7), closesOn: on };
  const assembled = assembleVacancy({ ...answered, ...dates, dwelling });
  if (assembled.kind === 'FAILED') throw new TypeError(assembled.failure);
  return assembled.value;
}

/** Writes homes with their candidates as frozen rankings, as the owner of the tables. */
export async function freeze(
  sql: Database,
  homes: readonly FrozenHome[],
  ruleSet: RuleSet = RULES,
  status: 'FROZEN' | 'PROVISIONAL' = 'FROZEN',
): Promise<void> {
  await sql`insert into rule_set values (${ruleSet.hash}, ${ruleSet.canonical}) on conflict do nothing`;
  for (const { id, vacancy, candidates } of homes) {
    const [owner, number] = [id.slice(0, 5), id.slice(6)];
    await sql`
      insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
      values (${owner}, ${number}::uuid, 'GOOI', ${status}, ${ruleSet.hash}, ${sql.json(vacancy as never)}, 'SEARCH_VALUE', true,
              ${`${vacancy.closesOn}T18:00:00Z`}::timestamptz, ${vacancy.closesOn}::date)`;
    for (const [place, { registration, facts, on, lot }] of candidates.entries()) {
      await sql`
        insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot)
        values (${owner}, ${number}::uuid, ${registration}, 'R0001', now(), 'ACTIVE', ${sql.json(facts as never)}, ${on}::date, 1,
                ${place}, ${lot})`;
    }
  }
}

/** Runs the previews that wait on a connection of their own, as a thread would; what was logged. */
export async function drain(
  appUrl: string,
  settings: Partial<DrainSettings> = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const sql = connect(appUrl, { applicationName: 'test', max: 1 });
  const logged: Readonly<Record<string, unknown>>[] = [];
  try {
    await drainPreviews(sql, {
      clock: { now: () => '2026-11-02T10:00:05.000Z' },
      log: (event) => void logged.push(event),
      isStopping: () => false,
      ...settings,
    });
  } finally {
    await sql.end();
  }
  return logged;
}

/**
 * Moves what closed in the present half-year of the demonstration into the one before, so that its small scale has enough
 * homes in whole half-years to tell of.
 */
export async function closeEarlier(prepared: PreparedDatabase): Promise<void> {
  await loadAsOwner(
    prepared,
    (sql) => sql`
      update ranking set as_of = (as_of - interval '5 months')::date where status = 'FROZEN' and as_of >= ${YEAR.until}::date`,
  );
}
