import type { Transaction } from '../../../platform/database/connect.ts';
import * as store from '../store/following.ts';
import type { Feed } from '../tables/following.ts';
import { judgeOpenReactions, type FollowWork } from './judge-open-reactions.ts';

interface ChangePage {
  readonly nodes: readonly { readonly kind: string; readonly registration: string; readonly at: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** What became of one page of a feed. */
export interface Followed {
  readonly lines: number;
  readonly moved: number;
  readonly incomplete: readonly string[];
  /** When the last change on the page was begun; null for an empty page. */
  readonly upTo: string | null;
  readonly hasMore: boolean;
}

const ASKED_WITH = {
  REGISTRATIONS: { operation: 'RegistrationChanges', field: 'registrationChanges' },
  URGENCIES: { operation: 'UrgencyChanges', field: 'urgencyChanges' },
} as const;

/**
 * Follows one page of a feed: whom it is about is judged anew, and the place in the feed moves on in the transaction that writes
 * it. A process that ends in between has done nothing, and the page is followed again. Undefined when an owner is away. Throws
 * LeaseLost.
 */
export async function followFeed(feed: Feed, work: FollowWork): Promise<Followed | undefined> {
  const { operation, field } = ASKED_WITH[feed];
  const after = await work.write((sql) => store.feedPosition(sql, feed));
  // Who never followed begins now: of every reaction from before it, the facts are still to be asked for.
  const answer = await work.ask<Partial<Record<typeof field, ChangePage | null>>>(operation, {
    after,
    fromNow: after === null,
  });
  const page = answer?.[field];
  if (!page) return undefined;
  const { nodes, pageInfo } = page;
  const { endCursor } = pageInfo;
  if (endCursor === null || endCursor === after) {
    return { lines: 0, moved: 0, incomplete: [], upTo: null, hasMore: false };
  }
  // Who is new in a register had not reacted; and once that happens, the facts are asked for again anyway.
  const changed = nodes.filter(({ kind }) => kind !== 'REGISTERED');
  const registrations = [...new Set(changed.map(({ registration }) => registration))];
  const judged = await judgeOpenReactions(registrations, work, (sql: Transaction) =>
    store.moveFeedPosition(sql, feed, endCursor),
  );
  if (judged === undefined) return undefined;
  return {
    lines: nodes.length,
    ...judged,
    upTo: nodes.at(-1)?.at ?? null,
    hasMore: pageInfo.hasNextPage,
  };
}

/** Follows the facts of reactions that were written since the last time: they may have changed while they were asked for. */
export async function followNew(
  work: FollowWork,
  rests: (registration: string) => boolean,
  atOnce: number,
): Promise<Pick<Followed, 'moved' | 'incomplete'> | undefined> {
  let moved = 0;
  const incomplete: string[] = [];
  let last: Awaited<ReturnType<typeof store.reactionsToFollow>>[number] | undefined;
  do {
    const after = last;
    const page = await work.write((sql) => store.reactionsToFollow(sql, after, atOnce));
    const registrations = [...new Set(page.map(({ registration }) => registration))];
    if (page.length === 0) break;
    const judged = await judgeOpenReactions(
      registrations.filter((registration) => !rests(registration)),
      work,
      (sql) => store.leaveClosed(sql, page, work.clock.now()),
    );
    if (judged === undefined) return undefined;
    moved += judged.moved;
    incomplete.push(...judged.incomplete);
    last = page.length < atOnce ? undefined : page.at(-1);
  } while (last !== undefined);
  return { moved, incomplete };
}
