import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { UrgencyConditionRow, UrgencyRow } from '../../subgraphs/urgencies/subgraph.ts';

/** A number that reads as what it numbers. */
export function urgencyNumber(index: number): string {
  return `b0000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

/** The GraphQL ID of that number in a municipality. */
export function urgencyId(owner: string, index: number): string {
  return `${owner}:${urgencyNumber(index)}`;
}

/** A granted medical urgency for half a year; the test says what matters to it. */
export function urgencyRow(index: number, said: Partial<UrgencyRow> = {}): UrgencyRow {
  return {
    owner: 'GM0402',
    id: urgencyNumber(index),
    registration: 'R0001:a0000000-0000-7000-8000-000000000001',
    category: 'MEDICAL',
    level: 'REGIONAL',
    statutoryGroup: null,
    status: 'GRANTED',
    decidedOn: calendarDate('2026-06-01'),
    validFrom: calendarDate('2026-06-01'),
    validUntil: calendarDate('2026-12-01'),
    directMediation: false,
    careProvider: null,
    profileDwellingTypes: [],
    profileMinimumRooms: null,
    profileMaximumRooms: null,
    profileMaximumRentCents: null,
    profileMinimumAreaM2: null,
    profileAccessibility: 'NONE',
    profileMunicipalities: [],
    ...said,
  };
}

/** One that is only asked for. */
export function requestedUrgencyRow(index: number, said: Partial<UrgencyRow> = {}): UrgencyRow {
  return urgencyRow(index, {
    status: 'REQUESTED',
    decidedOn: null,
    validFrom: null,
    validUntil: null,
    ...said,
  });
}

/** That a corporation considers a candidate for a vacancy. */
export interface UrgencyFileGrant {
  readonly registration: string;
  readonly organisation: string;
  readonly vacancy: string;
  readonly grantedOn: string;
  readonly endedOn: string | null;
}

export interface StoredUrgencies {
  readonly urgencies: readonly UrgencyRow[];
  readonly conditions?: readonly (Pick<UrgencyConditionRow, 'owner' | 'urgency' | 'kind'> &
    Partial<UrgencyConditionRow>)[];
  readonly grants?: readonly UrgencyFileGrant[];
}

/** Stores urgencies, and the care providers Z0001 and Z0002, as the owner of the tables. */
export async function storeUrgencies(prepared: PreparedDatabase, stored: StoredUrgencies): Promise<void> {
  await loadAsOwner(prepared, async (sql) => {
    await sql`
      insert into care_provider (code, name) values ('Z0001', 'Eerste'), ('Z0002', 'Tweede') on conflict do nothing`;
    const insert = async (table: string, rows: readonly object[] = []): Promise<void> => {
      for (const row of rows) await sql`insert into ${sql(table)} ${sql(row as Record<string, never>)}`;
    };
    await insert('urgency', stored.urgencies);
    await insert('urgency_condition', stored.conditions);
    await insert('file_grant', stored.grants);
  });
}
