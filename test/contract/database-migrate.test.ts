import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { connect, type Database } from '../../platform/database/connect.ts';
import { migrate } from '../../platform/database/migrate.ts';
import { prepareDatabases, type PreparedDatabase } from '../../platform/database/prepare.ts';
import { quoteName } from '../../platform/database/roles.ts';
import { testServer } from '../support/database.ts';

const GUARDED = `
  create table home (owner text not null, id uuid not null default uuidv7(), primary key (owner, id));
  alter table home enable row level security, force row level security;
  create policy home_all on home to :app using (true);
  grant select on home to :app;`;

describe('migrating a database', () => {
  let folder: string;
  let database: PreparedDatabase;
  let admin: Database;
  let count = 0;

  beforeAll(async () => {
    admin = connect((await testServer()).adminUrl, { applicationName: 'test', max: 1 });
  });

  beforeEach(async () => {
    const { adminUrl } = await testServer();
    folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    count += 1;
    const prepared = await prepareDatabases({
      adminUrl,
      subgraphs: [{ name: `case-${count}`, migrations: pathToFileURL(folder) }],
      passwordOf: () => 'secret',
      databasePrefix: `migrate_${process.pid}`,
    });
    if (prepared.kind === 'FAILED') throw new Error(prepared.failure.message);
    database = prepared.value[0]!;
    return async () => {
      await rm(folder, { recursive: true });
      await admin.unsafe(`drop database ${quoteName(database.database)} with (force)`);
      for (const role of Object.values(database.roles))
        await admin.unsafe(`drop role ${quoteName(role as string)}`);
    };
  });

  afterAll(async () => {
    await admin.end();
  });

  async function write(name: string, text: string): Promise<void> {
    await writeFile(join(folder, name), text);
  }

  function run(): ReturnType<typeof migrate> {
    return migrate({ url: database.adminUrl, roles: database.roles, migrations: pathToFileURL(folder) });
  }

  async function read(query: string): Promise<readonly unknown[]> {
    const sql = connect(database.adminUrl, { applicationName: 'test', max: 1 });
    try {
      return [...(await sql.unsafe(query))];
    } finally {
      await sql.end();
    }
  }

  it('runs each file once, in order of number, as the owner', async () => {
    await write('0002-lift.sql', 'alter table home add column lift boolean;');
    await write('0001-home.sql', GUARDED);
    expect(await run()).toEqual({ kind: 'OK', value: ['0001-home.sql', '0002-lift.sql'] });
    expect(await run()).toEqual({ kind: 'OK', value: [] });
    expect(await read(`select tableowner from pg_tables where tablename = 'home'`)).toEqual([
      { tableowner: database.roles.owner },
    ]);
  });

  it('applies a file that was added later', async () => {
    await write('0001-home.sql', GUARDED);
    await run();
    await write('0002-lift.sql', 'alter table home add column lift boolean;');
    expect(await run()).toEqual({ kind: 'OK', value: ['0002-lift.sql'] });
  });

  it('refuses a file that was edited after it ran, but not one whose lines end differently', async () => {
    await write('0001-home.sql', GUARDED);
    await run();
    await write('0001-home.sql', GUARDED.replaceAll('\n', '\r\n'));
    expect(await run()).toEqual({ kind: 'OK', value: [] });
    await write('0001-home.sql', `${GUARDED}\n-- an afterthought`);
    expect(await run()).toMatchObject({
      failure: {
        code: 'MIGRATION_EDITED',
        message: expect.stringContaining('0001-home.sql was edited') as string,
      },
    });
  });

  it('refuses a database that is ahead of the code', async () => {
    await write('0001-home.sql', GUARDED);
    await run();
    await rm(join(folder, '0001-home.sql'));
    expect(await run()).toMatchObject({
      failure: {
        code: 'MIGRATION_UNKNOWN',
        message: expect.stringContaining('start a newer version') as string,
      },
    });
  });

  it('takes nothing of a file that fails, and says where it failed', async () => {
    await write('0001-home.sql', `${GUARDED}\n\nselect nonsense;`);
    expect(await run()).toEqual({
      kind: 'FAILED',
      failure: {
        code: 'MIGRATION_FAILED',
        message: 'The migration 0001-home.sql failed at line 7: column "nonsense" does not exist.',
      },
    });
    expect(await read(`select to_regclass('public.home') as home`)).toEqual([{ home: null }]);
    await write('0001-home.sql', GUARDED);
    expect(await run()).toEqual({ kind: 'OK', value: ['0001-home.sql'] });
  });

  it.each([
    ['no row level security', GUARDED.replace(/alter table[^;]*;/, ''), 'has no row level security enabled'],
    ['no force', GUARDED.replace(', force row level security', ''), 'does not force row level security'],
    ['no policy', GUARDED.replace(/create policy[^;]*;/, ''), 'has no policy'],
    [
      'a view that reads as its owner',
      `${GUARDED} create view open_home as select * from home;`,
      'public.open_home is a view without security_invoker',
    ],
    [
      'a materialized view',
      `${GUARDED} create materialized view m as select * from home;`,
      'materialized view',
    ],
  ])('refuses a file that leaves rows open by %s', async (_, text, reason) => {
    await write('0001-home.sql', text);
    const outcome = await run();
    expect(outcome).toMatchObject({ failure: { code: 'ROW_LEVEL_SECURITY_MISSING' } });
    expect(outcome).toMatchObject({ failure: { message: expect.stringContaining(reason) as string } });
    expect(await read(`select to_regclass('public.home') as home`)).toEqual([{ home: null }]);
  });

  it('accepts a view that reads as its reader', async () => {
    await write(
      '0001-home.sql',
      `${GUARDED} create view v with (security_invoker = true) as select * from home;`,
    );
    expect(await run()).toMatchObject({ kind: 'OK' });
  });

  it('refuses a database whose policies were taken away afterwards', async () => {
    await write('0001-home.sql', GUARDED);
    await run();
    await read('alter table home disable row level security');
    expect(await run()).toMatchObject({ failure: { code: 'ROW_LEVEL_SECURITY_MISSING' } });
  });

  it('lets two migrators at one moment run each file once', async () => {
    await write('0001-home.sql', `select pg_sleep(0.2); ${GUARDED}`);
    const outcomes = await Promise.all([run(), run(), run()]);
    const applied = outcomes.flatMap((outcome) => (outcome.kind === 'OK' ? outcome.value : ['failed']));
    expect(applied).toEqual(['0001-home.sql']);
  });

  it.each(['1-home.sql', '0001_home.sql', '0000-home.sql', 'readme.md'])(
    'refuses the file name %s',
    async (name) => {
      await write(name, GUARDED);
      expect(await run()).toMatchObject({ failure: { code: 'MIGRATION_MISNAMED' } });
    },
  );

  it('refuses two files with one number', async () => {
    await write('0001-home.sql', GUARDED);
    await write('0001-house.sql', 'select 1;');
    expect(await run()).toMatchObject({
      failure: { message: 'The migrations 0001-home.sql and 0001-house.sql have the same number.' },
    });
  });
});
