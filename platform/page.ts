import { HubError } from './errors.ts';
import { parseCalendarDate, type CalendarDate } from './primitives/calendar-date.ts';

/** The arguments of every paged list. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** A page as the schema's connections hold it. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export const PAGE_SIZE_MAXIMUM = 100;

/** The parts of a cursor: integers and strings, in the order of the list's sort key. */
export type CursorParts = readonly (string | number)[];

/** The size asked for. Throws INVALID_PAGE_SIZE outside 1 to 100. */
export function pageSize({ first }: PageArguments): number {
  if (!Number.isInteger(first) || first < 1 || first > PAGE_SIZE_MAXIMUM)
    throw new HubError('INVALID_PAGE_SIZE');
  return first;
}

/** A cursor is the sort key of the last row of a page: a next page continues there whatever was added meanwhile. */
export function encodeCursor(parts: CursorParts): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** What a part of a cursor must be. */
export type CursorPart = 'string' | 'number' | 'uuid' | 'date' | 'moment';

/**
 * The sort key in a cursor, checked against `shape`, or undefined when none is given.
 * Throws INVALID_CURSOR for anything that the hub did not make.
 */
export function decodeCursor<const Shape extends readonly CursorPart[]>(
  after: string | null | undefined,
  shape: Shape,
):
  | {
      [Index in keyof Shape]: Shape[Index] extends 'number'
        ? number
        : Shape[Index] extends 'date'
          ? CalendarDate
          : string;
    }
  | undefined {
  if (after === null || after === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
    if (
      Array.isArray(parts) &&
      parts.length === shape.length &&
      parts.every((part, index) => fits(part, shape[index]))
    ) {
      return parts as never;
    }
  } catch {
    // Falls through to the one answer for everything that is no cursor.
  }
  throw new HubError('INVALID_CURSOR');
}

/**
 * A page from rows that were asked for with one more than the size: the extra row tells that a next page exists.
 */
export function toPage<Row, Node>(
  rows: readonly Row[],
  size: number,
  node: (row: Row) => Node,
  cursor: (row: Row) => CursorParts,
): Page<Node> {
  const kept = rows.slice(0, size);
  const last = kept.at(-1);
  return {
    nodes: kept.map(node),
    pageInfo: {
      hasNextPage: rows.length > size,
      endCursor: last === undefined ? null : encodeCursor(cursor(last)),
    },
  };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,6}Z$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function fits(part: unknown, kind: CursorPart | undefined): boolean {
  if (kind === 'number') return Number.isSafeInteger(part);
  if (typeof part !== 'string') return false;
  if (kind === 'uuid') return UUID.test(part);
  if (kind === 'moment') return MOMENT.test(part) && !Number.isNaN(Date.parse(part));
  if (kind === 'date') return parseCalendarDate(part) !== undefined;
  return part.length <= 200 && !part.includes('\0');
}
