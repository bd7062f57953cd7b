import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, ok, type Outcome } from '../../platform/primitives/outcome.ts';
import { SEED } from '../reference.ts';
import type { LoadedPopulation } from './load-population.ts';
import type { PopulationScale } from './population-scale.ts';

/** Of what a folder holds; a population that an earlier form made is made anew. */
const FORM = 1;

/** What the folder of a population says of itself. */
export interface PopulationNote {
  readonly scale: PopulationScale;
  readonly seed: string;
  readonly form: number;
  /** Null until everything is in it. */
  readonly loaded: LoadedPopulation | null;
}

const NOTE = 'population.json';

/** The population that a folder holds completely; undefined where there is none, or half of one. */
export async function populationIn(folder: string): Promise<PopulationNote | undefined> {
  const note = await noteIn(folder);
  return note?.loaded === null || note?.form !== FORM ? undefined : note;
}

/**
 * Makes a folder ready for a population: what is there already when it is complete, `undefined` when it is to be made, after an
 * interrupted one too. Fails with a sentence when the folder holds anything else: nothing is ever written over.
 */
export async function claimFolder(
  folder: string,
  scale: PopulationScale,
): Promise<Outcome<LoadedPopulation | undefined, string>> {
  await mkdir(folder, { recursive: true });
  const note = await noteIn(folder);
  if (note === undefined && (await readdir(folder)).length > 0)
    return failed(
      `The folder ${folder} holds something that is not a population; give one that is empty or new.`,
    );
  if (note !== undefined && note.scale !== scale)
    return failed(
      `The folder ${folder} holds the population of a ${note.scale}; give another one for a ${scale}.`,
    );
  if (note !== undefined && note.loaded !== null && note.form === FORM && note.seed === SEED)
    return ok(note.loaded);
  await keepNote(folder, scale, null);
  return ok(undefined);
}

/** Says what is in the folder now. */
export async function keepNote(
  folder: string,
  scale: PopulationScale,
  loaded: LoadedPopulation | null,
): Promise<void> {
  const note: PopulationNote = { scale, seed: SEED, form: FORM, loaded };
  await writeFile(join(folder, NOTE), `${JSON.stringify(note, null, 2)}\n`);
}

async function noteIn(folder: string): Promise<PopulationNote | undefined> {
  const text = await readFile(join(folder, NOTE), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as PopulationNote);
}
