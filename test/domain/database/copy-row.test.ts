import { expect, it } from 'vitest';

import { asJson, encodeRow } from '../../../platform/database/copy-rows.ts';

it('writes each kind of value as the text format of COPY has it', () => {
  const row = ['plain', 12, -3n, true, false, null, undefined, { a: 'b' }, asJson([1]), new Date(0)];
  expect(encodeRow(row, row.length)).toBe(
    'plain\t12\t-3\tt\tf\t\\N\t\\N\t{"a":"b"}\t[1]\t1970-01-01T00:00:00.000Z\n',
  );
});

it('escapes what would end a value or a row, and what looks like null', () => {
  expect(encodeRow(['a\tb\nc\rd\\e', '\\N'], 2)).toBe('a\\tb\\nc\\rd\\\\e\t\\\\N\n');
});

it('escapes the elements of an array for the array and then for COPY', () => {
  expect(encodeRow([['a"b', 'c\\d', 'NULL', null, 1]], 1)).toBe('{"a\\\\"b","c\\\\\\\\d","NULL",NULL,1}\n');
});

it('refuses a row that has another number of values than there are columns', () => {
  expect(() => encodeRow([1], 2)).toThrow(RangeError);
});
