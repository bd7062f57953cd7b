import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimFolder, keepNote, populationIn } from '../../../demonstration/population/population-folder.ts';
import { readPopulationConfig } from '../../../platform/config.ts';

describe('the folder of a population', () => {
  let folder: string;
  const loaded = { rows: { 'allocation.reaction': 3 }, digest: 'a'.repeat(64) };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'population-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('that is empty or new is taken, and taken again after an interruption', async () => {
    for (const where of [folder, join(folder, 'a', 'new')]) {
      expect(await claimFolder(where, 'region')).toEqual({ kind: 'OK', value: undefined });
      expect(await claimFolder(where, 'region')).toEqual({ kind: 'OK', value: undefined });
      expect(await populationIn(where)).toBeUndefined();
      await rm(join(where, 'population.json'));
    }
  });

  it('that holds anything else is refused, and left as it is', async () => {
    await writeFile(join(folder, 'admin-password'), 'of a hub');
    expect(await claimFolder(folder, 'region')).toMatchObject({
      kind: 'FAILED',
      failure: expect.stringContaining('not a population'),
    });
    expect(await readdir(folder)).toEqual(['admin-password']);
  });

  it('that is complete is not made again, and never becomes another scale', async () => {
    await claimFolder(folder, 'province');
    await keepNote(folder, 'province', loaded);
    expect(await populationIn(folder)).toMatchObject({ scale: 'province', loaded });
    expect(await claimFolder(folder, 'province')).toEqual({ kind: 'OK', value: loaded });
    expect(await claimFolder(folder, 'country')).toMatchObject({
      kind: 'FAILED',
      failure: expect.stringContaining('the population of a province'),
    });
    expect(await populationIn(folder)).toMatchObject({ scale: 'province', loaded });
  });
});

describe('the command line of a population', () => {
  const SCALES = ['region', 'country'];
  const read = (...words: string[]) => readPopulationConfig(SCALES, { DATA_FOLDER: '' }, words);

  it('names a scale, and gets a folder of its own that is not the one of the hub', () => {
    const outcome = read('--scale', 'country');
    expect(outcome).toMatchObject({ kind: 'OK', value: { scale: 'country', threads: 2 } });
    expect(outcome.kind === 'OK' && outcome.value.dataFolder).toMatch(/\/populations\/country$/);
    expect(read('--scale', 'region', '--data-folder', '/x/y', '--threads', '4')).toEqual({
      kind: 'OK',
      value: { scale: 'region', dataFolder: '/x/y', threads: 4 },
    });
  });

  it('is refused with a sentence when it says anything else', () => {
    for (const words of [
      [],
      ['--scale'],
      ['--scale', 'world'],
      ['--fresh', 'yes'],
      ['--scale', 'region', '--threads', '0'],
    ])
      expect(read(...words).kind).toBe('FAILED');
  });
});
