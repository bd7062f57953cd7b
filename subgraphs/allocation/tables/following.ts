import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Tables of keeping provisional places fresh. */

export const follower = pgTable('follower', {
  single: boolean().primaryKey().default(true),
  holder: uuid(),
  heldUntil: timestamp('held_until', { withTimezone: true, mode: 'string' }),
});

export const feedPosition = pgTable('feed_position', {
  feed: text().$type<Feed>().primaryKey(),
  after: text().notNull(),
});

/** The feeds that are followed. */
export const FEEDS = ['REGISTRATIONS', 'URGENCIES'] as const;
export type Feed = (typeof FEEDS)[number];
