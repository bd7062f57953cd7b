import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Rule } from '../../rules/rule.ts';
import type { PriorityGroup, RuleSet } from '../../rules/rule-set.ts';
import type { Role } from '../../platform/viewer.ts';
import type { Finding } from '../../rules/finding.ts';
import type { DraftAction } from './domain/draft-action.ts';
import type { DraftRule } from './domain/draft-rules.ts';
import type { ProposedRuleSet } from './domain/proposed-rule-sets.ts';
import type { Deviation } from './domain/deviations.ts';
import type { RegisteredGroup } from './domain/exempted-groups.ts';
import type { RegulationChange } from './domain/regulation-change.ts';
import type { Article, RegulationStatus } from './domain/regulation.ts';
import type { SourceObject } from './domain/source-of-regulation.ts';

/** The tables of this subgraph's database; a test checks that they equal what the migrations make. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** A number of a transaction that is never used again, unlike `xid`. */
const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' });

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
    withdrawnAt: moment('withdrawn_at'),
    withdrawalReason: text('withdrawal_reason'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const regulationDraft = pgTable(
  'regulation_draft',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    instrument: text().notNull(),
    revision: integer().notNull(),
    status: text().$type<RegulationStatus>().notNull(),
    source: jsonb().$type<SourceObject>().notNull(),
    action: text().$type<DraftAction>().notNull(),
    about: text(),
    changedAt: moment('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    editedBy: text('edited_by').notNull(),
    submittedAt: moment('submitted_at'),
    submittedBy: text('submitted_by'),
    approvedAt: moment('approved_at'),
    approvedBy: text('approved_by'),
    returnReason: text('return_reason'),
    amends: uuid(),
    regulation: uuid(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const draftEvent = pgTable(
  'draft_event',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    draft: uuid(),
    regulation: uuid(),
    action: text().$type<DraftAction>().notNull(),
    about: text(),
    person: text().notNull(),
    role: text().$type<Role>().notNull(),
    at: moment('at').notNull(),
    revisionBefore: integer('revision_before'),
    revision: integer(),
    xact: transactionNumber().notNull(),
    recordedAt: moment('recorded_at').notNull(),
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

export const complexRuleSetInForce = pgTable(
  'complex_rule_set_in_force',
  {
    municipality: text().notNull(),
    complex: text().notNull(),
    validity: dateRange().notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.complex, table.validity] })],
);

export const change = pgTable(
  'change',
  {
    xid: transactionNumber()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    kind: text().$type<'PUBLISHED' | 'WITHDRAWN'>().notNull(),
    owner: text().notNull(),
    regulation: uuid().notNull(),
  },
  (table) => [primaryKey({ columns: [table.xid, table.seq] })],
);

export const experiment = pgTable(
  'experiment',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    purpose: text().notNull(),
    consultedOn: day('consulted_on').notNull(),
    consultation: text().notNull(),
    validFrom: day('valid_from').notNull(),
    validUntil: day('valid_until').notNull(),
    registeredBy: text('registered_by').notNull(),
    registeredAt: timestamp('registered_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export type ExperimentRow = typeof experiment.$inferSelect;
export type ExperimentParent = Omit<ExperimentRow, 'registeredBy'>;
export type HousingRegionRow = typeof housingRegion.$inferSelect;
export type MunicipalityRow = typeof municipality.$inferSelect;
export type CoreRow = typeof core.$inferSelect;
export type RegulationRow = typeof regulation.$inferSelect;
export type RegulationDraftRow = typeof regulationDraft.$inferSelect;
export type DraftEventRow = typeof draftEvent.$inferSelect;
export type ChangeRow = typeof change.$inferSelect;
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
export type RegulationDraftParent = RegulationDraftRow;
export type DraftEventParent = DraftEventRow;
export type DraftRuleParent = DraftRule;
export type RegulationFindingParent = Finding;
export type ProposedRuleSetParent = ProposedRuleSet;
/** A line of the feed with the version that it is about. */
export interface RegulationEventParent {
  readonly change: ChangeRow;
  readonly regulation: RegulationRow;
}
/** A group of the register with where it stands written. */
export type ExemptedGroupParent = RegisteredGroup;
export type RegulationChangeParent = RegulationChange;
export type DeviationParent = Deviation;
export interface RegulationComparisonParent {
  readonly from: RegulationRow;
  readonly to: RegulationRow;
  readonly changes: readonly RegulationChange[];
}
export type RegulationApprovedParent = { readonly draft: RegulationDraftRow };
