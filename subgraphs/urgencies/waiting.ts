import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Transaction } from '../../platform/database/connect.ts';
import type { MediatedHomeInput } from '../../schema/generated/urgencies.ts';
import { waitingSince } from './domain/waiting-since.ts';
import * as base from './store.ts';
import * as store from './store/mediation.ts';
import type { UrgencyRow } from './tables.ts';

/** Before everybody. */
const FIRST = ['-infinity', '', '00000000-0000-0000-0000-000000000000'] as const;

/**
 * A page of who waits for a home like this one, in the category in which it is mediated. A home for a wheelchair goes first to
 * who needs one; apart from that only the days of waiting count, and of one day the id, which means nothing.
 */
export async function waitingPage(
  sql: Transaction,
  home: MediatedHomeInput,
  on: CalendarDate,
  page: PageArguments,
): Promise<Page<UrgencyRow>> {
  const size = pageSize(page);
  const after = decodeCursor(page.after, ['number', 'date', 'string', 'uuid']);
  const rows: UrgencyRow[] = [];
  for (const part of partsFor(home)) {
    const later = laterOf(part);
    if (after !== undefined && after[0] > later) continue;
    const [, ...key] = after?.[0] === later ? after : [later, ...FIRST];
    const question = { home, on, needsWheelchair: part };
    rows.push(...(await store.waitingUrgencies(sql, question, key, size + 1 - rows.length)));
    if (rows.length > size) break;
  }
  return toPage(
    rows,
    size,
    (row) => row,
    (row) => [laterOf(row.profileAccessibility === 'WHEELCHAIR'), waitingSince(row)!, row.owner, row.id],
  );
}

/** The place of an urgency among who waits for a home, 1 first; null when it does not stand there. */
export async function waitingPlace(
  sql: Transaction,
  id: GlobalId,
  home: MediatedHomeInput,
  on: CalendarDate,
): Promise<number | null> {
  const [row] = await base.urgenciesById(sql, [id]);
  const since = row === undefined ? null : waitingSince(row);
  if (row === undefined || since === null) return null;
  const own = row.profileAccessibility === 'WHEELCHAIR';
  const key = [since, row.owner, row.id] as const;
  const count = (needsWheelchair: boolean, upTo: readonly [string, string, string]) =>
    store.countWaiting(sql, { home, on, needsWheelchair }, upTo);
  const before = own || home.accessibility !== 'WHEELCHAIR' ? 0 : await count(true, LAST);
  // Whether it stands there itself is seen where it would be the last of those counted.
  const stands = (
    await store.waitingUrgencies(sql, { home, on, needsWheelchair: own }, justBefore(key), 1)
  )[0];
  if (stands?.id !== row.id || stands.owner !== row.owner) return null;
  return before + (await count(own, key));
}

const LAST = ['infinity', '~', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

/** The largest key before a given one: ids are numbers of 128 bits in hex. */
function justBefore([since, owner, id]: readonly [string, string, string]): readonly [
  string,
  string,
  string,
] {
  const number = BigInt(`0x${id.replaceAll('-', '')}`) - 1n;
  const hex = number.toString(16).padStart(32, '0');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return [since, owner, parts.join('-')];
}

/** A home for a wheelchair is for who needs one, then for the others; no other home fits who does. */
function partsFor({ accessibility }: MediatedHomeInput): readonly boolean[] {
  return accessibility === 'WHEELCHAIR' ? [true, false] : [false];
}

function laterOf(needsWheelchair: boolean): number {
  return needsWheelchair ? 0 : 1;
}
