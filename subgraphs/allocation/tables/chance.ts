import { bigint, date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { AllocationModel, DwellingType, Segment } from '../../../rules/facts.ts';

export const chanceCount = pgTable(
  'chance_count',
  {
    owner: text().notNull(),
    quarter: date('quarter', { mode: 'string' }).$type<CalendarDate>().notNull(),
    region: text().notNull(),
    municipality: text().notNull(),
    segment: text().$type<Segment>().notNull(),
    model: text().$type<AllocationModel>().notNull(),
    dwellingType: text('dwelling_type').$type<DwellingType>().notNull(),
    size: integer().notNull(),
    groupCode: text('group_code').notNull(),
    places: integer().notNull(),
    homes: integer().notNull(),
    stood: integer().notNull(),
    offered: integer().notNull(),
    housed: integer().notNull(),
    mark: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.owner,
        table.quarter,
        table.region,
        table.municipality,
        table.segment,
        table.model,
        table.dwellingType,
        table.size,
        table.groupCode,
        table.places,
      ],
    }),
  ],
);

export type ChanceCountRow = typeof chanceCount.$inferSelect;
