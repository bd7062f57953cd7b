import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runGoldenScript } from '../../platform/golden.ts';
import { CORPUS } from './read-corpus.ts';
import { readRegulation, writeRegulation } from './regulation-yaml.ts';

/*
 * Writes every regulation of the corpus in the one form in which regulations are exported, so that a published version
 * and its file are the same bytes. With `--check` it fails when a file is in another form.
 */
const files = globSync('{framework,region,municipality}/**/*.yaml', { cwd: fileURLToPath(CORPUS) }).sort();

runGoldenScript(
  files.map((name) => {
    const file = new URL(name, CORPUS);
    const regulation = readRegulation(readFileSync(file, 'utf8'));
    if (regulation.kind === 'FAILED') throw new TypeError(`${name}: ${JSON.stringify(regulation.failure)}`);
    return { file, text: writeRegulation(regulation.value) };
  }),
  'npm run corpus',
);
