import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PreviewResult, ShownCell, ShownQuota } from './domain/disclosure.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { CandidateFacts, VacancyFacts } from '../../rules/facts.ts';
import type { OrderKind } from '../../schema/generated/allocation.ts';

/** The tables of this subgraph's database; a test checks that they equal what the migrations make. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

export const ruleSet = pgTable('rule_set', { hash: text().primaryKey(), canonical: text().notNull() });

export const ranking = pgTable(
  'ranking',
  {
    owner: text().notNull(),
    vacancy: uuid().notNull(),
    region: text().notNull(),
    status: text().$type<'PROVISIONAL' | 'FROZEN'>().notNull(),
    ruleSetHash: text('rule_set_hash').notNull(),
    vacancyFacts: jsonb('vacancy_facts').$type<VacancyFacts>().notNull(),
    orderKind: text('order_kind').$type<OrderKind>().notNull(),
    drawn: boolean().notNull(),
    closesAt: moment('closes_at').notNull(),
    asOf: day('as_of').notNull(),
    reactionCount: integer('reaction_count').notNull(),
    municipality: text()
      .notNull()
      .generatedAlwaysAs(sql`vacancy_facts #>> '{place,municipality}'`),
  },
  (table) => [primaryKey({ columns: [table.owner, table.vacancy] })],
);

export const reaction = pgTable(
  'reaction',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    vacancy: uuid().notNull(),
    registration: text().notNull(),
    registrar: text().notNull(),
    reactedAt: moment('reacted_at').notNull(),
    status: text().$type<'ACTIVE' | 'WITHDRAWN'>().notNull(),
    facts: jsonb().$type<CandidateFacts>().notNull(),
    factsOn: day('facts_on').notNull(),
    groupRank: integer('group_rank').notNull(),
    orderKey: bigint('order_key', { mode: 'number' }).notNull(),
    lot: text().notNull(),
    position: integer(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const consideration = pgTable(
  'consideration',
  {
    owner: text().notNull(),
    reaction: uuid().notNull(),
    since: day('since').notNull(),
    endedOn: day('ended_on'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.reaction] })],
);

export const preview = pgTable(
  'preview',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    draft: text().notNull(),
    draftRevision: integer('draft_revision').notNull(),
    status: text().$type<'RUNNING' | 'DONE' | 'CANCELLED' | 'FAILED'>().notNull(),
    fromDay: day('from_day').notNull(),
    untilDay: day('until_day').notNull(),
    rules: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    homesTotal: integer('homes_total').notNull(),
    homesDone: integer('homes_done').notNull(),
    filesRead: integer('files_read').notNull(),
    requestedBy: text('requested_by').notNull(),
    requestedAt: moment('requested_at').notNull(),
    touchedAt: moment('touched_at').notNull(),
    endedAt: moment('ended_at'),
    result: jsonb().$type<PreviewResult>(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export type PreviewRow = typeof preview.$inferSelect;
export type RuleSetRow = typeof ruleSet.$inferSelect;
export type RankingRow = typeof ranking.$inferSelect;
/** A ranking as it is written; the column that makes itself left out. */
export type WrittenRanking = Omit<RankingRow, 'municipality'>;
export type ReactionRow = typeof reaction.$inferSelect;

export type RankingParent = RankingRow;
export type ReactionParent = ReactionRow;

/** A candidate on a page: the reaction with its place. */
export interface CandidateParent {
  readonly ranking: RankingRow;
  readonly reaction: ReactionRow;
  readonly place: number | null;
}

/** Where one reaction stands. */
export type PositionParent = CandidateParent;

/** What a preview is told from; its rules stay inside. */
export type RegulationPreviewParent = Omit<PreviewRow, 'rules' | 'touchedAt'>;
export type PreviewResultParent = PreviewResult;
export type PreviewCellParent = ShownCell;
export type PreviewQuotaParent = ShownQuota;

/** A draft as this subgraph knows it: by its id alone. */
export interface RegulationDraftParent {
  readonly id: string;
}

/** A vacancy as this subgraph knows it: by its id alone. */
export interface VacancyParent {
  readonly id: string;
}

/** A registration as this subgraph knows it: by its id alone. */
export interface RegistrationParent {
  readonly id: string;
}
