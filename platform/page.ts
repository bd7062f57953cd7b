import { HubError } from './errors.ts';

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
  if (!Number.isInteger(first) || first < 1 || first > PAGE_SIZE_MAXIMUM) throw new HubError('INVALID_PAGE_SIZE');
  return first;
}

/** A cursor is the sort key of the last row of a page: a next page continues there whatever was added meanwhile. */
export function encodeCursor(parts: CursorParts): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The sort key in a cursor, checked against `shape` (one of 'string' or 'number' a part), or undefined when none is given.
 * Throws INVALID_CURSOR for anything that the hub did not make.
 */
export function decodeCursor<const Shape extends readonly ('string' | 'number')[]>(
  after: string | null | undefined,
  shape: Shape,
): { [Index in keyof Shape]: Shape[Index] extends 'number' ? number : string } | undefined {
  if (after === null || after === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === shape.length && parts.every((part, index) => fits(part, shape[index]))) {
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
    pageInfo: { hasNextPage: rows.length > size, endCursor: last === undefined ? null : encodeCursor(cursor(last)) },
  };
}

function fits(part: unknown, kind: 'string' | 'number' | undefined): boolean {
  return kind === 'number' ? Number.isSafeInteger(part) : typeof part === 'string' && part.length <= 200 && !part.includes('\0');
}
