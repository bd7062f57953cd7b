import { integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { MediationCategory } from '../../../rules/facts.ts';

export const mediation = pgTable(
  'mediation',
  {
    owner: text().notNull(),
    reaction: uuid().notNull(),
    vacancy: uuid().notNull(),
    registration: text().notNull(),
    urgency: text().notNull(),
    category: text().$type<MediationCategory>().notNull(),
    careProvider: text('care_provider'),
    waitingDays: integer('waiting_days').notNull(),
    waitingPlace: integer('waiting_place').notNull(),
    /** Null when their term is over, as `whyNotLongest`. */
    reason: text(),
    whyNotLongest: text('why_not_longest'),
    proposedAt: timestamp('proposed_at', { withTimezone: true, mode: 'string' }).notNull(),
    proposedFor: text('proposed_for').notNull(),
    proposedBy: text('proposed_by'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.reaction] })],
);

/** Why a household was proposed for a mediated home. */
export type MediationRow = typeof mediation.$inferSelect;
