import { sql } from 'drizzle-orm';
import { customType, date, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Rule } from '../../rules/rule.ts';
import type { PriorityGroup, RuleSet } from '../../rules/rule-set.ts';
import type { Article, RegulationStatus } from './domain/regulation.ts';

/** The tables of this subgraph's database; a test checks that they equal what the migrations make. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();

/** Half-open, as PostgreSQL writes it: `[2024-01-01,2028-01-01)`, `[2024-01-01,)` while open. */
const dateRange = customType<{ data: string }>({ dataType: () => 'daterange' });

export const housingRegion = pgTable('housing_region', { code: text().primaryKey(), name: text().notNull() });

export const municipality = pgTable('municipality', {
  code: text().primaryKey(),
  name: text().notNull(),
  region: text(),
});

export const core = pgTable('core', {
  code: text().primaryKey(),
  municipality: text().notNull(),
  name: text().notNull(),
});

export const regulation = pgTable(
  'regulation',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    instrument: text().notNull(),
    title: text().notNull(),
    layer: text().$type<Rule['layer']>().notNull(),
    version: day('version').notNull(),
    validFrom: day('valid_from').notNull(),
    validUntil: day('valid_until'),
    status: text().$type<RegulationStatus>().notNull(),
    argument: text().notNull(),
    canonical: text().notNull(),
    hash: text().notNull(),
    publishedOn: day('published_on'),
    inForce: dateRange('in_force').generatedAlwaysAs(
      sql`case when status = 'PUBLISHED' then daterange(valid_from, valid_until) end`,
    ),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const ruleSet = pgTable('rule_set', { hash: text().primaryKey(), canonical: text().notNull() });

export const ruleSetInForce = pgTable(
  'rule_set_in_force',
  {
    municipality: text().notNull(),
    validity: dateRange().notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.validity] })],
);

export type HousingRegionRow = typeof housingRegion.$inferSelect;
export type MunicipalityRow = typeof municipality.$inferSelect;
export type CoreRow = typeof core.$inferSelect;
export type RegulationRow = typeof regulation.$inferSelect;
export type RuleSetRow = typeof ruleSet.$inferSelect;
export type RuleSetInForceRow = typeof ruleSetInForce.$inferSelect;

export type HousingRegionParent = HousingRegionRow;
export type MunicipalityParent = MunicipalityRow;
export type CoreParent = CoreRow;
export type RegulationParent = RegulationRow;
export type ArticleParent = Article;
export type RuleParent = Rule;
export type PriorityGroupParent = PriorityGroup;
export type RuleSetParent = RuleSet;
