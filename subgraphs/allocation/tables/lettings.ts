import {
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
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { AllocationModel, Segment, VacancyLabel } from '../../../rules/facts.ts';
import type { PriorityGround } from '../../../rules/rule.ts';
import type { LeaseHolder } from '../../../schema/generated/allocation.ts';
import type { HomeDestiny } from '../domain/left-home.ts';
import type { PermitAssessment, PermitStatus } from '../domain/permit.ts';

/** The tables of permits, lettings and the homes that movers leave. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

export const permit = pgTable(
  'permit',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    corporation: text().notNull(),
    offer: uuid().notNull(),
    vacancy: uuid().notNull(),
    reaction: uuid().notNull(),
    registration: text().notNull(),
    status: text().$type<PermitStatus>().notNull(),
    askedAt: moment('asked_at').notNull(),
    askedBy: text('asked_by').notNull(),
    assessment: jsonb().$type<PermitAssessment>(),
    decidedAt: moment('decided_at'),
    decidedBy: text('decided_by'),
    article: text(),
    reason: text(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const letting = pgTable(
  'letting',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    vacancy: uuid().notNull(),
    offer: uuid().notNull(),
    registration: text().notNull(),
    model: text().$type<AllocationModel>().notNull(),
    groupCode: text('group_code').notNull(),
    position: integer().notNull(),
    candidates: integer().notNull(),
    signedOn: day('signed_on').notNull(),
    startsOn: day('starts_on').notNull(),
    leavesHome: boolean('leaves_home').notNull(),
    recordedAt: moment('recorded_at').notNull(),
    recordedBy: text('recorded_by').notNull(),
    region: text().notNull(),
    municipality: text().notNull(),
    core: text(),
    segment: text().$type<Segment>().notNull(),
    labels: text().array().$type<VacancyLabel[]>().notNull(),
    grounds: text().array().$type<PriorityGround[]>().notNull(),
    urgencyCategory: text('urgency_category'),
    urgencyCategories: text('urgency_categories').array().notNull(),
    permit: uuid(),
    leaseHolder: text('lease_holder').$type<LeaseHolder>().notNull(),
    careProvider: text('care_provider'),
    handedOverOn: day('handed_over_on'),
    watchUntil: day('watch_until'),
    handedOverAt: moment('handed_over_at'),
    handedOverBy: text('handed_over_by'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const leftHome = pgTable(
  'left_home',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    letBy: text('let_by').notNull(),
    letting: uuid().notNull(),
    municipality: text(),
    dwelling: uuid(),
    ofCorporation: boolean('of_corporation').notNull(),
    leftOn: day('left_on').notNull(),
    destiny: text().$type<HomeDestiny>().notNull(),
    destinedOn: day('destined_on'),
    recordedBy: text('recorded_by'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export type PermitRow = typeof permit.$inferSelect;
export type LettingRow = typeof letting.$inferSelect;
export type LeftHomeRow = typeof leftHome.$inferSelect;
