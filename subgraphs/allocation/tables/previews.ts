import { date, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ErrorCode } from '../../../platform/errors.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { PreviewStatus } from '../../../schema/generated/allocation.ts';
import type { PreviewResult } from '../domain/preview-result.ts';

/** The tables of previews. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

export const regulationPreview = pgTable(
  'regulation_preview',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    draft: uuid().notNull(),
    revision: integer().notNull(),
    periodFrom: day('period_from').notNull(),
    periodUntil: day('period_until').notNull(),
    municipalities: text().array().notNull(),
    leftOut: text('left_out').array().notNull(),
    status: text().$type<PreviewStatus>().notNull(),
    attempts: integer().notNull(),
    homesDone: integer('homes_done').notNull(),
    homesTotal: integer('homes_total'),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
    result: jsonb().$type<PreviewResult>(),
    failure: text().$type<ErrorCode>(),
    traceId: text('trace_id').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const previewRules = pgTable(
  'preview_rules',
  {
    owner: text().notNull(),
    preview: uuid().notNull(),
    municipality: text().notNull(),
    proposedHash: text('proposed_hash').notNull(),
    proposed: text().notNull(),
    currentHash: text('current_hash'),
    current: text(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.preview, table.municipality] })],
);

export const previewReading = pgTable(
  'preview_reading',
  {
    owner: text().notNull(),
    preview: uuid().notNull(),
    attempt: integer().notNull(),
    person: text().notNull(),
    purpose: text().notNull(),
    homes: integer().notNull(),
    files: integer().notNull(),
    traceId: text('trace_id').notNull(),
    readAt: moment('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.preview, table.attempt] })],
);

export type RegulationPreviewRow = typeof regulationPreview.$inferSelect;
export type PreviewRulesRow = typeof previewRules.$inferSelect;
export type PreviewReadingRow = typeof previewReading.$inferSelect;
