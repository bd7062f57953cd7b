import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  date,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ChangeLine } from '../../platform/change-feed.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Accessibility, AllocationModel, DwellingType } from '../../rules/facts.ts';
import type { RegistrationChangeKind } from '../../schema/generated/registrations.ts';
import type { RegistrationStatus } from './domain/registration-state.ts';

/** The tables of this subgraph's database; a test checks that they equal what the migrations make. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();

export const registrar = pgTable('registrar', {
  owner: text().primaryKey(),
  name: text().notNull(),
  region: text().notNull(),
});

export const waitingScheme = pgTable(
  'waiting_scheme',
  {
    owner: text().notNull(),
    validFrom: day('valid_from').notNull(),
    retainedPercent: integer('retained_percent').notNull(),
    transitionalUntil: day('transitional_until'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.validFrom] })],
);

export const registration = pgTable(
  'registration',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    registeredOn: day('registered_on').notNull(),
    status: text().$type<RegistrationStatus>().notNull(),
    origin: text().notNull(),
    lawfulResidence: boolean('lawful_residence').notNull(),
    applicantBirthDates: date('applicant_birth_dates', { mode: 'string' })
      .array()
      .$type<CalendarDate[]>()
      .notNull(),
    adults: integer().notNull(),
    children: integer().notNull(),
    leavesSelfContainedHome: boolean('leaves_self_contained_home').notNull(),
    presentAddressSince: day('present_address_since'),
    lastMoveOn: day('last_move_on'),
    lastMoveSearchValueDays: integer('last_move_search_value_days'),
    vitalProfession: text('vital_profession'),
    accessibility: text().$type<Accessibility>().notNull(),
    situationPoints: integer('situation_points').notNull(),
    activeSearchMonths: integer('active_search_months').notNull(),
    profileDwellingTypes: text('profile_dwelling_types').array().$type<DwellingType[]>().notNull(),
    profileMinimumRooms: integer('profile_minimum_rooms'),
    profileMaximumRooms: integer('profile_maximum_rooms'),
    profileMaximumRentCents: bigint('profile_maximum_rent_cents', { mode: 'number' }),
    profileMinimumAreaM2: integer('profile_minimum_area_m2'),
    profileMunicipalities: text('profile_municipalities').array().$type<string[]>().notNull(),
    applicant: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const applicant = pgTable(
  'applicant',
  { owner: text().notNull(), number: text().notNull(), lotKey: text('lot_key').notNull() },
  (table) => [primaryKey({ columns: [table.owner, table.number] })],
);

export const tie = pgTable(
  'tie',
  {
    owner: text().notNull(),
    registration: uuid().notNull(),
    kind: text().$type<'RESIDENCE' | 'EMPLOYMENT'>().notNull(),
    number: integer().notNull(),
    municipality: text().notNull(),
    core: text(),
    fromDay: day('from_day').notNull(),
    untilDay: day('until_day'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.registration, table.kind, table.number] })],
);

export const incomeTest = pgTable(
  'income_test',
  {
    owner: text().notNull(),
    registration: uuid().notNull(),
    number: integer().notNull(),
    threshold: text().notNull(),
    atMost: boolean('at_most').notNull(),
    testedOn: day('tested_on').notNull(),
    validUntil: day('valid_until'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.registration, table.number] })],
);

export const exclusion = pgTable(
  'exclusion',
  {
    owner: text().notNull(),
    registration: uuid().notNull(),
    number: integer().notNull(),
    model: text().$type<AllocationModel>().notNull(),
    untilDay: day('until_day').notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.registration, table.number] })],
);

export const fileGrant = pgTable(
  'file_grant',
  {
    owner: text().notNull(),
    registration: uuid().notNull(),
    organisation: text().notNull(),
    vacancy: text().notNull(),
    grantedOn: day('granted_on').notNull(),
    endedOn: day('ended_on'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.registration, table.organisation, table.vacancy] })],
);

/** A number of a transaction that is never used again, unlike `xid`. */
const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' });

export const change = pgTable(
  'change',
  {
    xid: transactionNumber()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    kind: text().notNull(),
    owner: text().notNull(),
    subject: text().notNull(),
    at: timestamp({ withTimezone: true, mode: 'string' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.xid, table.seq] })],
);

export type RegistrarRow = typeof registrar.$inferSelect;
export type WaitingSchemeRow = typeof waitingScheme.$inferSelect;
export type RegistrationRow = typeof registration.$inferSelect;
export type ApplicantRow = typeof applicant.$inferSelect;
export type TieRow = typeof tie.$inferSelect;
export type IncomeTestRow = typeof incomeTest.$inferSelect;
export type ExclusionRow = typeof exclusion.$inferSelect;

export type RegistrarParent = RegistrarRow;
export type RegistrationParent = RegistrationRow;
export type TieParent = TieRow;
export type IncomeTestParent = IncomeTestRow;

export type RegistrationChangeParent = Omit<ChangeLine, 'kind'> & { readonly kind: RegistrationChangeKind };
