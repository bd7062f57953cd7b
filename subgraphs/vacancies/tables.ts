import { sql } from 'drizzle-orm';
import { boolean, date, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { ExplanationLine, ExplanationSection } from '../../rules/explain-home.ts';
import type { Reason } from '../../rules/assess.ts';
import type {
  Accessibility,
  AllocationModel,
  DwellingType,
  Segment,
  VacancyLabel,
} from '../../rules/facts.ts';
import type { MediationCategory } from '../../schema/generated/vacancies.ts';
import type { CarryingCapacity } from './domain/carrying-capacity.ts';
import type { QuotaRoom } from './domain/quota-ledger.ts';
import type { VacancyStatus } from './domain/vacancy-state.ts';

/** The tables of this subgraph's database; a test checks that they equal what the migrations make. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();

export const corporation = pgTable('corporation', { owner: text().primaryKey(), name: text().notNull() });

export const complex = pgTable(
  'complex',
  { owner: text().notNull(), id: uuid().notNull(), name: text().notNull() },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const dwelling = pgTable(
  'dwelling',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    complex: uuid(),
    region: text().notNull(),
    municipality: text().notNull(),
    core: text(),
    district: text().notNull(),
    neighbourhood: text().notNull(),
    street: text().notNull(),
    houseNumber: integer('house_number').notNull(),
    dwellingType: text('dwelling_type').$type<DwellingType>().notNull(),
    rooms: integer().notNull(),
    areaM2: integer('area_m2').notNull(),
    accessibility: text().$type<Accessibility>().notNull(),
    energyLabel: text('energy_label').notNull(),
    rentCents: integer('rent_cents').notNull(),
    segment: text().$type<Segment>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const vacancy = pgTable(
  'vacancy',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    dwelling: uuid().notNull(),
    model: text().$type<AllocationModel>().notNull(),
    labels: text().array().$type<VacancyLabel[]>().notNull(),
    status: text().$type<VacancyStatus>().notNull(),
    publishedOn: day('published_on'),
    closesAt: timestamp('closes_at', { withTimezone: true, mode: 'string' }),
    closesOn: day('closes_on'),
    ruleSetHash: text('rule_set_hash'),
    withdrawalReason: text('withdrawal_reason'),
    region: text().notNull(),
    municipality: text().notNull(),
    rentCents: integer('rent_cents').notNull(),
    rooms: integer().notNull(),
    closingOrder: timestamp('closing_order', { withTimezone: true, mode: 'string' })
      .notNull()
      .generatedAlwaysAs(sql`coalesce(closes_at, '9999-12-31 00:00:00+00')`),
    drawCommitment: text('draw_commitment'),
    offeredSince: day('offered_since'),
    experiment: text(),
    mediationCategory: text('mediation_category').$type<MediationCategory>(),
    careProvider: text('care_provider'),
    letOn: day('let_on'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const publishedSupply = pgTable(
  'published_supply',
  {
    owner: text().notNull(),
    region: text().notNull(),
    municipality: text().notNull(),
    core: text().notNull(),
    halfYear: day('half_year').notNull(),
    model: text().$type<AllocationModel>().notNull(),
    labels: text().array().$type<VacancyLabel[]>().notNull(),
    /** Of direct mediation; empty for other models. */
    category: text().$type<MediationCategory | ''>().notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.owner,
        table.region,
        table.municipality,
        table.core,
        table.halfYear,
        table.model,
        table.labels,
        table.category,
      ],
    }),
  ],
);

export const vacancyShown = pgTable(
  'vacancy_shown',
  { owner: text().notNull(), vacancy: uuid().notNull(), registration: text().notNull() },
  (table) => [primaryKey({ columns: [table.owner, table.vacancy, table.registration] })],
);

export const complexSparing = pgTable(
  'complex_sparing',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    complex: uuid().notNull(),
    reason: text().notNull(),
    fromDay: day('from_day').notNull(),
    untilDay: day('until_day').notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const letHome = pgTable(
  'let_home',
  {
    owner: text().notNull(),
    municipality: text().notNull(),
    district: text().notNull(),
    neighbourhood: text().notNull(),
    /** Empty for a home in no complex. */
    complex: text().notNull(),
    month: day('month').notNull(),
    mediated: boolean().notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.owner,
        table.municipality,
        table.district,
        table.neighbourhood,
        table.complex,
        table.month,
        table.mediated,
      ],
    }),
  ],
);

export type CorporationRow = typeof corporation.$inferSelect;
export type ComplexRow = typeof complex.$inferSelect;
export type DwellingRow = typeof dwelling.$inferSelect;
export type VacancyRow = typeof vacancy.$inferSelect;
export type PublishedSupplyRow = typeof publishedSupply.$inferSelect;

export type ComplexSparingRow = typeof complexSparing.$inferSelect;

export type CorporationParent = CorporationRow;
export type ComplexParent = ComplexRow;
export type DwellingParent = DwellingRow;
export type VacancyParent = VacancyRow;
export type ExplanationSectionParent = ExplanationSection;
export type ExplanationLineParent = ExplanationLine;
export type QuotaRoomParent = QuotaRoom;
export type ScopeObjectionParent = Reason;
export type ComplexSparingParent = ComplexSparingRow;
export type CarryingCapacityParent = CarryingCapacity;

/** A municipality, region or core as this subgraph knows it: by its code alone. */
export interface MunicipalityParent {
  readonly code: string;
}
export interface HousingRegionParent {
  readonly code: string;
}
export interface CoreParent {
  readonly code: string;
}
