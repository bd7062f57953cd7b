import { describe, expect, it } from 'vitest';
import { keepingRows } from '../../../platform/kept-rows.ts';

interface Named {
  readonly code: string;
  readonly name: string;
}

function keeping(rows: Record<string, string>, atMost = 100) {
  const asked: string[][] = [];
  let now = 0;
  const database = {};
  const read = keepingRows(
    (_sql: object, keys) => {
      asked.push([...keys]);
      return Promise.resolve(
        keys.flatMap((code): Named[] => (code in rows ? [{ code, name: rows[code]! }] : [])),
      );
    },
    ({ code }) => code,
    { forMs: 1_000, atMost },
    () => now,
  );
  return { asked, database, read, pass: (ms: number) => void (now += ms) };
}

const names = (rows: readonly Named[]) => rows.map(({ name }) => name).sort();

describe('rows that are kept', () => {
  it('are asked for once while they are kept, and only those that are not', async () => {
    const { asked, database, read } = keeping({ a: 'A', b: 'B', c: 'C' });
    expect(names(await read(database, ['a', 'b']))).toEqual(['A', 'B']);
    expect(names(await read(database, ['a', 'b', 'c']))).toEqual(['A', 'B', 'C']);
    expect(names(await read(database, ['c']))).toEqual(['C']);
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  it('are asked for anew after their time, and then tell what changed', async () => {
    const rows = { a: 'A' };
    const { asked, database, read, pass } = keeping(rows);
    await read(database, ['a']);
    rows.a = 'renamed';
    pass(999);
    expect(names(await read(database, ['a']))).toEqual(['A']);
    pass(1);
    expect(names(await read(database, ['a']))).toEqual(['renamed']);
    expect(asked).toHaveLength(2);
  });

  it('are those of one database and no other', async () => {
    const { asked, database, read } = keeping({ a: 'A' });
    await read(database, ['a']);
    await read({}, ['a']);
    expect(asked).toHaveLength(2);
  });

  it('do not hold what is not there: it is asked for each time', async () => {
    const rows: Record<string, string> = {};
    const { asked, database, read } = keeping(rows);
    expect(await read(database, ['a'])).toEqual([]);
    rows['a'] = 'new';
    expect(names(await read(database, ['a']))).toEqual(['new']);
    expect(asked).toHaveLength(2);
  });

  it('never become more than may be kept: the oldest go', async () => {
    const { asked, database, read } = keeping({ a: 'A', b: 'B', c: 'C' }, 2);
    for (const code of ['a', 'b', 'c']) await read(database, [code]);
    await read(database, ['b', 'c']);
    expect(asked).toEqual([['a'], ['b'], ['c']]);
    await read(database, ['a']);
    expect(asked).toHaveLength(4);
  });
});
