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
import type { Accessibility, DwellingType } from '../../rules/facts.ts';
import type { UrgencyChangeKind } from '../../schema/generated/urgencies.ts';
import type { UrgencyStatus } from './domain/urgency-state.ts';

/** The tables of this subgraph's database; a test checks that they equal what the migrations make. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();

export const careProvider = pgTable('care_provider', { code: text().primaryKey(), name: text().notNull() });

export const urgency = pgTable(
  'urgency',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    registration: text().notNull(),
    category: text().notNull(),
    level: text().$type<'STATUTORY' | 'REGIONAL' | 'LOCAL'>().notNull(),
    statutoryGroup: text('statutory_group'),
    status: text().$type<UrgencyStatus>().notNull(),
    decidedOn: day('decided_on'),
    validFrom: day('valid_from'),
    validUntil: day('valid_until'),
    directMediation: boolean('direct_mediation').notNull(),
    careProvider: text('care_provider'),
    profileDwellingTypes: text('profile_dwelling_types').array().$type<DwellingType[]>().notNull(),
    profileMinimumRooms: integer('profile_minimum_rooms'),
    profileMaximumRooms: integer('profile_maximum_rooms'),
    profileMaximumRentCents: bigint('profile_maximum_rent_cents', { mode: 'number' }),
    profileMinimumAreaM2: integer('profile_minimum_area_m2'),
    profileAccessibility: text('profile_accessibility').$type<Accessibility>().notNull(),
    profileMunicipalities: text('profile_municipalities').array().$type<string[]>().notNull(),
    decisionOrder: day('decision_order')
      .notNull()
      .generatedAlwaysAs(sql`coalesce(decided_on, '0001-01-01')`),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const urgencyCondition = pgTable(
  'urgency_condition',
  {
    owner: text().notNull(),
    urgency: uuid().notNull(),
    kind: text().$type<'CARE_CONTRACT' | 'SUPPORT' | 'BUDGET_MANAGEMENT'>().notNull(),
    metOn: day('met_on'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.urgency, table.kind] })],
);

export const fileGrant = pgTable(
  'file_grant',
  {
    registration: text().notNull(),
    organisation: text().notNull(),
    vacancy: text().notNull(),
    grantedOn: day('granted_on').notNull(),
    endedOn: day('ended_on'),
  },
  (table) => [primaryKey({ columns: [table.registration, table.organisation, table.vacancy] })],
);

export const judgement = pgTable(
  'judgement',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    registration: text().notNull(),
    norm: text().notNull(),
    met: boolean().notNull(),
    reason: text().notNull(),
    judgedOn: day('judged_on').notNull(),
    judgedBy: text('judged_by').notNull(),
    validFrom: day('valid_from').notNull(),
    validUntil: day('valid_until'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
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

export type JudgementRow = typeof judgement.$inferSelect;
export type CareProviderRow = typeof careProvider.$inferSelect;
/** Without the column that the database works out for itself. */
export type UrgencyRow = Omit<typeof urgency.$inferSelect, 'decisionOrder'>;
export type UrgencyConditionRow = typeof urgencyCondition.$inferSelect;

export type CareProviderParent = CareProviderRow;
export type UrgencyParent = UrgencyRow;
export type UrgencyConditionParent = UrgencyConditionRow;
/** A registration as this subgraph knows it: by its id alone. */
export interface RegistrationParent {
  readonly id: string;
}

export type JudgementParent = JudgementRow;
export type JudgementFactsParent = Omit<JudgementRow, 'reason'> & { readonly municipality: string };

export type UrgencyChangeParent = Omit<ChangeLine, 'kind'> & { readonly kind: UrgencyChangeKind };
