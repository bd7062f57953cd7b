import { describe, expect, it } from 'vitest';
import type { Database } from '../../../platform/database/connect.ts';
import { replaySql, type Recording, type Statement } from '../../bench/gateways/recorded-sql.ts';

/** A database that answers in a moment and notes what it was sent, and when it answered. */
function noting(log: string[]): Database {
  const tagged = async (strings: readonly string[]): Promise<void> => {
    log.push(`sent ${strings[0]}`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`answered ${strings[0]}`);
  };
  const begin = async (work: (sql: unknown) => Promise<unknown>): Promise<void> => {
    log.push('begin');
    await work(tagged);
    log.push('commit');
  };
  return Object.assign(tagged, { begin }) as unknown as Database;
}

function statement(text: string, after: readonly number[], transaction?: number): Statement {
  return { strings: [text], values: [], after, transaction, database: 'one' };
}

const RECORDING: Recording = {
  begun: new Map([[1, []]]),
  statements: new Map([
    [2, statement('/* becomeViewer */', [], 1)],
    [3, statement('first', [], 1)],
    [4, statement('second', [2, 3], 1)],
    [5, statement('last', [2, 3, 4, 1])],
  ]),
};

describe('recorded SQL', () => {
  it('is sent again in its transactions, each statement once what it waited for is answered', async () => {
    const log: string[] = [];
    await replaySql(RECORDING, () => noting(log));
    expect(log).toEqual([
      'begin',
      'sent /* becomeViewer */',
      'sent first',
      'answered /* becomeViewer */',
      'answered first',
      'sent second',
      'answered second',
      'commit',
      'sent last',
      'answered last',
    ]);
  });

  it('tells nobody who asks where policies do not hold', async () => {
    const log: string[] = [];
    await replaySql(RECORDING, () => noting(log), false);
    expect(log).not.toContain('sent /* becomeViewer */');
    expect(log.filter((line) => line.startsWith('sent'))).toHaveLength(3);
  });
});
