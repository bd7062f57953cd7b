import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type {
  ExclusionRow,
  IncomeTestRow,
  RegistrationRow,
  TieRow,
  WaitingSchemeRow,
} from '../../subgraphs/registrations/subgraph.ts';

/** A number that reads as what it numbers. */
export function registrationNumber(index: number): string {
  return `a0000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

/** The GraphQL ID of that number in a register. */
export function registrationId(owner: string, index: number): string {
  return `${owner}:${registrationNumber(index)}`;
}

/** A registration of someone alone who has a home to leave; the test says what matters to it. */
export function registrationRow(index: number, said: Partial<RegistrationRow> = {}): RegistrationRow {
  return {
    owner: 'R0001',
    id: registrationNumber(index),
    registeredOn: calendarDate('2020-01-01'),
    status: 'ACTIVE',
    origin: 'WOO',
    lawfulResidence: true,
    applicantBirthDates: [calendarDate('1990-02-28'), calendarDate('1991-03-01')],
    adults: 2,
    children: 1,
    leavesSelfContainedHome: true,
    presentAddressSince: calendarDate('2015-01-01'),
    lastMoveOn: null,
    lastMoveSearchValueDays: null,
    vitalProfession: null,
    accessibility: 'NONE',
    situationPoints: 0,
    activeSearchMonths: 0,
    profileDwellingTypes: [],
    profileMinimumRooms: null,
    profileMaximumRooms: null,
    profileMaximumRentCents: null,
    profileMinimumAreaM2: null,
    profileMunicipalities: [],
    applicant: registrationNumber(index),
    ...said,
  };
}

/** That a corporation considers a candidate for a vacancy. */
export interface FileGrant {
  readonly owner: string;
  readonly registration: string;
  readonly organisation: string;
  readonly vacancy: string;
  readonly grantedOn: string;
  readonly endedOn: string | null;
}

export interface StoredRegistrations {
  readonly registrations: readonly RegistrationRow[];
  readonly ties?: readonly TieRow[];
  readonly incomeTests?: readonly IncomeTestRow[];
  readonly exclusions?: readonly ExclusionRow[];
  readonly schemes?: readonly WaitingSchemeRow[];
  readonly grants?: readonly FileGrant[];
}

/** Stores registrations of the registrars R0001 (GOOI) and R0002 (AMSTERDAM), as the owner of the tables. */
export async function storeRegistrations(
  prepared: PreparedDatabase,
  stored: StoredRegistrations,
): Promise<void> {
  await loadAsOwner(prepared, async (sql) => {
    await sql`
      insert into registrar (owner, name, region) values ('R0001', 'Eerste', 'GOOI'), ('R0002', 'Tweede', 'AMSTERDAM')
      on conflict do nothing`;
    const insert = async (table: string, rows: readonly object[] = []): Promise<void> => {
      for (const row of rows) await sql`insert into ${sql(table)} ${sql(row as Record<string, never>)}`;
    };
    await insert('waiting_scheme', stored.schemes);
    await insert('registration', stored.registrations);
    await insert('tie', stored.ties);
    await insert('income_test', stored.incomeTests);
    await insert('exclusion', stored.exclusions);
    await insert('file_grant', stored.grants);
  });
}
