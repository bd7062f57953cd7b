import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** What other owners are told. */
export type ConsequenceOperation =
  'GrantFile' | 'RecordMove' | 'RecordExclusion' | 'TakeVacancyStep' | 'ShowVacancy' | 'EndHousedUrgency';

export const consequence = pgTable(
  'consequence',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    subject: text().notNull(),
    operation: text().$type<ConsequenceOperation>().notNull(),
    variables: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    madeAt: moment('made_at').notNull(),
    attempts: integer().notNull(),
    doneAt: moment('done_at'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export type ConsequenceRow = typeof consequence.$inferSelect;
