import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connect, type Database } from '../../platform/database/connect.ts';
import { copyRows, asJson, type CopyValue } from '../../platform/database/copy-rows.ts';
import { testServer } from '../support/database.ts';

describe('a connection', () => {
  let sql: Database;

  beforeAll(async () => {
    const { adminUrl } = await testServer();
    sql = connect(adminUrl, { applicationName: 'a test', statementTimeoutMs: 2000 });
  });

  afterAll(async () => {
    await sql.end();
  });

  it('gives columns in camelCase and leaves the keys inside jsonb alone', async () => {
    const [row] = await sql`select 1 as first_name, '{"first_name": {"last_name": 2}}'::jsonb as facts`;
    expect(row).toEqual({ firstName: 1, facts: { first_name: { last_name: 2 } } });
  });

  it('gives numbers for bigint, and throws rather than give a wrong one', async () => {
    const [row] = await sql`select 9007199254740991::int8 as one, array[1, 2]::int8[] as many`;
    expect(row).toEqual({ one: 9_007_199_254_740_991, many: [1, 2] });
    await expect(sql`select 9007199254740992::int8 as one`.execute()).rejects.toThrow(RangeError);
  });

  it('gives dates as days and moments as ISO text in UTC', async () => {
    const [row] = await sql`select date '2026-02-28' as day, timestamptz '2026-03-29 02:30:00+01' as at,
      timestamptz '2026-03-29 02:30:00.123456+02' as exact, array[date '2026-02-28'] as days`;
    expect(row).toEqual({
      day: '2026-02-28',
      at: '2026-03-29T01:30:00.000Z',
      exact: '2026-03-29T00:30:00.123456Z',
      days: ['2026-02-28'],
    });
  });

  it('sends back what it gave and finds it unchanged', async () => {
    const day = '2026-02-28';
    const at = '2026-03-29T00:30:00.123456Z';
    const facts = { a: [1, null, 'x'] };
    const [row] = await sql`select ${day}::date as day, ${at}::timestamptz as at, ${12}::int8 as count,
      ${sql.json(facts)}::jsonb as facts, ${['a', 'b"c']}::text[] as texts, ${[1, 2]}::int8[] as counts`;
    expect(row).toEqual({ day, at, count: 12, facts, texts: ['a', 'b"c'], counts: [1, 2] });
  });

  it('sends undefined as null', async () => {
    const [row] = await sql`select ${undefined as unknown as null}::text as nothing`;
    expect(row).toEqual({ nothing: null });
  });

  it('ends a statement that takes longer than it may', async () => {
    await expect(sql`select pg_sleep(30)`.execute()).rejects.toMatchObject({ code: '57014' });
  });
});

describe('copying rows', () => {
  let sql: Database;

  beforeAll(async () => {
    const { adminUrl } = await testServer();
    sql = connect(adminUrl, { applicationName: 'a test', max: 1 });
    await sql`create temporary table copied (
      number bigint primary key, text text, yes boolean, day date, texts text[], numbers bigint[], facts jsonb)`;
  });

  afterAll(async () => {
    await sql.end();
  });

  const COLUMNS = ['number', 'text', 'yes', 'day', 'texts', 'numbers', 'facts'];
  const NASTY = ['', ' ', '\\', '\\N', '\t', '\n', '\r\n', '"', "'", '{}', 'NULL', 'é€😀', '\\.', ','];

  it('loads every value as it was, however it is written', async () => {
    const rows: CopyValue[][] = NASTY.map((text, index) => [
      index,
      text,
      index % 2 === 0,
      '2026-02-28',
      [text, null, text],
      [index, null],
      index % 2 === 0 ? { key: text } : asJson([text]),
    ]);
    const count = await sql.begin((transaction) => copyRows(transaction, 'copied', COLUMNS, rows));
    expect(count).toBe(NASTY.length);
    const found = await sql`select text, yes, day, facts from copied order by number`;
    expect(found.map(({ text }) => text as string)).toEqual(NASTY);
    for (const [index, text] of NASTY.entries()) {
      const facts = index % 2 === 0 ? { key: text } : [text];
      expect(found[index]).toMatchObject({ yes: index % 2 === 0, day: '2026-02-28', facts });
    }
    const [elements] = await sql`select count(*) as count from copied
      where texts[1] = text and texts[2] is null and texts[3] = text and numbers[1] = number`;
    expect(elements).toEqual({ count: NASTY.length });
  });

  it('takes rows from an asynchronous source, more than fit in one piece', async () => {
    async function* source(): AsyncGenerator<CopyValue[]> {
      for (let number = 1000; number < 21_000; number += 1)
        yield await Promise.resolve([number, 'x'.repeat(50)]);
    }
    const count = await sql.begin((transaction) =>
      copyRows(transaction, 'copied', ['number', 'text'], source()),
    );
    expect(count).toBe(20_000);
    expect(await sql`select count(*) as count from copied where number >= 1000`).toEqual([{ count: 20_000 }]);
  });

  it.each([
    [
      'a key that is there twice',
      [
        [-1, 'a'],
        [-1, 'b'],
      ],
      '23505',
    ],
    ['a value of another type', [['no number', 'a']], '22P02'],
    ['a null byte', [[-2, '\0']], '22021'],
  ])(
    'loads nothing and gives the error of the server for %s, and the connection lives',
    async (_, rows, code) => {
      const copied = sql.begin((transaction) => copyRows(transaction, 'copied', ['number', 'text'], rows));
      await expect(copied).rejects.toMatchObject({ code });
      expect(await sql`select count(*) as count from copied where number < 0`).toEqual([{ count: 0 }]);
    },
  );

  it('gives the error for a table that does not exist, and for a source that fails', async () => {
    const absent = sql.begin((transaction) => copyRows(transaction, 'absent', ['number'], [[1]]));
    await expect(absent).rejects.toMatchObject({ code: '42P01' });
    function* broken(): Generator<CopyValue[]> {
      yield [-5, 'a'];
      throw new Error('the source broke');
    }
    const failing = sql.begin((transaction) => copyRows(transaction, 'copied', ['number', 'text'], broken()));
    await expect(failing).rejects.toThrow('the source broke');
    expect(await sql`select count(*) as count from copied where number < 0`).toEqual([{ count: 0 }]);
  });
});
