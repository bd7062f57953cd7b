import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';

import { placesOf } from '../../platform/database/embedded/place.ts';
import { ask, clusterOf, end, Hubs, isAlive, readServer } from './start-embedded-hubs.ts';

const IS_ROOT = process.getuid?.() === 0;

describe('starting the database of a hub', () => {
  let hubs: Hubs;

  beforeEach(async () => {
    hubs = await Hubs.make();
    return () => hubs.clean();
  });

  it('gives a PostgreSQL 18 that keeps what it acknowledged and lets nobody in without the password', async () => {
    const hub = await hubs.start();
    const settings = [
      'server_version',
      'fsync',
      'synchronous_commit',
      'listen_addresses',
      'unix_socket_directories',
    ];
    const rows = await ask<{ name: string; setting: string }>(
      hub,
      `select name, setting from pg_settings where name = any('{${settings.join(',')}}') order by name`,
    );
    expect(rows.map(({ name, setting }) => [name, setting])).toEqual([
      ['fsync', 'on'],
      ['listen_addresses', '127.0.0.1'],
      ['server_version', expect.stringMatching(/^18\./)],
      ['synchronous_commit', 'on'],
      ['unix_socket_directories', ''],
    ]);
    const guess = new URL(hub.adminUrl);
    guess.password = 'guess';
    await expect(ask({ ...hub, adminUrl: guess.href }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(hubs.folder, 'admin-password'))).mode & 0o777).toBe(0o600);
  });

  it('keeps its rows from one start to the next, and throws them away when told to begin fresh', async () => {
    const first = await hubs.start();
    await ask(first, 'create table kept as select 1 as one');
    await end(first.process, 'SIGTERM');
    const second = await hubs.start();
    expect(await ask(second, 'select one from kept')).toEqual([{ one: 1 }]);
    await end(second.process, 'SIGTERM');
    const third = await hubs.start(hubs.folder, ['--fresh']);
    expect(await ask(third, `select to_regclass('kept') as kept`)).toEqual([{ kept: null }]);
  });

  it('leaves no process behind when it is stopped', async () => {
    const hub = await hubs.start();
    const pid = await readServer(await clusterOf(hub));
    expect(pid).toBeTypeOf('number');
    await end(hub.process, 'SIGTERM');
    expect(isAlive(pid!)).toBe(false);
  });

  it('takes over from a server whose hub was killed, with every row that was acknowledged', async () => {
    const killed = await hubs.start();
    const orphan = await readServer(await clusterOf(killed));
    await ask(killed, 'create table kept as select 1 as one');
    await end(killed.process, 'SIGKILL');
    expect(isAlive(orphan!)).toBe(true);
    const next = await hubs.start();
    expect(await ask(next, 'select one from kept')).toEqual([{ one: 1 }]);
    expect(await readServer(await clusterOf(next))).not.toBe(orphan);
  });

  it('starts after hub and server were killed together, when the number of the server has become another process', async () => {
    const killed = await hubs.start();
    const place = await clusterOf(killed);
    const server = await readServer(place);
    await end(killed.process, 'SIGKILL');
    process.kill(server!, 'SIGKILL');
    const note = await readFile(join(place, 'postmaster.pid'), 'utf8');
    const stranger = spawn('/bin/sleep', ['60'], IS_ROOT ? await ownerOf(place) : {});
    await once(stranger, 'spawn');
    await writeFile(join(place, 'postmaster.pid'), note.replace(/^\d+/, String(stranger.pid)));
    const next = await hubs.start();
    expect(await ask(next, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(stranger.pid!)).toBe(true);
    await end(stranger, 'SIGKILL');
  });

  it('starts the server again on the same port when it dies under a living hub', async () => {
    const hub = await hubs.start();
    await ask(hub, 'create table kept as select 1 as one');
    const server = await readServer(await clusterOf(hub));
    process.kill(server!, 'SIGKILL');
    let rows: readonly unknown[] = [];
    for (let attempt = 0; attempt < 200 && rows.length === 0; attempt += 1) {
      rows = await ask(hub, 'select one from kept').catch(() => wait(50, []));
    }
    expect(rows).toEqual([{ one: 1 }]);
    expect(await readServer(await clusterOf(hub))).not.toBe(server);
  });

  it('lets one hub at a time use a folder, and tells the second who has it', async () => {
    const first = await hubs.start();
    const [second] = await hubs.try();
    expect(second).toMatchObject({
      failure: {
        code: 'IN_USE',
        message: expect.stringContaining(`Another hub (process ${first.process.pid})`) as string,
      },
    });
    expect(await ask(first, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('begins again after a first start that was cut off half way', async () => {
    const real = placesOf(hubs.folder)[0]!;
    await mkdir(`${real}.unfinished`);
    await writeFile(join(`${real}.unfinished`, 'PG_VERSION'), '18\n');
    expect(await ask(await hubs.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses rows that another major version wrote, and says what to do', async () => {
    const hub = await hubs.start();
    const place = await clusterOf(hub);
    await end(hub.process, 'SIGTERM');
    await writeFile(join(place, 'PG_VERSION'), '17\n');
    const [started] = await hubs.try();
    expect(started).toMatchObject({
      failure: {
        code: 'OTHER_MAJOR_VERSION',
        message: expect.stringMatching(
          /written by PostgreSQL 17 and this hub runs PostgreSQL 18; .*--fresh/,
        ) as string,
      },
    });
  });

  it('says so when the password of its rows is gone', async () => {
    const hub = await hubs.start();
    await end(hub.process, 'SIGTERM');
    await rm(join(hubs.folder, 'admin-password'));
    const [started] = await hubs.try();
    expect(started).toMatchObject({
      failure: { message: expect.stringContaining('admin-password') as string },
    });
  });

  it('says so when a file stands where the folder should be', async () => {
    await writeFile(join(hubs.folder, 'taken'), '');
    for (const where of [join(hubs.folder, 'taken'), join(hubs.folder, 'taken', 'data')]) {
      const [started] = await hubs.try(where);
      expect(started).toMatchObject({
        failure: {
          code: 'FOLDER_NOT_WRITABLE',
          message: expect.stringMatching(/cannot be written; .*DATA_FOLDER/) as string,
        },
      });
    }
  });

  describe.skipIf(IS_ROOT)('as a user', () => {
    it('says so when the folder may not be written', async () => {
      await chmod(hubs.folder, 0o500);
      const [started] = await hubs.try();
      expect(started).toMatchObject({ failure: { code: 'FOLDER_NOT_WRITABLE' } });
      await chmod(hubs.folder, 0o700);
    });
  });
});

async function ownerOf(path: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const { uid, gid } = await stat(path);
  return { uid, gid };
}
