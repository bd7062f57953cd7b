import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';

/** What a viewer's transaction is told about the viewer. */
interface Asker {
  readonly role: string;
  readonly organisation?: string;
  readonly registration?: string;
}

describe('what every database of the hub holds for itself', () => {
  let databases: TestDatabases<'registrations'>;
  let app: Database;
  let open: Database;

  beforeAll(async () => {
    databases = await databasesFor(['registrations']);
    app = connect(databases.of.registrations.appUrl, { applicationName: 'test', max: 2 });
    open = connect(databases.of.registrations.publicUrl, { applicationName: 'test', max: 1 });
    await loadAsOwner(databases.of.registrations, async (transaction) => {
      await transaction`insert into platform.setting values ('reference_date', '2026-03-01')`;
    });
    const reading = { subject: 'W1:anna', purpose: 'ASSESSMENT', readerRole: 'ALLOCATOR', traceId: 'trace' };
    await as({ role: 'ALLOCATOR', organisation: 'L1' }, async (transaction) => {
      for (const owner of ['W1', 'W2']) {
        await transaction`insert into platform.file_read ${transaction({ owner, ...reading, subject: `${owner}:anna`, fields: ['age'] })}`;
      }
    });
  });

  afterAll(async () => {
    await app.end();
    await open.end();
    await databases.drop();
  });

  function as<Result>(asker: Asker, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return app.begin(async (transaction) => {
      await transaction`select set_config('hub.role', ${asker.role}, true),
        set_config('hub.organisation', ${asker.organisation ?? ''}, true),
        set_config('hub.registration', ${asker.registration ?? ''}, true)`;
      return work(transaction);
    }) as Promise<Result>;
  }

  async function readingsFor(asker: Asker): Promise<readonly string[]> {
    const rows = await as(asker, (transaction) =>
      transaction<{ subject: string }[]>`select subject from platform.file_read order by subject`.execute(),
    );
    return rows.map(({ subject }) => subject);
  }

  it('shows the readings of a file to its owner, to the person and to the auditor', async () => {
    expect(await readingsFor({ role: 'REGISTRAR', organisation: 'W1' })).toEqual(['W1:anna']);
    expect(await readingsFor({ role: 'URGENCY_OFFICER', organisation: 'W2' })).toEqual(['W2:anna']);
    expect(await readingsFor({ role: 'SEEKER', registration: 'W2:anna' })).toEqual(['W2:anna']);
    expect(await readingsFor({ role: 'AUDITOR', organisation: 'AP' })).toEqual(['W1:anna', 'W2:anna']);
  });

  it.each<Asker>([
    { role: 'ANONYMOUS' },
    { role: 'SEEKER', registration: 'W1:bert' },
    { role: 'ALLOCATOR', organisation: 'W1' },
    { role: 'REGISTRAR', organisation: 'W3' },
    { role: 'ANALYST', organisation: 'W1' },
  ])('shows no reading to %o', async (asker) => {
    expect(await readingsFor(asker)).toEqual([]);
  });

  it('lets nobody change or remove a reading', async () => {
    const auditor = { role: 'AUDITOR', organisation: 'AP' };
    const change = as(auditor, (transaction) =>
      transaction`update platform.file_read set purpose = 'x'`.execute(),
    );
    await expect(change).rejects.toMatchObject({ code: '42501' });
    const removal = as(auditor, (transaction) => transaction`delete from platform.file_read`.execute());
    await expect(removal).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps the answers of one owner from another, and from claiming under its name', async () => {
    const claim = (asker: Asker, owner: string): Promise<unknown> =>
      as(asker, (transaction) =>
        transaction`insert into platform.idempotency (owner, key, operation, request_hash)
          values (${owner}, 'key', 'react', 'hash')`.execute(),
      );
    const seen = async (asker: Asker): Promise<number> =>
      (await as(asker, (transaction) => transaction`select from platform.idempotency`.execute())).length;
    const corporation = { role: 'ALLOCATOR', organisation: 'L1' };
    const seeker = { role: 'SEEKER', registration: 'W1:anna' };
    await claim(corporation, 'L1');
    await claim(seeker, 'W1:anna');
    expect([await seen(corporation), await seen(seeker)]).toEqual([1, 1]);
    expect(await seen({ role: 'ALLOCATOR', organisation: 'L2' })).toBe(0);
    expect(await seen({ role: 'ANONYMOUS' })).toBe(0);
    await expect(claim({ role: 'ALLOCATOR', organisation: 'L2' }, 'L1')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(claim({ role: 'ANONYMOUS' }, '')).rejects.toMatchObject({ code: '42501' });
    await expect(claim(corporation, 'L1')).rejects.toMatchObject({ code: '23505' });
  });

  it('lets both roles read the settings, and neither write them', async () => {
    for (const sql of [app, open]) {
      expect(await sql`select value from platform.setting where key = 'reference_date'`).toEqual([
        { value: '2026-03-01' },
      ]);
      const writing = sql`insert into platform.setting values ('other', 'x')`.execute();
      await expect(writing).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('shows the public neither readings nor answers', async () => {
    await expect(open`select from platform.file_read`.execute()).rejects.toMatchObject({ code: '42501' });
    await expect(open`select from platform.idempotency`.execute()).rejects.toMatchObject({ code: '42501' });
  });

  it('gives each test file databases that no other file sees', async () => {
    const other = await databasesFor(['registrations']);
    const sql = connect(other.of.registrations.appUrl, { applicationName: 'test', max: 1 });
    expect(await sql`select from platform.setting`).toEqual([]);
    await sql.end();
    await other.drop();
  });
});
