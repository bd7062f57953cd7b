import { pipeline } from 'node:stream/promises';

import type { Transaction } from './connect.ts';
import { quoteName } from './roles.ts';

/** A value that COPY can carry: arrays become PostgreSQL arrays, plain objects become JSON. */
export type CopyValue = string | number | bigint | boolean | Date | null | undefined | CopyArray | CopyJson;
export type CopyArray = readonly (string | number | bigint | boolean | null)[];
/** An array inside jsonb must be wrapped by `asJson`, for an array by itself becomes a PostgreSQL array. */
export type CopyJson = { readonly [key: string]: unknown };

/** Rows are gathered into pieces of about this many characters: fewer writes, and little memory at one time. */
const PIECE_CHARACTERS = 1 << 16;

/**
 * Loads rows into a table by COPY, far faster than INSERT, and answers how many there were. Rows are taken only as
 * fast as the server takes them, so the source may be larger than memory. `table` may be `schema.table`; `columns`
 * are as in SQL. Rejects with the server's error when a row is refused, with the transaction then to be rolled back.
 * A table whose policies bind the current role refuses COPY: see `loadAsOwner`. `onPiece` is shown the text that goes to the server,
 * piece after piece, such as to make a digest of it.
 */
export async function copyRows(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>,
  onPiece?: (piece: string) => void,
): Promise<number> {
  const target = `${table.split('.').map(quoteName).join('.')} (${columns.map(quoteName).join(', ')})`;
  const query = transaction.unsafe(`copy ${target} from stdin`);
  const refused = refusalOf(query);
  const counted = { rows: 0 };
  const copied = query.writable().then(async (writable) => {
    await pipeline(encodeRows(rows, columns.length, counted, onPiece), writable);
  });
  await Promise.race([copied, refused]);
  return counted.rows;
}

/** Marks a value, such as an array, to be carried as JSON. */
export function asJson(value: unknown): string {
  return JSON.stringify(value);
}

/**
 * The driver resolves the query as soon as COPY starts, and then has no way left to report that a row was refused
 * at the end: its stream would wait for ever. So the report is caught where the driver drops it.
 */
function refusalOf(query: object): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const reporting = query as { reject: (error: unknown) => void };
  const report = reporting.reject;
  reporting.reject = (error) => {
    report(error);
    reject(error);
  };
  return promise;
}

async function* encodeRows(
  rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>,
  width: number,
  counted: { rows: number },
  onPiece: (piece: string) => void = () => undefined,
): AsyncGenerator<string> {
  let piece = '';
  // An iterable that is not asynchronous is read without a promise for each row.
  if (Symbol.iterator in rows) {
    for (const row of rows) {
      piece += encodeRow(row, width);
      counted.rows += 1;
      if (piece.length >= PIECE_CHARACTERS) {
        onPiece(piece);
        yield piece;
        piece = '';
      }
    }
  } else {
    for await (const row of rows) {
      piece += encodeRow(row, width);
      counted.rows += 1;
      if (piece.length >= PIECE_CHARACTERS) {
        onPiece(piece);
        yield piece;
        piece = '';
      }
    }
  }
  if (piece === '') return;
  onPiece(piece);
  yield piece;
}

/** One line of COPY's text format. See PostgreSQL 18, COPY, File Formats, Text Format. */
export function encodeRow(row: readonly CopyValue[], width: number): string {
  if (row.length !== width) throw new RangeError(`a row of ${row.length} values for ${width} columns`);
  let line = encodeValue(row[0]);
  for (let index = 1; index < width; index += 1) line += `\t${encodeValue(row[index])}`;
  return `${line}\n`;
}

function encodeValue(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (isArray(value)) return escapeText(`{${value.map(encodeElement).join(',')}}`);
  return escapeText(JSON.stringify(value));
}

// `Array.isArray` does not narrow a readonly array.
function isArray(value: CopyArray | CopyJson): value is CopyArray {
  return Array.isArray(value);
}

function encodeElement(element: CopyArray[number]): string {
  if (element === null) return 'NULL';
  if (typeof element !== 'string') return String(element);
  return `"${element.replace(/["\\]/g, '\\$&')}"`;
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeText(text: string): string {
  // Nearly all values hold nothing to escape, and testing is cheaper than replacing.
  return SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!) : text;
}
