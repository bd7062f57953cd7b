import type { GlobalId } from '../../../platform/global-id.ts';
import * as store from '../store/following.ts';
import type { Followed } from './follow-feed.ts';
import { judgeOpenReactions, type FollowWork } from './judge-open-reactions.ts';

/** What a part of the daily pass came to. */
export interface DayFollowed extends Pick<Followed, 'moved' | 'incomplete' | 'hasMore'> {
  readonly homes: number;
}

/**
 * Time itself changes facts: a birthday, an urgency that ends, a binding that reaches six years. Each open home is judged anew once
 * a day, the one that waited longest first, and says so when everybody in it stands on the facts of today. At most `batches` at
 * a time, so that changes do not wait for it; where it stopped is in the rankings themselves, so it goes on there after a
 * crash too. Undefined when an owner is away. Throws LeaseLost.
 */
export async function followDays(
  work: FollowWork,
  rests: (registration: string) => boolean,
  { batches, atOnce }: { readonly batches: number; readonly atOnce: number },
): Promise<DayFollowed | undefined> {
  const today = work.clock.today();
  let left = batches;
  let moved = 0;
  let homes = 0;
  const incomplete: string[] = [];
  let last: store.StaleRanking | undefined;
  do {
    const after = last;
    const page = await work.write((sql) => store.staleRankings(sql, today, after, atOnce));
    for (const home of page) {
      // Closing asks for everybody's facts itself.
      if (Date.parse(home.closesAt) <= Date.parse(work.clock.now())) continue;
      if (left <= 0) return { moved, homes, incomplete, hasMore: true };
      const judged = await followHome(home, work, rests, atOnce);
      if (judged === undefined) return undefined;
      moved += judged.moved;
      incomplete.push(...judged.incomplete);
      homes += 1;
      left -= judged.batches;
    }
    last = page.length < atOnce ? undefined : page.at(-1);
  } while (last !== undefined);
  return { moved, homes, incomplete, hasMore: false };
}

/** Judges everybody on one home who stands on facts of an earlier day; with them their reactions on other homes. */
async function followHome(
  home: GlobalId,
  work: FollowWork,
  rests: (registration: string) => boolean,
  atOnce: number,
): Promise<
  { readonly moved: number; readonly incomplete: readonly string[]; readonly batches: number } | undefined
> {
  const today = work.clock.today();
  let moved = 0;
  let batches = 0;
  const incomplete: string[] = [];
  let last: string | undefined = '';
  while (last !== undefined) {
    const after: string = last;
    const stale = await work.write((sql) => store.staleRegistrations(sql, home, today, after, atOnce));
    const registrations = stale.map(({ registration }) => registration);
    last = registrations.length < atOnce ? undefined : registrations.at(-1);
    const isLast = last === undefined;
    const judged = await judgeOpenReactions(
      registrations.filter((registration) => !rests(registration)),
      work,
      async (sql) => {
        if (isLast) await store.refreshRanking(sql, home, today);
      },
    );
    if (judged === undefined) return undefined;
    batches += 1;
    moved += judged.moved;
    incomplete.push(...judged.incomplete);
  }
  return { moved, incomplete, batches };
}
