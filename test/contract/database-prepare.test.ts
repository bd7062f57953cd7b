import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connect, type Database } from '../../platform/database/connect.ts';
import { describeSchema } from '../../platform/database/describe-schema.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { prepareDatabases, type PreparedDatabase } from '../../platform/database/prepare.ts';
import { passwordsFrom, quoteName, urlFor } from '../../platform/database/roles.ts';
import { testServer } from '../support/database.ts';

const PREFIX = `prepare_${process.pid}`;
const passwordOf = passwordsFrom('a secret of this test');

describe('preparing the databases of a hub', () => {
  let adminUrl: string;
  let admin: Database;
  let folder: string;
  let one: PreparedDatabase;
  let other: PreparedDatabase;

  function prepare(url: string, prefix = PREFIX): ReturnType<typeof prepareDatabases> {
    const migrations = pathToFileURL(folder);
    const subgraphs = [
      { name: 'one', migrations },
      { name: 'the-other', migrations },
    ];
    return prepareDatabases({ adminUrl: url, subgraphs, passwordOf, databasePrefix: prefix });
  }

  beforeAll(async () => {
    ({ adminUrl } = await testServer());
    admin = connect(adminUrl, { applicationName: 'test', max: 1 });
    folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    const prepared = await prepare(adminUrl);
    if (prepared.kind === 'FAILED') throw new Error(prepared.failure.message);
    [one, other] = prepared.value as [PreparedDatabase, PreparedDatabase];
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
    const databases = await admin<{ name: string }[]>`
      select datname as name from pg_database where starts_with(datname, ${PREFIX})`;
    for (const { name } of databases) await admin.unsafe(`drop database ${quoteName(name)} with (force)`);
    const roles = await admin<{ name: string }[]>`
      select rolname as name from pg_roles where starts_with(rolname, ${PREFIX}) order by rolname desc`;
    for (const { name } of roles)
      await admin.unsafe(`drop owned by ${quoteName(name)}; drop role ${quoteName(name)}`);
    await admin.end();
  });

  async function ask<Row>(url: string, query: string): Promise<readonly Row[]> {
    const sql = connect(url, { applicationName: 'test', max: 1 });
    try {
      return [...(await sql.unsafe(query))] as unknown as Row[];
    } finally {
      await sql.end();
    }
  }

  it('lets the application and the public of a subgraph into its own database', async () => {
    expect(await ask(one.appUrl, 'select current_user::text as name')).toEqual([{ name: one.roles.app }]);
    expect(await ask(one.publicUrl, 'select current_user::text as name')).toEqual([
      { name: one.roles.public },
    ]);
  });

  it('lets no role of one subgraph into the database of another, nor with a wrong password into its own', async () => {
    for (const url of [one.appUrl, one.publicUrl]) {
      const stray = urlFor(url, other.database);
      await expect(ask(stray, 'select 1')).rejects.toMatchObject({ code: '42501' });
    }
    const wrong = urlFor(one.appUrl, one.database, { user: one.roles.app, password: 'guess' });
    await expect(ask(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('gives the application no table, no right to make one, and no way past policies', async () => {
    const rights = await ask(
      one.appUrl,
      'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
    );
    expect(rights).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false },
    ]);
    expect(await ask(one.appUrl, 'select from pg_tables where tableowner = current_user')).toEqual([]);
    await expect(ask(one.appUrl, 'create table mine ()')).rejects.toMatchObject({ code: '42501' });
    await expect(ask(one.appUrl, `set role ${quoteName(one.roles.owner)}`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('finds everything there when run again, by several at one moment', async () => {
    const again = await Promise.all([prepare(adminUrl), prepare(adminUrl)]);
    expect(again).toEqual([
      { kind: 'OK', value: [one, other] },
      { kind: 'OK', value: [one, other] },
    ]);
    expect(await ask(one.appUrl, 'select 1 as here')).toEqual([{ here: 1 }]);
  });

  it('does the same for a user that is no superuser, and lets that user load rows in bulk', async () => {
    const user = `${PREFIX}_zz_admin`;
    await admin.unsafe(`create role ${quoteName(user)} login createdb createrole password 'pass'`);
    const prepared = await prepare(
      urlFor(adminUrl, 'postgres', { user, password: 'pass' }),
      `${PREFIX}_plain`,
    );
    if (prepared.kind === 'FAILED') throw new Error(prepared.failure.message);
    const database = prepared.value[0]!;
    await loadAsOwner(database, async (transaction) => {
      await transaction`insert into platform.idempotency (owner, key, operation, request_hash) values ('L1', 'k', 'o', 'h')`;
    });
    expect(await ask(database.appUrl, 'select from platform.idempotency')).toEqual([]);
    expect(
      await ask(
        database.appUrl,
        `select relforcerowsecurity as forced from pg_class where relname = 'idempotency'`,
      ),
    ).toEqual([{ forced: true }]);
  });

  it('describes equal databases with equal words, whatever they and their roles are called', async () => {
    const texts = [];
    for (const { adminUrl: url, roles } of [one, other]) {
      const sql = connect(url, { applicationName: 'test', max: 1 });
      texts.push(await describeSchema(sql, roles));
      await sql.end();
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toContain(PREFIX);
    expect(texts[0]).toContain(
      'create policy setting_read on platform.setting for select to :app, :public\n  using (true);',
    );
    expect(texts[0]).toContain('grant update (response) on platform.idempotency to :app;');
  });

  it.each([
    [
      'a wrong password',
      (url: URL) => (url.password = 'hush-hush'),
      'WRONG_PASSWORD',
      /the password is wrong/,
    ],
    [
      'a port where nothing listens',
      (url: URL) => (url.port = '1'),
      'CANNOT_CONNECT',
      /Nothing answers at .*:1;/,
    ],
    [
      'a host that does not exist',
      (url: URL) => (url.hostname = 'nowhere.invalid'),
      'CANNOT_CONNECT',
      /nowhere\.invalid/,
    ],
    [
      'a database that does not exist',
      (url: URL) => (url.pathname = '/absent'),
      'CANNOT_CONNECT',
      /no database named "absent"/,
    ],
  ])('says what is wrong with %s, without the password', async (_, spoil, code, sentence) => {
    const url = new URL(adminUrl);
    const { password } = url;
    spoil(url);
    const outcome = await prepare(url.href);
    expect(outcome).toMatchObject({ failure: { code, message: expect.stringMatching(sentence) as string } });
    expect(JSON.stringify(outcome)).not.toContain('hush-hush');
    expect(JSON.stringify(outcome)).not.toContain(password);
  });

  it('says so when the user may not create databases', async () => {
    const user = `${PREFIX}_humble`;
    await admin.unsafe(`create role ${quoteName(user)} login password 'pass'`);
    const outcome = await prepare(urlFor(adminUrl, 'postgres', { user, password: 'pass' }));
    expect(outcome).toMatchObject({
      failure: { code: 'NO_RIGHT', message: expect.stringContaining('CREATEDB and CREATEROLE') as string },
    });
  });
});
