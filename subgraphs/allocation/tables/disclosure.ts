import { boolean, pgTable, text } from 'drizzle-orm/pg-core';

/** What the noise of a preview is made from. */
export const disclosureSecret = pgTable('disclosure_secret', {
  single: boolean().primaryKey(),
  secret: text().notNull(),
});
