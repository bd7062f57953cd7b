import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { testServer } from '../support/database.ts';
import { Wire } from '../support/wire.ts';

/** A moment at which a test lets somebody go on. */
function gate(): { readonly passed: Promise<undefined>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { passed: promise, open: () => resolve(undefined) };
}

describe('a connection that breaks', () => {
  let wire: Wire;
  let sql: Database;

  beforeEach(async () => {
    const { adminUrl } = await testServer();
    wire = await Wire.open(Number(new URL(adminUrl).port));
    const url = Object.assign(new URL(adminUrl), { port: String(wire.port) }).href;
    // One connection: whoever comes next gets the one that broke.
    sql = connect(url, { applicationName: 'a test', max: 1 });
    await sql`create temporary table kept (number int)`;
  });
  afterEach(async () => {
    await sql.end({ timeout: 1 });
    wire.close();
  });

  const cut = () => wire.arm(1, { kind: 'CUT' });

  it.each([
    ['between two statements', []],
    ['while several statements are under way', [1, 2, 3]],
  ])('%s fails its transaction and nothing else, and the pool lives', async (_title, more) => {
    const broken = sql.begin(async (transaction) => {
      await transaction`select 1`;
      cut();
      await Promise.all([transaction`select 2`, ...more.map((number) => transaction`select ${number}::int`)]);
    });
    await expect(broken).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    for (let time = 0; time < 3; time += 1)
      expect(await sql`select ${time}::int as time`).toEqual([{ time }]);
    expect(await sql.begin((transaction) => transaction`select 7 as seven`)).toEqual([{ seven: 7 }]);
  });

  it('that cannot begin a transaction fails it, and nothing of it runs outside of one', async () => {
    await sql`create table if not exists written_without_a_beginning (number int)`;
    const [failed, done] = [gate(), gate()];
    let late: unknown;
    const broken = sql.begin('isolation level nonsense', async (transaction) => {
      await failed.passed;
      await Promise.resolve()
        .then(() => transaction`insert into written_without_a_beginning values (1)`)
        .catch((fault: unknown) => (late = fault));
      done.open();
    });
    await expect(broken).rejects.toMatchObject({ code: '42601' });
    failed.open();
    await done.passed;
    expect(late).toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await sql.begin((transaction) => transaction`select * from written_without_a_beginning`)).toEqual(
      [],
    );
    await sql`drop table written_without_a_beginning`;
  });

  it('carries the beginning of a transaction together with what follows it, in one trip', async () => {
    const work = () =>
      sql.begin(async (transaction) => {
        transaction`select set_config('hub.role', 'SOMEBODY', true)`.execute();
        return transaction`select current_setting('hub.role') as role`;
      });
    // The first time statements are prepared, which takes trips of its own.
    await work();
    wire.calm();
    expect(await work()).toEqual([{ role: 'SOMEBODY' }]);
    expect(wire.sent).toBe(2);
  });

  it('refuses what is left of its transaction, which would else run inside somebody else’s', async () => {
    const [broke, later, done] = [gate(), gate(), gate()];
    const left: unknown[] = [];
    const broken = sql.begin(async (transaction) => {
      await transaction`select 1`;
      cut();
      await transaction`select 2`.catch(() => undefined);
      broke.open();
      await later.passed;
      for (const statement of [
        () => transaction`select pg_current_xact_id()`,
        () => transaction.unsafe('rollback'),
      ])
        await Promise.resolve()
          .then(statement)
          .catch((fault: unknown) => left.push(fault));
      done.open();
      throw new Error('what the work came to');
    });
    const failed = expect(broken).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await broke.passed;
    await failed;
    await sql`create table if not exists written_after_a_break (number int)`;
    await sql.begin(async (transaction) => {
      await transaction`select set_config('hub.role', 'SOMEBODY', true)`;
      await transaction`insert into written_after_a_break values (1)`;
      later.open();
      await done.passed;
      // Time for whatever the driver would send for the other one.
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await transaction`select current_setting('hub.role') as role`).toEqual([{ role: 'SOMEBODY' }]);
    });
    expect(left).toMatchObject([{ code: 'CONNECTION_CLOSED' }, { code: 'CONNECTION_CLOSED' }]);
    expect(await sql`select * from written_after_a_break`).toEqual([{ number: 1 }]);
    await sql`drop table written_after_a_break`;
  });
});
