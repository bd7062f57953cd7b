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

export type RuleSetRow = typeof ruleSet.$inferSelect;
export type RankingRow = typeof ranking.$inferSelect;
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

/** A vacancy as this subgraph knows it: by its id alone. */
export interface VacancyParent {
  readonly id: string;
}

/** A registration as this subgraph knows it: by its id alone. */
export interface RegistrationParent {
  readonly id: string;
}
