import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Reader } from '../store.ts';
import type { ChangeRow, RegulationRow } from '../tables.ts';

/** All SQL of what was published through time. */

/** Everything of these owners that is in force on a day. */
export function regulationsInForce(
  sql: Reader,
  owners: readonly string[],
  on: CalendarDate,
): Promise<RegulationRow[]> {
  return sql`
    /* regulationsInForce */
    select * from regulation
     where owner = any(${owners as string[]}::text[]) and status = 'PUBLISHED'
       and valid_from <= ${on}::date and (valid_until is null or valid_until > ${on}::date)`;
}

/** Where a page of versions goes on. */
export type AfterVersion = readonly [version: CalendarDate, id: string];

const LATEST: AfterVersion = ['9999-12-31' as CalendarDate, 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** The versions of an instrument that were ever published, the latest on top. */
export function versionsPage(
  sql: Reader,
  owner: string,
  instrument: string,
  after: AfterVersion | undefined,
  limit: number,
): Promise<RegulationRow[]> {
  const [version, id] = after ?? LATEST;
  return sql`
    /* versionsPage */
    select * from regulation
     where owner = ${owner} and instrument = ${instrument} and (version, id) < (${version}::date, ${id}::uuid)
     order by version desc, id desc limit ${limit}`;
}

/** The version of an instrument that was published before another began; empty for the first. */
export function versionBefore(
  sql: Reader,
  { owner, instrument, version }: Pick<RegulationRow, 'owner' | 'instrument' | 'version'>,
): Promise<RegulationRow[]> {
  return sql`
    /* versionBefore */
    select * from regulation
     where owner = ${owner} and instrument = ${instrument} and version < ${version}::date and status = 'PUBLISHED'
     order by version desc, id desc limit 1`;
}

/** Where a page of the feed goes on: the transaction and the place in it. */
export type AfterChange = readonly [xid: string, seq: number];

/**
 * The feed, of all owners or of some. Only what lies below the oldest transaction still running: what is not shown yet
 * will stand after what is, so that a reader who goes on from the last line misses nothing. The order names the table, as
 * `order by xid` would mean the column of the answer, which is text: there 1000 comes before 999.
 */
export function changesPage(
  sql: Reader,
  owners: readonly string[] | null,
  latestFirst: boolean,
  after: AfterChange | undefined,
  limit: number,
): Promise<ChangeRow[]> {
  const ofOwners = owners === null ? sql`true` : sql`owner = any(${owners as string[]}::text[])`;
  const settled = sql`xid < pg_snapshot_xmin(pg_current_snapshot())`;
  if (latestFirst) {
    const [xid, seq] = after ?? ['18446744073709551615', 0];
    return sql`
      /* changesLatestFirst */
      select change.xid::text, seq, kind, owner, regulation from change
       where ${ofOwners} and ${settled} and (xid, seq) < (${xid}::xid8, ${seq}::bigint)
       order by change.xid desc, seq desc limit ${limit}`;
  }
  const [xid, seq] = after ?? ['0', 0];
  return sql`
    /* changesPage */
    select change.xid::text, seq, kind, owner, regulation from change
     where ${ofOwners} and ${settled} and (xid, seq) > (${xid}::xid8, ${seq}::bigint)
     order by change.xid, seq limit ${limit}`;
}
