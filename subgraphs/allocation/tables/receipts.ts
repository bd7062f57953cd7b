import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ReceiptKind } from '../domain/decision.ts';

/** The tables of receipts and checkpoints. */

const momentToMillisecond = (name: string) =>
  timestamp(name, { withTimezone: true, mode: 'string', precision: 3 });

export const receipt = pgTable(
  'receipt',
  {
    owner: text().notNull(),
    seq: integer().notNull(),
    kind: text().$type<ReceiptKind>().notNull(),
    vacancy: uuid(),
    reaction: uuid(),
    subject: uuid(),
    at: momentToMillisecond('at').notNull(),
    byRole: text('by_role').notNull(),
    byOrganisation: text('by_organisation'),
    byPerson: text('by_person'),
    body: text().notNull(),
    facts: text(),
    previous: text(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.seq] })],
);

export const receiptFacts = pgTable(
  'receipt_facts',
  {
    owner: text().notNull(),
    seq: integer().notNull(),
    part: text().$type<'DECISION' | 'PERSON'>().notNull(),
    facts: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    salt: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.seq, table.part] })],
);

export const receiptKey = pgTable('receipt_key', {
  keyId: text('key_id').primaryKey(),
  publicKey: text('public_key').notNull(),
  since: momentToMillisecond('since').notNull(),
});

export const receiptCheckpoint = pgTable(
  'receipt_checkpoint',
  {
    owner: text().notNull(),
    seq: integer().notNull(),
    hash: text().notNull(),
    at: momentToMillisecond('at').notNull(),
    keyId: text('key_id').notNull(),
    signature: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.seq] })],
);

export type ReceiptRow = typeof receipt.$inferSelect;
export type ReceiptFactsRow = typeof receiptFacts.$inferSelect;
export type ReceiptKeyRow = typeof receiptKey.$inferSelect;
export type ReceiptCheckpointRow = typeof receiptCheckpoint.$inferSelect;
