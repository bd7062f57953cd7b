import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { children, childrenOf, originOf, startHubProcess, type Started } from './started-hub.ts';

describe('a hub of several processes', () => {
  let dataFolder: string;
  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'verdeelsleutel-workers-'));
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(dataFolder, { recursive: true, force: true });
  });

  async function workersOf({ child }: Started): Promise<readonly string[]> {
    const pids = await childrenOf(child.pid!);
    const commands = await Promise.all(
      pids.map(async (pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    return pids.filter((_pid, index) => commands[index]!.includes('worker.ts'));
  }

  /** A connection of its own each time, so that the workers take turns. */
  async function ask(origin: string): Promise<unknown> {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query: '{ vacancies(first: 1) { nodes { reactionCount } } }' }),
    });
    const { data } = (await response.json()) as { data: { vacancies: { nodes: unknown[] } } };
    return data.vacancies.nodes.length;
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (let time = 0; time < 300 && !(await holds()); time += 1) await wait(100);
    expect(await holds()).toBe(true);
  }

  it('answers at one door, replaces one that dies, and ends whole', async () => {
    const hub = startHubProcess({ DATA_FOLDER: dataFolder, WORKERS: '3' });
    await hub.ready;
    const origin = originOf(hub);
    const workers = await workersOf(hub);
    expect(workers).toHaveLength(3);
    for (let time = 0; time < 6; time += 1) expect(await ask(origin)).toBe(1);

    process.kill(Number(workers[0]), 'SIGKILL');
    await until(async () => !(await workersOf(hub)).includes(workers[0]!));
    expect(await ask(origin)).toBe(1);
    await until(async () => (await workersOf(hub)).length === 3);
    expect(hub.output()).toContain('worker-ended');

    const all = await childrenOf(hub.child.pid!);
    hub.child.kill('SIGINT');
    expect(await hub.ended).toBe(0);
    for (const pid of all) expect(existsSync(`/proc/${pid}`)).toBe(false);
    await expect(fetch(origin)).rejects.toThrow();
  }, 180_000);

  it('leaves no worker behind when it is killed without a word', async () => {
    const hub = startHubProcess({ DATA_FOLDER: dataFolder, WORKERS: '2' });
    await hub.ready;
    const workers = await workersOf(hub);
    expect(workers).toHaveLength(2);
    hub.child.kill('SIGKILL');
    await hub.ended;
    await until(() => Promise.resolve(workers.every((pid) => !existsSync(`/proc/${pid}`))));
    // And the next one starts on what it left.
    const next = startHubProcess({ DATA_FOLDER: dataFolder, WORKERS: '2' });
    await next.ready;
    expect(await ask(originOf(next))).toBe(1);
    next.child.kill('SIGTERM');
    expect(await next.ended).toBe(0);
  }, 180_000);
});
