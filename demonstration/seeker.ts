import { hash } from 'node:crypto';
import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { MunicipalityCode } from '../rules/area.ts';
import type {
  ApplicantRow,
  ExclusionRow,
  IncomeTestRow,
  RegistrationRow,
  TieRow,
} from '../subgraphs/registrations/subgraph.ts';
import type { UrgencyConditionRow, UrgencyRow } from '../subgraphs/urgencies/subgraph.ts';
import { SEED } from './reference.ts';

/** What changes of a seeker when it moves. */
export interface SeekerState {
  readonly row: RegistrationRow;
  readonly ties: readonly TieRow[];
  readonly urgencies: readonly UrgencyRow[];
}

/** A made-up household with the rows that other parts of the hub will hold of it. */
export interface Seeker extends SeekerState {
  urgencies: readonly UrgencyRow[];
  urgencyConditions: readonly UrgencyConditionRow[];
  /** `R0001:<uuid>`. */
  readonly id: string;
  /** What draws and ties know it by. */
  readonly lotKey: string;
  readonly tests: readonly IncomeTestRow[];
  readonly exclusions: readonly ExclusionRow[];
  /** Where it looks first: the municipalities of its profile, or its whole region. */
  readonly looksIn: ReadonlySet<MunicipalityCode>;
  /** How it stands since it got a home in the past year; null while it still seeks. */
  moved: (SeekerState & { readonly on: CalendarDate }) | null;
}

/** Whether a seeker sought from one day up to and including another: registered by then, and without a home yet after. */
export function seeksFrom({ row, moved }: Seeker, from: CalendarDate, upTo: CalendarDate): boolean {
  return row.registeredOn <= from && (moved === null || upTo < moved.on);
}

/** Who it is to its register. */
export function applicantOf({ row, lotKey }: Seeker): ApplicantRow {
  return { owner: row.owner, number: row.applicant, lotKey };
}

/** Follows from the seed, so that ties and draws stand still as everything else does; with people in it a register makes keys by chance. */
export function lotKeyOf(seekerId: string): string {
  return hash('sha256', `${SEED}/lot key/${seekerId}`, 'hex');
}

/** How the seeker stands now. */
export function presentState(seeker: Seeker): SeekerState {
  return seeker.moved ?? seeker;
}
